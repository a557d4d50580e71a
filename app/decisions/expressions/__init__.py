"""Boxed expressions, one kind a file; each adds the reader of its tag (DMN 1.5, 10.2.1 and 10.5)."""
