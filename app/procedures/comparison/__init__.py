"""What differs between two packages of one procedure: typed, the same in both directions, told by nobody yet."""

from app.procedures.comparison.compare import compare_packages
from app.procedures.comparison.difference import PARTS, Change, Difference, Part, Value

__all__ = ["PARTS", "Change", "Difference", "Part", "Value", "compare_packages"]
