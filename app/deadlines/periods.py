"""Periods: so many days, working days, months, years or hours, and how the law counts them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Self, cast, get_args

from app.deadlines.errors import DeadlineError

Unit = Literal["day", "working_day", "month", "year", "hour"]
Kind = Literal["franc", "calendar", "working"]

UNITS: tuple[Unit, ...] = get_args(Unit)
KINDS: tuple[Kind, ...] = get_args(Kind)

KINDS_OF_UNIT: dict[Unit, tuple[Kind, ...]] = {
    "day": ("calendar", "franc", "working"),
    "working_day": ("working",),
    "month": ("calendar", "franc"),
    "year": ("calendar", "franc"),
    "hour": ("calendar",),
}
"""The kinds that each unit may have; the first is meant when a parameter names none."""

LARGEST: dict[Unit, int] = {"day": 36_600, "working_day": 5_000, "month": 1_200, "year": 100, "hour": 87_600}
"""Longer periods are mistakes: nothing that a commune decides takes a century."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """A length of legal time.

    `franc`: whole days, neither the day of the start nor the day of the end counts (law 55-19, article 31).
    `calendar`: every day counts but the first; months and years run from date to date.
    `working`: only working days count, and the first does not.
    """

    amount: int
    unit: Unit
    kind: Kind

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise DeadlineError(
                f"Expected one of the units {', '.join(UNITS)}, found {self.unit!r}: correct the parameter.",
                unit=self.unit,
            )
        if self.kind not in KINDS_OF_UNIT[self.unit]:
            allowed = " or ".join(KINDS_OF_UNIT[self.unit])
            raise DeadlineError(
                f"Expected a period in {self.unit}s to be {allowed}, found {self.kind!r}: correct the parameter.",
                unit=self.unit,
                kind=self.kind,
            )
        if isinstance(self.amount, bool) or not 0 <= self.amount <= LARGEST[self.unit]:
            raise DeadlineError(
                f"Expected between 0 and {LARGEST[self.unit]} {self.unit}s, found {self.amount!r}.",
                amount=self.amount,
                unit=self.unit,
            )

    @classmethod
    def from_parameter(cls, value: object, unit: str, kind: str | None = None) -> Self:
        """Return the period that a parameter of a procedure holds; a unit without kind has its usual one.

        Raises:
            DeadlineError: the value is no whole number, or unit and kind name no period.
        """
        usual = KINDS_OF_UNIT.get(cast(Unit, unit), ("calendar",))[0]
        return cls(amount=_whole(value), unit=cast(Unit, unit), kind=cast(Kind, kind or usual))

    @property
    def counts_working_days(self) -> bool:
        """Tell whether only working days count."""
        return self.kind == "working"


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        return int(value)
    raise DeadlineError(f"Expected a whole number of units, found {value!r}: correct the parameter.", value=value)
