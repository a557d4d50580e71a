"""Everything of a national procedure that a commune may change, and what the law locks by name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.procedures.tailoring import GROUPS, Base, Group, Operation, Policy, Rule
from app.procedures.tailoring.base import WHOLE_FORM, components_of
from app.queries.elsewhere import ChangeElsewhere, Thing


@dataclass(frozen=True, kw_only=True)
class Changeable:
    """One thing with the rule of the policy, what the commune made of it and what others did."""

    group: Group
    name: str
    rule: Rule
    own: tuple[Operation, ...] = ()
    elsewhere: tuple[ChangeElsewhere, ...] = ()

    @property
    def locked(self) -> bool:
        """True when communes may not touch it."""
        return self.rule.mode == "locked"


def list_changeable(
    base: Base,
    policy: Policy,
    operations: Iterable[Operation],
    elsewhere: Mapping[Thing, Sequence[ChangeElsewhere]],
) -> dict[Group, list[Changeable]]:
    """Return what may be changed by group, in the order of the procedure; then what the policy locks by name.

    What no rule names and the default locks is left out: it is everything else.
    """
    own = list(operations)
    found: dict[Group, list[Changeable]] = {}
    for group in GROUPS:
        things = [thing for name in names_in_order(base, group) if (thing := _thing(base, policy, group, name))]
        found[group] = [
            Changeable(
                group=thing.group,
                name=thing.name,
                rule=thing.rule,
                own=tuple(one for one in own if (one.group, one.name) == (thing.group, thing.name)),
                elsewhere=tuple(elsewhere.get((thing.group, thing.name), ())),
            )
            for thing in sorted(things, key=lambda thing: thing.locked)
        ]
    return found


def find_changeable(listed: Mapping[Group, Sequence[Changeable]], group: str, name: str) -> Changeable | None:
    """Return one thing of the list, or None."""
    return next((one for things in listed.values() for one in things if (one.group, one.name) == (group, name)), None)


def names_in_order(base: Base, group: Group) -> list[str]:
    """Return the names of a group: questions in the order of their forms, all others by name."""
    names = base.names(group)
    if group != "fields":
        return sorted(names)
    ordered = [name for form in base.forms for name in (*_components(base, form), f"{form}.{WHOLE_FORM}")]
    return [name for name in dict.fromkeys(ordered) if name in names]


def _components(base: Base, form: str) -> list[str]:
    return [
        f"{form}.{one.get('id') if one.get('type') == 'group' else one.get('key')}"
        for one in components_of(base.form(form))
    ]


def _thing(base: Base, policy: Policy, group: Group, name: str) -> Changeable | None:
    rule = policy.rule_for(group, name)
    if rule.mode == "locked" and rule.place != f"{group}.{name}":
        return Changeable(group=group, name=name, rule=rule) if rule.legal_ref else None
    if rule.mode == "locked" and policy.find_rule(group, name) is None:
        return None
    if rule.mode == "open" and not _takes_operations(base, group, name):
        return None
    return Changeable(group=group, name=name, rule=rule)


def _takes_operations(base: Base, group: Group, name: str) -> bool:
    """Tell whether an open thing is one that operations exist for: texts of the law itself are parameters."""
    return group != "parameters" or base.find_parameter(name) is not None
