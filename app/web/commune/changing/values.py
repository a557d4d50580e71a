"""The form of a value: its amount, the day from which it holds, the decision that fixes it; up to three dated ones."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.procedures.tailoring.kinds import SetParameter
from app.procedures.tailoring.kinds.parameter import LocalValue
from app.queries.tailoring_words.values import national_dated
from app.web.commune.changing.form import Data, NotTyped, OpenThing, Typed
from app.web.commune.frame import today
from app.web.interface import gettext

MOST = 3
"""Dated values that one page takes: today's and two to come."""
CENTIMES = 100


class ValueForm:
    """`value.<n>`, `since.<n>` and `legal_ref.<n>`; a row without a value counts for nothing."""

    template = "commune/_change_value.html"

    def names(self, thing: OpenThing) -> tuple[str, ...]:
        """Three inputs a row."""
        return tuple(f"{part}.{row}" for row in range(MOST) for part in ("value", "since", "legal_ref"))

    def shown(self, thing: OpenThing) -> Typed:
        """The values of the commune, or one from today on."""
        standing = thing.standing
        values = sorted(standing.values, key=lambda one: one.since) if isinstance(standing, SetParameter) else []
        typed = {name: "" for name in self.names(thing)}
        for row, one in enumerate(values[:MOST]):
            typed |= self._row(thing, row, one)
        if not values:
            typed["since.0"] = today().isoformat()
        return typed

    def data(self, thing: OpenThing, typed: Typed) -> Data | None:
        """Every row that was filled in; none of them means the national value."""
        errors: dict[str, str] = {}
        values = [value for row in range(MOST) if (value := self._read(thing, typed, row, errors))]
        if errors:
            raise NotTyped(errors)
        if not values:
            return None
        return {"do": "set-parameter", "parameter": thing.thing.name, "values": values}

    def extras(self, thing: OpenThing) -> Data:
        """The unit, and whether amounts are typed in dirhams."""
        return {"rows": range(MOST), "unit": self._unit(thing), "in_dirhams": self._in_dirhams(thing)}

    def _row(self, thing: OpenThing, row: int, one: LocalValue) -> dict[str, str]:
        value = one.value
        if self._in_dirhams(thing) and not isinstance(value, str):
            value = f"{value / CENTIMES:.2f}".replace(".", ",")
        return {f"value.{row}": str(value), f"since.{row}": one.since.isoformat(), f"legal_ref.{row}": one.legal_ref}

    def _read(self, thing: OpenThing, typed: Typed, row: int, errors: dict[str, str]) -> Data | None:
        value, since, law = (typed.get(f"{part}.{row}", "").strip() for part in ("value", "since", "legal_ref"))
        if not value:
            return None
        errors |= dict(self._problems(row, since, law))
        try:
            number = self._value(thing, value)
        except ValueError:
            errors[f"value.{row}"] = gettext("Écrivez un nombre, sans unité ni signe.")
            return None
        return {"value": number, "from": since, "legal_ref": law}

    def _problems(self, row: int, since: str, law: str) -> Iterator[tuple[str, str]]:
        try:
            date.fromisoformat(since)
        except ValueError:
            yield f"since.{row}", gettext("Choisissez un jour du calendrier.")
        if len(law) < 3:
            yield f"legal_ref.{row}", gettext("Citez la délibération ou le texte qui fixe cette valeur.")

    def _value(self, thing: OpenThing, typed: str) -> Any:
        if isinstance(dict(national_dated(thing.national, thing.thing.name)).popitem()[1], str):
            return typed
        plain = typed.replace(",", ".").replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
        number = float(plain) * (CENTIMES if self._in_dirhams(thing) else 1)
        return int(number) if number == int(number) else number

    def _unit(self, thing: OpenThing) -> str:
        return str((thing.national.base.find_parameter(thing.thing.name) or {}).get("unit", ""))

    def _in_dirhams(self, thing: OpenThing) -> bool:
        return self._unit(thing) == "centime"
