"""Regular expressions of XQuery and XPath (Functions and Operators 7.6), run in bounded time."""

from app.feel.patterns.machine import Pattern, read_pattern

__all__ = ["Pattern", "read_pattern"]
