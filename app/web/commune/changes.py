"""Everything that the commune may change of a procedure: the national value, the bound, its own, what others did."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.domain.permissions import SEE_TAILORING
from app.procedures.tailoring import Group
from app.procedures.tailoring.base import WHOLE_FORM
from app.procedures.tailoring.kinds import SetParameter
from app.queries.changeable import Changeable, list_changeable
from app.queries.elsewhere import ChangeElsewhere, changes_elsewhere
from app.queries.tailoring import Workshop
from app.queries.tailoring_words import (
    GROUP_TITLES,
    National,
    keeper,
    local_value,
    national_of,
    national_value,
    rule_in_words,
    tell_operation,
    thing_name,
)
from app.queries.tailoring_words.bounds import legal_ground
from app.queries.tailoring_words.operations import told_by_day
from app.queries.tailoring_words.values import quantity_of
from app.web.access import permission
from app.web.commune import commune
from app.web.commune.frame import opened, show, today
from app.web.interface import gettext, language, name_of, ngettext

MOST_EXAMPLES = 5
"""Other communes that one thing names."""
LONGEST_VALUE = 220
MOST_AT_ONCE, FEWEST = 8, 4
"""Things of a group that are shown unfolded; of a longer group at least a few."""


@commune.get("/procedures/<slug>/changes")
@permission(SEE_TAILORING)
def changes(commune_slug: str, slug: str) -> ResponseReturnValue:
    """The things by group, those that the law locks last."""
    workshop = opened(slug)
    national = national_of(workshop.row.base_id)
    listed = changeable_of(workshop, national)
    groups = [
        {"key": group, "title": gettext(GROUP_TITLES[group]), **_folded([row_of(national, one) for one in things])}
        for group, things in listed.items()
        if things
    ]
    return show("commune/changes.html", workshop, "commune.changes", groups=groups)


def _folded(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows shown at once and those folded away: a long group begins with what somebody changed."""
    if len(rows) <= MOST_AT_ONCE:
        return {"rows": rows, "more": []}
    touched = [row for row in rows if row["thing"].own or row["elsewhere"]]
    others = [row for row in rows if row not in touched]
    shown = max(0, FEWEST - len(touched))
    return {"rows": [*touched, *others[:shown]], "more": others[shown:]}


def changeable_of(workshop: Workshop, national: National) -> dict[Group, list[Changeable]]:
    """Return what a commune may change with its own changes and those of the others."""
    elsewhere = changes_elsewhere(workshop.row.slug, workshop.row.commune_id)
    return list_changeable(national.base, national.policy, workshop.operations, elsewhere)


def row_of(national: National, thing: Changeable) -> dict[str, Any]:
    """Return one thing in words: `bounds` what may be done, `law` and `keeper` who fixed it."""
    said = language()
    return {
        "thing": thing,
        "name": thing_name(national, thing.group, thing.name, said),
        "national": _cut(national_value(national, thing.group, thing.name, said, today=today())),
        "own": _cut(local_value(national, thing.own, said)),
        "bounds": rule_in_words(national, thing.group, thing.name, thing.rule, said),
        "law": legal_ground(thing.rule),
        "keeper": keeper(thing.rule, said),
        "elsewhere": elsewhere_words(national, thing.elsewhere),
        "examples": [
            (name_of(one), tell_operation(national, one.operation, said)) for one in thing.elsewhere[:MOST_EXAMPLES]
        ],
        "adds": adds(thing),
    }


def adds(thing: Changeable) -> bool:
    """Tell whether things are added there, rather than changed."""
    return thing.group in ("pieces", "elements") or bool(thing.rule.may_add) or thing.name.endswith(f".{WHOLE_FORM}")


def elsewhere_words(national: National, changes_: Sequence[ChangeElsewhere]) -> str:
    """Return how many communes changed the thing, of a value also from what to what: "3 communes : 100 à 150 jours"."""
    count = len({(one.name_fr, one.name_ar) for one in changes_})
    if not count:
        return ""
    values = sorted({value for one in changes_ if (value := _number(one)) is not None})
    told = ngettext("%(num)s autre commune l’a changé", "%(num)s autres communes l’ont changé", count)
    if not values:
        return told
    key = changes_[0].operation.name
    lowest, highest = (quantity_of(national, key, value, language()) for value in (values[0], values[-1]))
    if lowest == highest:
        return gettext("%(told)s : %(value)s", told=told, value=lowest)
    return gettext("%(told)s : de %(low)s à %(high)s", told=told, low=lowest, high=highest)


def change_address(address: Mapping[str, str], thing: Changeable, item: str = "") -> str:
    """Return the address of the page that changes a thing, or one of the things added in its place."""
    return url_for(
        "commune.change",
        commune_slug=address["commune_slug"],
        slug=address["slug"],
        group=thing.group,
        name=thing.name,
        item=item or None,
    )


def _number(change: ChangeElsewhere) -> float | None:
    if not isinstance(change.operation, SetParameter):
        return None
    value = told_by_day(change.operation, today()).value
    return None if isinstance(value, str) else float(value)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
