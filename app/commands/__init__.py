"""Use cases: one command a file, one transaction a command."""
