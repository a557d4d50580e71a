"""Boxed expressions, one kind a file; each adds the reader of its tag (DMN 1.5, 10.2.2 and 10.5)."""
