"""The dry run of a migration: how many cases would move, why the others would not, slice by slice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.commands.bus import Unit
from app.commands.migrating.new_timers import NewTimers, with_timers
from app.commands.migrating.outcome import Outcome, Reason, outcome_of
from app.commands.migrating.versions import versions_of
from app.store import case_migrations
from app.store.case_migrations import Key
from app.store.models import CaseMigration

SLICE = 200
"""Cases read and tried at a time."""
MOST_EXAMPLES = 5


@dataclass(frozen=True, kw_only=True)
class ReasonGroup:
    """The cases that one reason keeps from moving, with the first references."""

    reason: Reason
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What a dry run found so far.

    `busy`: a worker was at one of their jobs just then; the batch waits for it. `concerning`: their citizen would see a
    change. A case with several reasons counts in several groups, once in `refused`. `timers`: those that the move would
    start. `after` is where it goes on.
    """

    total: int
    movable: int = 0
    refused: int = 0
    busy: int = 0
    concerning: int = 0
    groups: tuple[ReasonGroup, ...] = ()
    timers: tuple[NewTimers, ...] = ()
    after: Key | None = None
    finished: bool = False

    @property
    def tried(self) -> int:
        """How many cases were tried."""
        return self.movable + self.refused

    def to_json(self) -> dict[str, Any]:
        """Return what a row keeps, and what machines read."""
        return {
            "total": self.total,
            "movable": self.movable,
            "refused": self.refused,
            "busy": self.busy,
            "concerning": self.concerning,
            "groups": [
                {**group.reason.to_json(), "count": group.count, "examples": list(group.examples)}
                for group in self.groups
            ],
            "timers": [timers.to_json() for timers in self.timers],
            "after": self.after,
            "finished": self.finished,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Trial":
        """Return what `to_json` wrote."""
        groups = tuple(
            ReasonGroup(
                reason=Reason(code=group["code"], element=group["element"]),
                count=group["count"],
                examples=tuple(group["examples"]),
            )
            for group in kept["groups"]
        )
        timers = tuple(NewTimers.from_json(row) for row in kept.get("timers", ()))
        after = None if kept["after"] is None else (kept["after"][0], kept["after"][1])
        return cls(**{**kept, "groups": groups, "timers": timers, "after": after})

    def with_case(self, reference: str, key: Key, outcome: Outcome, *, busy: bool) -> "Trial":
        """Return the trial with one more case."""
        return replace(
            self,
            movable=self.movable + (not outcome.reasons),
            refused=self.refused + bool(outcome.reasons),
            busy=self.busy + busy,
            concerning=self.concerning + outcome.concerns_citizen,
            groups=_with_reasons(self.groups, outcome.reasons, reference),
            timers=with_timers(self.timers, outcome.new_timers, reference, most_examples=MOST_EXAMPLES),
            after=key,
        )


def begin_trial(migration: CaseMigration) -> Trial:
    """Return a trial that has tried nothing yet."""
    return Trial(total=case_migrations.count_open_cases(migration.source_id, commune_id=migration.commune_id))


def try_slice(migration: CaseMigration, trial: Trial, unit: Unit) -> Trial:
    """Try the next cases of a batch; nothing of them is written. The answer says whether they were the last."""
    versions = versions_of(migration, unit.services)
    cases = case_migrations.list_open_cases(
        migration.source_id, commune_id=migration.commune_id, after=trial.after, limit=SLICE
    )
    for case, busy in cases:
        outcome = outcome_of(case, versions, unit)
        trial = trial.with_case(case.reference, (case.commune_id, case.id), outcome, busy=busy)
    finished = len(cases) < SLICE
    return replace(trial, finished=finished, total=max(trial.total, trial.tried) if not finished else trial.tried)


def _with_reasons(
    groups: tuple[ReasonGroup, ...], reasons: Sequence[Reason], reference: str
) -> tuple[ReasonGroup, ...]:
    known = {group.reason: group for group in groups}
    for reason in dict.fromkeys(reasons):
        group = known.get(reason, ReasonGroup(reason=reason, count=0, examples=()))
        examples = (*group.examples, reference)[:MOST_EXAMPLES]
        known[reason] = replace(group, count=group.count + 1, examples=examples)
    return tuple(sorted(known.values(), key=lambda group: -group.count))
