"""Clock rules: what the law says of one period. When it starts, what may suspend or extend it, what silence means."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal, get_args

from app.deadlines.errors import DeadlineError
from app.deadlines.periods import Period

SilenceEffect = Literal["none", "consent", "refusal_appealable"]
SILENCE_EFFECTS: tuple[SilenceEffect, ...] = get_args(SilenceEffect)

USUAL_ALERTS = (0.5, 0.75, 0.9)


@dataclass(frozen=True, kw_only=True)
class SuspensionAllowed:
    """A reason for which the clock may be suspended, and whether only once a request (law 55-19, articles 7 and 14).

    `any_time`: the half-window of the rule does not bind it, since nothing is asked of the file (a payment).
    """

    reason: str
    once: bool = False
    any_time: bool = False
    legal_ref: str = ""


@dataclass(frozen=True, kw_only=True)
class ExtensionAllowed:
    """The one extension that a rule allows: for which reasons, and how long at most (None: the time needed)."""

    reasons: tuple[str, ...]
    ceiling: Period | None = None
    legal_ref: str = ""


@dataclass(frozen=True, kw_only=True)
class ClockRule:
    """One legal period and its life.

    `starts_on` is `filed`, `complete`, `notified` or the name of another event. `half_window`: suspensions that ask
    something of the user are possible in the first half of the period only (law 55-19, articles 7, 10 and 14).
    `alerts` are shares of the period, in order, each between 0 and 1.

    Raises:
        DeadlineError: the period is empty, an alert is no share, a reason stands twice, or the ceiling of the
            extension is counted in another way than the period.
    """

    key: str
    period: Period
    starts_on: str
    legal_ref: str
    may_suspend: tuple[SuspensionAllowed, ...] = ()
    extension: ExtensionAllowed | None = None
    half_window: bool = False
    alerts: tuple[float, ...] = USUAL_ALERTS
    silence: SilenceEffect = "none"
    silence_ref: str = ""

    def __post_init__(self) -> None:
        _check_period(self)
        _check_alerts(self)
        _check_reasons(self)
        if self.silence not in SILENCE_EFFECTS:
            raise DeadlineError(
                f"Expected the silence of {self.key!r} to be one of {', '.join(SILENCE_EFFECTS)}, found "
                f"{self.silence!r}: correct the rule.",
                rule=self.key,
            )

    def find_suspension(self, reason: str) -> SuspensionAllowed | None:
        """Return what the rule says of a reason for suspending, if it knows it."""
        return next((allowed for allowed in self.may_suspend if allowed.reason == reason), None)


@lru_cache(maxsize=4096)
def share_of(share: float, length: int) -> int:
    """Return how many whole units make `share` of `length`, rounded down: half of 15 days is 7 days.

    Rounding down is assumed: no text says what half of an odd number of days is, and a window that closes early never
    harms the user.
    """
    return int(Fraction(str(share)) * length)


def _check_period(rule: ClockRule) -> None:
    if rule.period.amount < 1:
        raise DeadlineError(
            f"Expected {rule.key!r} to have a period of at least one {rule.period.unit}, found {rule.period.amount}: "
            "what is delivered on the spot has no clock.",
            rule=rule.key,
        )
    if not rule.starts_on:
        raise DeadlineError(
            f"Expected {rule.key!r} to say what starts its clock, found nothing: give filed, complete, notified or the "
            "name of an event.",
            rule=rule.key,
        )
    ceiling = rule.extension.ceiling if rule.extension else None
    if ceiling is not None and (
        ceiling.amount < 1 or (ceiling.unit, ceiling.kind) != (rule.period.unit, rule.period.kind)
    ):
        raise DeadlineError(
            f"Expected the extension of {rule.key!r} to be counted in {rule.period.kind} {rule.period.unit}s, found "
            f"{ceiling.amount} {ceiling.kind} {ceiling.unit}s: correct the rule.",
            rule=rule.key,
        )


def _check_alerts(rule: ClockRule) -> None:
    ascending = all(earlier < later for earlier, later in zip(rule.alerts, rule.alerts[1:], strict=False))
    if not ascending or any(not 0 < share < 1 for share in rule.alerts):
        raise DeadlineError(
            f"Expected the alerts of {rule.key!r} to be shares between 0 and 1 in ascending order, found "
            f"{rule.alerts}: correct the rule.",
            rule=rule.key,
        )


def _check_reasons(rule: ClockRule) -> None:
    reasons = [allowed.reason for allowed in rule.may_suspend]
    if len(set(reasons)) < len(reasons) or not all(reasons):
        raise DeadlineError(
            f"Expected each reason for suspending {rule.key!r} to be named once, found {', '.join(reasons)}: "
            "correct the rule.",
            rule=rule.key,
        )
