"""The command line, as an operator and an analyst use it."""
