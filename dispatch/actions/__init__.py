"""What changes state: one function a deed, its event in the same transaction."""
