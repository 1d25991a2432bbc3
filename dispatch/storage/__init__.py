"""Tables, sessions and conversions: one file a noun."""
