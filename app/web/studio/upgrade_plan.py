"""How communes are to follow a version, as it is typed on the page of publication."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from app.commands.upgrading.errors import PlanRefused
from app.commands.upgrading.planning import LONGEST_ANSWER, SHORTEST_ANSWER, RingPlan, Silent, UpgradePlan
from app.domain.languages import choose
from app.languages import collation_key
from app.store import territory
from app.web.interface import gettext, language

LONGEST_LIST = 4_000
Typed = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class TypedPlan:
    """What was typed; `plan` is None where `errors` says by input why it cannot be followed."""

    typed: Typed
    plan: UpgradePlan | None
    errors: Mapping[str, str]


def empty_plan() -> Typed:
    """Return the inputs as they stand when the page is opened: everywhere at once."""
    texts = dict.fromkeys(("pilots", "second_on", "rest_on", "answer_days", "keep_until"), "")
    return {**texts, "silent": "national", "regions": []}


def region_choices() -> list[tuple[str, str]]:
    """Return the regions by code with their names."""
    return [(one.code, choose({"ar": one.name_ar, "fr": one.name_fr}, language())) for one in territory.list_regions()]


def read_plan(form: MultiDict[str, str]) -> TypedPlan:
    """Return the plan that was typed."""
    typed: dict[str, Any] = {name: form.get(name, "").strip()[:LONGEST_LIST] for name in empty_plan()}
    typed["regions"] = form.getlist("regions")
    errors: dict[str, str] = {}
    pilots = _communes(typed["pilots"], errors)
    days = {name: _read(typed[name], name, errors, date.fromisoformat) for name in ("second_on", "rest_on")}
    answer_days = _read(typed["answer_days"], "answer_days", errors, int)
    keep_until = _read(typed["keep_until"], "keep_until", errors, date.fromisoformat)
    if errors:
        return TypedPlan(typed=typed, plan=None, errors=errors)
    silent: Silent = "keep" if typed["silent"] == "keep" else "national"
    rings = tuple(_rings(pilots, tuple(typed["regions"]), days["second_on"], days["rest_on"]))
    plan = UpgradePlan(silent=silent, keep_until=keep_until, answer_days=answer_days, rings=rings)
    return TypedPlan(typed=typed, plan=plan, errors={})


def plan_problem(refused: PlanRefused) -> dict[str, str]:
    """Return why a plan was refused, by the input that is to be corrected."""
    if refused.field == "answer_days":
        return {
            "answer_days": gettext(
                "Écrivez un nombre de jours entre %(low)s et %(high)s.", low=SHORTEST_ANSWER, high=LONGEST_ANSWER
            )
        }
    if refused.field == "keep_until":
        return {"keep_until": gettext("Choisissez un jour après la date d’effet, dans les trois ans.")}
    if refused.field == "days":
        return {"rest_on": gettext("Les dates se suivent : la date d’effet, les régions, puis les autres communes.")}
    return {"pilots": gettext("Des communes ou des régions de cette liste n’existent pas.")}


def _rings(
    pilots: tuple[str, ...], regions: tuple[str, ...], second_on: date | None, rest_on: date | None
) -> Iterator[RingPlan]:
    if pilots:
        yield RingPlan(kind="communes", codes=pilots)
    if regions:
        yield RingPlan(kind="regions", codes=regions, opens_on=second_on if pilots else None)
    yield RingPlan(kind="all", opens_on=rest_on if pilots or regions else None)


def _communes(typed: str, errors: dict[str, str]) -> tuple[str, ...]:
    """Return the ids of communes, one a line or between commas, by their name or address."""
    names = [name for line in typed.splitlines() for name in line.replace("،", ",").split(",") if name.strip()]
    found = {name.strip(): _commune(name.strip()) for name in names}
    unknown = [name for name, commune_id in found.items() if commune_id is None]
    if unknown:
        errors["pilots"] = gettext("Commune inconnue : %(name)s.", name=unknown[0][:80])
    return tuple(dict.fromkeys(one for one in found.values() if one))


def _commune(name: str) -> str | None:
    by_address = territory.find_commune(name)
    if by_address is not None:
        return by_address.id
    wanted = collation_key(name)
    same = [
        one
        for one in territory.search_communes(name, limit=10)
        if wanted in (collation_key(one.name_fr), collation_key(one.name_ar))
    ]
    return same[0].id if len(same) == 1 else None


def _read(typed: str, name: str, errors: dict[str, str], reader: Callable[[str], Any]) -> Any:
    if not typed:
        return None
    try:
        return reader(typed)
    except ValueError:
        wrong = {"answer_days": gettext("Écrivez un nombre de jours, sans unité.")}
        errors[name] = wrong.get(name, gettext("Choisissez un jour du calendrier."))
        return None
