"""What we tell people, over which channel, what happens on failure."""
