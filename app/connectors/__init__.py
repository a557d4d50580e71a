"""Doors to outside systems, one a folder: a port that the application calls, and a simulator that stands in for it."""
