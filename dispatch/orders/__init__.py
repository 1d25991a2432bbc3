"""The work order's life cycle and its events, pure."""
