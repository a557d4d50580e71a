"""What a procedure asks of people, in figures, and how it could ask less."""

from app.queries.measures.counting import Measures, measure
from app.queries.measures.suggestions import Suggestion, list_suggestions

__all__ = ["Measures", "Suggestion", "list_suggestions", "measure"]
