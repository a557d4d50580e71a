"""FEEL, the one expression language of models, forms and decisions (DMN 1.5, chapter 10)."""

from app.feel.errors import FeelError
from app.feel.expressions import check, evaluate, names_used, unary_test
from app.feel.values import MonthsDuration

__all__ = ["FeelError", "MonthsDuration", "check", "evaluate", "names_used", "unary_test"]
