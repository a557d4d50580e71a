"""Arranges a diagram: from left to right, each step in its lane, no arrow through a step. Only the drawing changes."""

from app.procedures.arranging.arrange import ArrangingRefused, arrange

__all__ = ["ArrangingRefused", "arrange"]
