"""Checks the logic of decisions and functions: texts that cannot be read, names that nobody gives, tables."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.decisions.expressions.box import ANY_NAME, Box, Names, walk
from app.decisions.expressions.function import FunctionBox, refusal
from app.decisions.expressions.literal import Literal
from app.decisions.model import Decision, Knowledge, Reference
from app.decisions.names import all_names, name_seen_by
from app.decisions.review.notes import Notes
from app.decisions.review.tables import check_table
from app.decisions.tables.table import DecisionTable
from app.decisions.types.definitions import TypeNames
from app.feel import FeelError, check, items_hidden, names_used

if TYPE_CHECKING:
    from app.decisions.graph import DecisionModel

ALWAYS_KNOWN = frozenset({"?", "item", "partial", "case", "parameters"})
"""Names that FEEL gives in some places, and those that the platform gives to every decision of a case."""


def check_logic(model: "DecisionModel", notes: Notes) -> None:
    """Note what is wrong with the boxed expressions of a model."""
    texts = Texts(notes=notes, spoken=all_names(model), types=model.types, declared=model.declared_names)
    for function in model.knowledge:
        _check_function(model, function, texts)
    for decision in model.decisions:
        _check_decision(model, decision, texts)


def _check_decision(model: "DecisionModel", decision: Decision, texts: "Texts") -> None:
    if decision.logic is None:
        message = f"Expected a decision table or another boxed expression in {decision.name}, found neither: draw one."
        texts.notes.error("decision-no-logic", decision.id, decision.line, message)
        return
    names = _seen(model, (*decision.requires, *decision.knowledge))
    texts.check(decision.logic, names, complete=bool(decision.requires))


def _check_function(model: "DecisionModel", function: Knowledge, texts: "Texts") -> None:
    if function.kind != "FEEL":
        texts.notes.error("decision-foreign-function", function.id, function.line, refusal(function.id, function.kind))
        return
    if function.body is None:
        message = f"Expected a boxed expression in the function {function.name}, found none: draw one."
        texts.notes.error("decision-no-logic", function.id, function.line, message)
        return
    parameters = {parameter.name for parameter in function.parameters}
    texts.check(function.body, _seen(model, function.requires) | parameters | {function.name}, complete=True)


def _seen(model: "DecisionModel", references: Iterable[Reference]) -> Names:
    return frozenset(name_seen_by(one) for one in map(model.find, references) if one is not None)


@dataclass(frozen=True, kw_only=True)
class Texts:
    """Checks the FEEL texts of a model.

    `spoken` are all names in it, which may hold spaces; `declared` are those of its elements, seen where required.
    """

    notes: Notes
    spoken: Names
    types: TypeNames
    declared: Names

    def check(self, logic: Box, names: Names, *, complete: bool) -> None:
        """Check a boxed expression; where `complete`, every name that is used must be among `names`."""
        for box, known in walk(logic, names):
            match box:
                case Literal():
                    self.check_text(box, known, complete=complete)
                case DecisionTable():
                    check_table(box, self, known, complete=complete)
                case FunctionBox() if box.kind != "FEEL":
                    message = refusal(box.element, box.kind)
                    self.notes.error("decision-foreign-function", box.element, box.line, message)

    def check_text(self, text: Literal, known: Names, *, complete: bool, unary: bool = False) -> bool:
        """Tell whether a text can be read; its faults and its unknown names are noted."""
        if text.refused:
            message = f"Expected FEEL, found {text.language}: write it in FEEL."
            self.notes.error("decision-expression", text.element, text.line, message)
            return False
        names = self.spoken if known <= self.spoken else self.spoken | known
        try:
            check(text.text, unary=unary, names=names)
            used = names_used(text.text, unary=unary, names=names, in_filters=False)
        except FeelError as error:
            self.notes.error("decision-expression", text.element, text.line, error.message)
            return False
        for item in () if unary else items_hidden(text.text, names=names):
            message = (
                f"Found an entry “{item}” that hides the loop's item of that name from the entries after it: "
                "give the item another name."
            )
            self.notes.warning("hidden-item", text.element, text.line, message)
        unknown = {name.partition(".")[0] for name in used} - known - ALWAYS_KNOWN
        certain = complete and ANY_NAME not in known
        self._unknown(text, unknown if certain else unknown & self.declared)
        return True

    def _unknown(self, text: Literal, unknown: AbstractSet[str]) -> None:
        for name in sorted(unknown):
            message = f"Expected a name that this element requires, found {name!r}: draw the requirement or correct it."
            self.notes.warning("decision-unknown-name", text.element, text.line, message)
