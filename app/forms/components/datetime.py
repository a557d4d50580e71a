"""A day, a time, or both (`subtype`), typed in the browser's own control or by hand (31/12/1990)."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

from app.domain.clock import CASABLANCA
from app.domain.codes import western_digits
from app.forms.components.textfield import entered_text
from app.forms.errors import AnswerRefused, FormRuleFailed
from app.forms.filling import Filling
from app.forms.hijri import hijri_day
from app.forms.registry import AuthorMistake, ComponentType, register
from app.forms.rules import read_text
from app.forms.structure import FormComponent
from app.forms.typed_text import clean_line
from app.languages import format_day, format_moment

SUBTYPES = ("date", "time", "datetime")
_YEARS = range(1800, 2201)
_BY_HAND = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_LONGEST = 60
_INPUTS = {"date": "date", "time": "time", "datetime": "datetime-local"}


@register
class DateTime(ComponentType):
    """Answer: `1990-12-31`, `14:05:00`, or `2026-03-02T14:05:00+01:00` in the legal time of Morocco.

    `properties.hijri` "true" shows the Hijri day beside it.
    Days are bounded by `properties.min` and `properties.max`: a day, `today`, or a FEEL expression.
    """

    name = "datetime"
    template = "input.html"

    def inspect(self, raw: Mapping[str, object]) -> Iterator[AuthorMistake]:
        if raw.get("subtype", "date") not in SUBTYPES:
            yield AuthorMistake(
                rule="form-datetime-subtype",
                message=f"Expected subtype date, time or datetime, found {raw.get('subtype')!r}.",
            )
        properties = raw.get("properties")
        if not isinstance(properties, Mapping):
            return
        for name in ("min", "max"):
            bound = str(properties.get(name) or "today")
            if not (bound.startswith("=") or bound == "today" or _is_day(bound)):
                message = f"Expected a day (2026-12-31), today or an expression for {name}, found {bound!r}."
                yield AuthorMistake(rule="form-bound", message=message)

    def read(self, entered: object, component: FormComponent, filling: Filling) -> object:
        if isinstance(entered, date | time):  # YAML gives days as such
            entered = entered.isoformat()
        typed = western_digits(clean_line(read_text(entered, component, filling, longest=_LONGEST)))
        if not typed:
            return None
        try:
            return _READERS[_subtype(component)](typed)
        except ValueError:
            raise AnswerRefused("type", filling.say(_EXPECTED[_subtype(component)])) from None

    def check(self, value: object, component: FormComponent, filling: Filling) -> None:
        if _subtype(component) == "time":
            return
        day = date.fromisoformat(str(value)[:10])
        first, last = _bound(component, "min", filling), _bound(component, "max", filling)
        if component.settings.get("disallowPassedDates") is True:
            first = max(first, filling.today) if first else filling.today
        if first is not None and day < first:
            raise AnswerRefused(
                "min", filling.say("Choisissez le %(day)s ou un jour suivant.", day=format_day(first, filling.language))
            )
        if last is not None and day > last:
            raise AnswerRefused(
                "max",
                filling.say("Choisissez le %(day)s ou un jour précédent.", day=format_day(last, filling.language)),
            )

    def say_required(self, component: FormComponent, filling: Filling) -> str:
        return filling.say("Indiquez « %(label)s ».", label=filling.word(component.label))

    def show(self, value: object, component: FormComponent, filling: Filling) -> str:
        try:
            return _show(str(value), _subtype(component), filling, hijri=_wants_hijri(component))
        except ValueError:
            return str(value)  # an older version of the form kept another shape: show it as it stands

    def present(self, value: object, component: FormComponent, filling: Filling) -> Mapping[str, object]:
        subtype = _subtype(component)
        entered = value.isoformat() if isinstance(value, date | time) else entered_text(value)
        attributes = {"type": _INPUTS[subtype], "autocomplete": "off"}
        if subtype == "date":
            bounds = {"min": _bound(component, "min", filling), "max": _bound(component, "max", filling)}
            attributes |= {name: day.isoformat() for name, day in bounds.items() if day}
        beside = _hijri_beside(entered[:10], component, filling) if subtype == "date" else None
        length = {"date": 10, "time": 5, "datetime": 16}[subtype]
        return {"entered": entered[:length], "attributes": attributes, "beside": beside}


def _hijri_beside(entered: str, component: FormComponent, filling: Filling) -> str | None:
    if not _wants_hijri(component):
        return None
    if not _is_day(entered):
        return ""
    return hijri_day(date.fromisoformat(entered), filling.language) or ""


def _wants_hijri(component: FormComponent) -> bool:
    return str(component.properties.get("hijri", "")).lower() == "true"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _subtype(component: FormComponent) -> str:
    return str(component.settings.get("subtype") or "date")


def _read_day(typed: str) -> str:
    by_hand = _BY_HAND.fullmatch(typed)
    day = date(int(by_hand[3]), int(by_hand[2]), int(by_hand[1])) if by_hand else date.fromisoformat(typed)
    if day.year not in _YEARS:
        raise ValueError("The year is out of range.")
    return day.isoformat()


def _read_time(typed: str) -> str:
    found = time.fromisoformat(typed)
    return found.replace(tzinfo=None, microsecond=0).isoformat()


def _read_moment(typed: str) -> str:
    moment = datetime.fromisoformat(typed)
    if moment.year not in _YEARS:
        raise ValueError("The year is out of range.")
    local = moment.replace(tzinfo=CASABLANCA) if moment.tzinfo is None else moment.astimezone(CASABLANCA)
    return local.replace(microsecond=0).isoformat()


def _bound(component: FormComponent, name: str, filling: Filling) -> date | None:
    bound = filling.resolve(component.properties.get(name))
    if bound is None or bound == "":
        return None
    if isinstance(bound, datetime):
        return bound.astimezone(CASABLANCA).date()
    if isinstance(bound, date):
        return bound
    if bound == "today":
        return filling.today
    try:
        return date.fromisoformat(str(bound)[:10])
    except ValueError:
        raise FormRuleFailed(f"Expected a day as a bound, found {bound!r}: correct the form.", bound=bound) from None


def _show(value: str, subtype: str, filling: Filling, *, hijri: bool) -> str:
    if subtype == "date":
        day = date.fromisoformat(value)
        words = format_day(day, filling.language)
        beside = hijri_day(day, filling.language) if hijri else None
        return filling.say("%(day)s (soit le %(hijri)s)", day=words, hijri=beside) if beside else words
    if subtype == "time":
        return time.fromisoformat(value).strftime("%H:%M")
    return format_moment(datetime.fromisoformat(value), filling.language)


_READERS = {"date": _read_day, "time": _read_time, "datetime": _read_moment}
_EXPECTED = {
    "date": "Écrivez une date qui existe : jour, mois et année, par exemple 31/12/1990.",
    "time": "Écrivez une heure entre 00:00 et 23:59, par exemple 14:05.",
    "datetime": "Indiquez un jour et une heure qui existent.",
}
