"""Which computed values and conditions depend on which answers: their order, and the circles that have none."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.domain.findings import Finding
from app.feel import FeelError, names_used
from app.forms.structure import FormComponent, fields_of

Components = tuple[FormComponent, ...]
Graph = Mapping[str, frozenset[str]]


def order_computed(components: Components, *, file: str) -> tuple[Components, list[Finding]]:
    """Return the components with the `rank` of each computed value, and a finding for each circle.

    A circle of values is an error: no order gives them a value. A circle of conditions is a warning: which of the
    fields is shown depends on where the computation starts.
    """
    findings: list[Finding] = []
    ordered = _order_scope(components, file, findings)
    return ordered, findings


def _order_scope(components: Components, file: str, findings: list[Finding]) -> Components:
    fields = fields_of(components)
    keys = frozenset(field.field_key for field in fields)
    computed = {field.field_key: _needs(field, keys) for field in fields if field.type == "expression"}
    ranks = _ranks(computed)
    circle = sorted(key for key in computed if key not in ranks)
    if circle:
        text = f"The values {', '.join(circle)} are computed from each other: take one of them out of the circle."
        findings.append(Finding(rule="form-cycle", severity="error", file=file, element=circle[0], message=text))
    conditions = dict(_condition_needs(components, keys, frozenset()))
    shown = _ranks(conditions)
    for key in sorted(key for key in conditions if key not in shown and _reaches_itself(key, conditions))[:1]:
        text = f"Whether {key} is hidden depends on itself, directly or through others: change one of the conditions."
        findings.append(Finding(rule="form-condition-cycle", severity="warning", file=file, element=key, message=text))
    return tuple(_with_rank(component, ranks, file, findings) for component in components)


def _with_rank(component: FormComponent, ranks: Mapping[str, int], file: str, findings: list[Finding]) -> FormComponent:
    if component.is_scope:
        return replace(component, children=_order_scope(component.children, file, findings))
    if component.children:
        children = tuple(_with_rank(child, ranks, file, findings) for child in component.children)
        return replace(component, children=children)
    return replace(component, rank=ranks.get(component.key or "", 0)) if component.type == "expression" else component


def _needs(field: FormComponent, keys: frozenset[str]) -> frozenset[str]:
    expression = field.settings.get("expression")
    return _names(expression, keys) if isinstance(expression, str) and expression else frozenset()


def _condition_needs(
    components: Components, keys: frozenset[str], around: frozenset[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Give for each field the fields that its conditions, and those of its groups, look at."""
    for component in components:
        own = around | (_names(component.hide, keys) if component.hide else frozenset())
        if component.key is not None and own:
            yield component.key, own
        if not component.is_scope:
            yield from _condition_needs(component.children, keys, own)


def _names(expression: str, keys: frozenset[str]) -> frozenset[str]:
    try:
        names = names_used(expression, in_filters=False)
    except FeelError:
        return frozenset()  # reported where expressions are checked
    roots = {name.removeprefix("this.").partition(".")[0] for name in names}
    return frozenset(roots & keys)


def _ranks(graph: Graph) -> dict[str, int]:
    """Return the place of each name after those that it needs; names in or behind a circle are left out."""
    waiting = {key: {need for need in needs if need in graph} for key, needs in graph.items()}
    followers: dict[str, list[str]] = {}
    for key, needs in waiting.items():
        for need in needs:
            followers.setdefault(need, []).append(key)
    ready = [key for key, needs in waiting.items() if not needs]
    ranks: dict[str, int] = {}
    for key in ready:  # grows while it is read
        ranks[key] = len(ranks)
        for follower in followers.get(key, ()):
            waiting[follower].discard(key)
            if not waiting[follower]:
                ready.append(follower)
    return ranks


def _reaches_itself(start: str, graph: Graph) -> bool:
    seen: set[str] = set()
    left = list(graph[start])
    while left:
        key = left.pop()
        if key == start:
            return True
        if key not in seen:
            seen.add(key)
            left += graph.get(key, ())
    return False
