"""Checks a model without running it: each file looks at one side of it."""
