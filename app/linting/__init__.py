"""Checks a procedure package before it may be published: rules of form and rules of law, one a file."""

from app.linting.linter import LintReport, lint, lint_files, lint_folder
from app.linting.operations import OPERATIONS, Operation
from app.linting.registry import Rule, find_rule, list_rules

__all__ = [
    "OPERATIONS",
    "LintReport",
    "Operation",
    "Rule",
    "find_rule",
    "lint",
    "lint_files",
    "lint_folder",
    "list_rules",
]
