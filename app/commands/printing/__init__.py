"""Prints documents of a case: receipts, drafts to sign, signed acts, refusals."""
