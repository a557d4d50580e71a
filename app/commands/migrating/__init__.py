"""Moves the running cases of one deployment to another: plan, dry run, batch, revert."""
