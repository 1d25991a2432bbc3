"""Who does what, when, in which order, and why: pure functions over plain values."""
