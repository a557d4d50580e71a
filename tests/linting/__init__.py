"""The linter and its rules."""
