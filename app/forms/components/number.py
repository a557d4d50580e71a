"""A number, typed as in French or Arabic (1 234,5 or ١٢٣٤٫٥), or an amount of money."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.forms.components.textfield import check_amount, entered_text, is_stored_amount
from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds import find_kind
from app.forms.registry import AuthorMistake, ComponentType, register
from app.forms.rules import check_bounds, read_text
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_number

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_GREATEST = 10**15
_LONGEST = 60


@register
class Number(ComponentType):
    """Answer: a whole number when `decimalDigits` is 0 or nothing stands after the point, else a number."""

    name = "number"
    template = "input.html"

    def read(self, entered: object, component: FormComponent, filling: Filling) -> object:
        kind = find_kind(component.kind)
        if kind is not None:
            typed = read_text(entered, component, filling, longest=_LONGEST) if not isinstance(entered, int) else ""
            return entered if is_stored_amount(entered, kind) else kind.read(typed, component, filling)
        if isinstance(entered, int | float) and not isinstance(entered, bool):
            if not -_GREATEST < entered < _GREATEST:
                raise self._refusal(component, filling)
            entered = f"{Decimal(repr(entered)):f}"
        typed = clean_number(read_text(entered, component, filling, longest=_LONGEST))
        return self._parse(typed, component, filling) if typed else None

    def inspect(self, raw: Mapping[str, object]) -> Iterator[AuthorMistake]:
        step, digits = raw.get("increment"), raw.get("decimalDigits")
        if step not in (None, "") and _increment(step) is None:
            yield AuthorMistake(rule="form-bound", message=f"Expected increment above zero, found {step!r}.")
        if digits not in (None, "") and not (isinstance(digits, int) and 0 <= digits <= 15):
            yield AuthorMistake(rule="form-bound", message=f"Expected decimalDigits from 0 to 15, found {digits!r}.")

    def _parse(self, typed: str, component: FormComponent, filling: Filling) -> int | float | str:
        if not _NUMBER.fullmatch(typed):
            raise self._refusal(component, filling)
        number = Decimal(typed)
        if component.settings.get("serializeToString") is True:
            return f"{number:f}"
        return int(number) if number == int(number) else float(number)

    def _refusal(self, component: FormComponent, filling: Filling) -> AnswerRefused:
        if _decimal_digits(component) == 0:
            return AnswerRefused("type", filling.say("Écrivez un nombre entier en chiffres, par exemple 12."))
        return AnswerRefused("type", filling.say("Écrivez un nombre en chiffres, par exemple 12 ou 12,5."))

    def check(self, value: object, component: FormComponent, filling: Filling) -> None:
        if component.kind == "amount" and isinstance(value, int):
            check_amount(value, component, filling)
        else:
            exact = Decimal(str(value))
            digits = _decimal_digits(component)
            if digits is not None and exact != round(exact, digits):
                raise self._refusal(component, filling)
            _check_step(exact, component, filling)
            number = float(str(value)) if not isinstance(value, int) else value
            check_bounds(number, component, filling, shown=_plain)

    def show(self, value: object, component: FormComponent, filling: Filling) -> str:
        kind = find_kind(component.kind)
        return kind.show(value, filling.language) if kind else _plain(value)

    def present(self, value: object, component: FormComponent, filling: Filling) -> Mapping[str, object]:
        kind = find_kind(component.kind)
        inputmode = "numeric" if _decimal_digits(component) == 0 else "decimal"
        attributes = {"type": "text", "dir": "ltr", "inputmode": inputmode, **(kind.attributes if kind else {})}
        entered = kind.enter(value, filling.language) if kind and isinstance(value, int) else entered_text(value)
        if isinstance(value, float):
            entered = _plain(value)
        return {"entered": entered, "attributes": attributes, "suffix": kind.suffix if kind else ""}


def _check_step(number: Decimal, component: FormComponent, filling: Filling) -> None:
    """Refuse a number that is not a multiple of `increment`, and name the two nearest ones."""
    step = _increment(component.settings.get("increment"))
    if step is None or number % step == 0:
        return
    before = (number // step) * step if number > 0 else (number // step) * step - step
    raise AnswerRefused(
        "increment",
        filling.say(
            "Écrivez un multiple de %(step)s, par exemple %(before)s ou %(after)s.",
            step=_written(step),
            before=_written(before),
            after=_written(before + step),
        ),
    )


def _increment(setting: object) -> Decimal | None:
    text = str(setting) if isinstance(setting, str | int | float) and not isinstance(setting, bool) else ""
    return Decimal(text) if _NUMBER.fullmatch(text) and Decimal(text) > 0 else None


def _written(number: Decimal) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _decimal_digits(component: FormComponent) -> int | None:
    digits = component.settings.get("decimalDigits")
    return digits if isinstance(digits, int) else None


def _plain(number: object) -> str:
    """Return a number as French and Moroccan Arabic write it, without groups: 12,5."""
    text = f"{Decimal(str(number)):f}" if isinstance(number, float) else str(number)
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
