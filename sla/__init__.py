"""What we promise, and when a promise is at risk."""
