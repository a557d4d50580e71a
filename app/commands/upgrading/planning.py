"""The plan of an upgrade: which communes it reaches when, how long they may answer, what holds for silent ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from app.commands.bus import Unit
from app.commands.upgrading.errors import PlanRefused
from app.domain.clock import local_day
from app.domain.codes import new_id
from app.procedures.parameters import Parameters
from app.procedures.shared_parameters import SHARED_PARAMETERS, read_shared_parameters
from app.store import territory, upgrades
from app.store.models import Deployment, Upgrade, UpgradeRing
from app.store.upgrades import ReachedCommune

ANSWER_DAYS = "upgrade.answer_days"
"""The parameter of the country that says how many days communes have to answer."""
SHORTEST_ANSWER, LONGEST_ANSWER = 1, 365
FARTHEST = timedelta(days=3 * 366)

Silent = Literal["national", "keep"]
SILENT: tuple[Silent, ...] = get_args(Silent)
RingKind = Literal["communes", "provinces", "regions", "all"]


@dataclass(frozen=True, kw_only=True)
class RingPlan:
    """Communes reached together, by codes of their kind; without `opens_on` the ring is opened by hand.

    The first ring opens when the version takes effect, whatever its day.
    """

    kind: RingKind
    codes: tuple[str, ...] = ()
    opens_on: date | None = None

    def holds(self, commune: ReachedCommune) -> bool:
        """Tell whether a commune belongs to the ring."""
        code = {
            "communes": commune.commune_id,
            "provinces": commune.province_code,
            "regions": commune.region_code,
        }.get(self.kind)
        return self.kind == "all" or code in self.codes


EVERYBODY = RingPlan(kind="all")


@dataclass(frozen=True, kw_only=True)
class UpgradePlan:
    """How a version is to reach the communes. Without `answer_days` the parameter of the country holds."""

    silent: Silent = "national"
    keep_until: date | None = None
    answer_days: int | None = None
    rings: tuple[RingPlan, ...] = (EVERYBODY,)


AT_ONCE = UpgradePlan()


def check_plan(plan: UpgradePlan, *, effect: date) -> None:
    """Raise PlanRefused with the answer that cannot be followed. `effect` is the first day of the version."""
    if plan.silent not in SILENT:
        raise PlanRefused("silent", f"Expected one of {', '.join(SILENT)}, found “{plan.silent}”.")
    if plan.answer_days is not None and not SHORTEST_ANSWER <= plan.answer_days <= LONGEST_ANSWER:
        raise PlanRefused(
            "answer_days", f"Expected {SHORTEST_ANSWER} to {LONGEST_ANSWER} days, found {plan.answer_days}."
        )
    if plan.keep_until is not None and not effect < plan.keep_until <= effect + FARTHEST:
        raise PlanRefused("keep_until", f"Expected a day within three years after {effect}, found {plan.keep_until}.")
    if not plan.rings or plan.rings[-1].kind != "all":
        raise PlanRefused("rings", "Expected a last ring that holds every other commune, found none.")
    for number, ring in enumerate(plan.rings[:-1], start=1):
        if not _known(ring):
            raise PlanRefused(
                f"ring-{number}", f"Expected communes or regions of ring {number}, found none of that name."
            )
    days = [ring.opens_on for ring in plan.rings[1:] if ring.opens_on is not None]
    if days != sorted(days) or any(not effect <= day <= effect + FARTHEST for day in days):
        raise PlanRefused("days", f"Expected days in order, from {effect} on and within three years, found others.")


def _known(ring: RingPlan) -> bool:
    find = {
        "communes": territory.find_commune_by_id,
        "provinces": territory.find_province,
        "regions": territory.find_region,
    }.get(ring.kind)
    return find is not None and bool(ring.codes) and all(find(code) is not None for code in ring.codes)


def plan_upgrade(plan: UpgradePlan, deployment: Deployment, unit: Unit, *, effect: date) -> Upgrade:
    """Keep the plan of a version until it takes effect; an earlier plan of it is dropped. Raises PlanRefused."""
    check_plan(plan, effect=effect)
    former = upgrades.find_planned(deployment.id)
    if former is not None:
        former.state = "dropped"
    row = Upgrade(
        id=new_id(),
        slug=deployment.slug,
        base_id=deployment.id,
        state="planned",
        silent=plan.silent,
        keep_until=plan.keep_until if plan.silent == "keep" else None,
        answer_days=plan.answer_days or answer_days(deployment, unit),
        planned_at=unit.now,
        planned_by=unit.actor.name,
        due_at=unit.now,
    )
    upgrades.add(row)
    for number, ring in enumerate(plan.rings, start=1):
        upgrades.add(
            UpgradeRing(
                upgrade_id=row.id, number=number, kind=ring.kind, codes=list(ring.codes), opens_on=ring.opens_on
            )
        )
    return row


def answer_days(deployment: Deployment, unit: Unit) -> int:
    """Return how many days communes have to answer: the value in force of the parameter of the country.

    A version that was frozen before the country had this parameter takes it from the library.
    """
    parameters = unit.services.deployments.get(deployment.id).package.parameters
    if ANSWER_DAYS not in parameters:
        content = unit.services.library.shared_files()[SHARED_PARAMETERS]
        parameters = Parameters(read_shared_parameters(content, file=SHARED_PARAMETERS).parameters)
    value = parameters[ANSWER_DAYS].value_on(local_day(unit.now)).value
    return int(value)


def as_plans(rings: Sequence[UpgradeRing]) -> list[RingPlan]:
    """Return kept rings as they were planned."""
    return [RingPlan(kind=one.kind, codes=tuple(one.codes), opens_on=one.opens_on) for one in rings]  # type: ignore[arg-type]
