"""Outside systems that answer later: requests of procedures, and what comes back."""
