"""Read side: one screen or list a file, frozen rows."""
