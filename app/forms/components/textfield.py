"""One line of text, or a kind of answer (identity card, telephone, name…)."""

from collections.abc import Mapping

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds import Kind, find_kind
from app.forms.kinds.amount import GREATEST
from app.forms.registry import ComponentType, register
from app.forms.rules import check_bounds, check_text, length_limit, read_text
from app.forms.structure import FormComponent
from app.forms.typed_text import DEFAULT_LENGTH, clean_line, showable


@register
class TextField(ComponentType):
    """Answer: text; with the kind `amount`, a whole number of centimes."""

    name = "textfield"
    template = "input.html"

    def read(self, entered: object, component: FormComponent, filling: Filling) -> object:
        kind = find_kind(component.kind)
        if kind is not None and is_stored_amount(entered, kind):
            return entered
        longest = max(DEFAULT_LENGTH, length_limit(component, filling)) if kind is None else kind.longest
        typed = read_text(entered, component, filling, longest=longest)
        return kind.read(typed, component, filling) if kind else clean_line(typed) or None

    def check(self, value: object, component: FormComponent, filling: Filling) -> None:
        if isinstance(value, str):
            check_text(value, component, filling)
        elif isinstance(value, int):
            check_amount(value, component, filling)

    def show(self, value: object, component: FormComponent, filling: Filling) -> str:
        kind = find_kind(component.kind)
        return kind.show(value, filling.language) if kind else str(value)

    def present(self, value: object, component: FormComponent, filling: Filling) -> Mapping[str, object]:
        kind = find_kind(component.kind)
        if isinstance(value, list | tuple):
            value = value[0] if value else None
        attributes = {"type": "text", "dir": "auto", **(kind.attributes if kind else {})}
        if kind is None and component.rules.max_length is not None:
            attributes["maxlength"] = str(length_limit(component, filling))
        return {
            "entered": entered_text(kind.enter(value, filling.language) if kind and value is not None else value),
            "attributes": attributes,
            "suffix": kind.suffix if kind else "",
        }


def is_stored_amount(entered: object, kind: Kind) -> bool:
    """Tell whether a JSON answer is an amount as it is kept: a whole number of centimes."""
    is_whole = isinstance(entered, int) and not isinstance(entered, bool)
    return kind.name == "amount" and is_whole and abs(int(str(entered))) <= GREATEST


def check_amount(value: int, component: FormComponent, filling: Filling) -> None:
    """Check min and max of an amount, in centimes. Raises AnswerRefused."""
    kind = find_kind("amount")
    if kind is None or abs(value) > GREATEST:
        raise AnswerRefused("max", filling.say("Ce montant est trop grand."))
    shower = kind.show
    check_bounds(value, component, filling, shown=lambda bound: shower(int(bound), filling.language))


def entered_text(value: object) -> str:
    """Return a value as the text of its input: what was typed stays as it was typed."""
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    return "" if value is None else showable(str(value))
