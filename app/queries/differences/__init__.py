"""Differences of two packages in plain words, grouped by what they concern."""

from app.queries.differences.groups import PART_TITLES, DifferenceGroup, DifferenceRow, group_differences
from app.queries.differences.sentences import sentence

__all__ = ["PART_TITLES", "DifferenceGroup", "DifferenceRow", "group_differences", "sentence"]
