"""What a commune keeps of itself: its services and counters, and who holds which role."""
