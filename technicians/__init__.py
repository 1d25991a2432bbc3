"""Who can do which work, where, when."""
