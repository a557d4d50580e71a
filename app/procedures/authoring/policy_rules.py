"""The rules of a tailoring policy as a form: read, checked, written back into the manifest of a draft."""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from app.procedures.authoring.sheet_form import Posted, cleaned
from app.procedures.authoring.sheet_writing import Problem
from app.procedures.layout import manifest_path
from app.procedures.tailoring.base import WHOLE_FORM, Base, Group
from app.procedures.tailoring.policy import NATIONAL, Policy, Rule, written
from app.procedures.yaml_editing import edited, put, put_at, put_words

Choice = Literal["inherited", "locked", "bounded", "open"]
CHOICES: tuple[Choice, ...] = ("inherited", "locked", "bounded", "open")
PERIODS = frozenset({"day", "working_day", "month", "year", "hour"})
AMOUNTS = frozenset({"centime", "dirham", "dirham_per_m2", "percent", "ratio"})
TEXTS = frozenset({"month_day", "quarter", "text"})
MOST_ADDED, LONGEST, MOST_VALUES = 50, 240, 40
LARGEST = 10**12
TURNS = {"on": True, "off": False}
SINGLE = ("choice", "minimum", "maximum", "may_only_shorten", "may_only_lower", "may_add", "legal_ref", "changed_by")


@dataclass(frozen=True, kw_only=True)
class RuleForm:
    """A rule as it was typed; `inherited` leaves the thing to a wider rule or to the default of the policy."""

    choice: str = "inherited"
    minimum: str = ""
    maximum: str = ""
    one_of: tuple[str, ...] = ()
    may_only_shorten: str = ""
    may_only_lower: str = ""
    may_add: str = ""
    may: tuple[str, ...] = ()
    legal_ref: str = ""
    changed_by: str = ""


def bounds_for(base: Base, group: Group, name: str) -> tuple[str, ...]:
    """Return the bounds that mean something for a thing, in the order in which a form asks for them."""
    if group == "parameters":
        return _bounds_of_parameter(base, name)
    if group == "fields":
        return _bounds_of_field(base, name)
    of_group: Mapping[str, tuple[str, ...]] = {
        "texts": ("maximum",),
        "messages": ("maximum",),
        "documents": ("maximum",),
        "pieces": ("may_add",),
        "elements": ("may_add",),
    }
    return of_group.get(group, ("one_of",))


def _bounds_of_parameter(base: Base, name: str) -> tuple[str, ...]:
    found = base.find_parameter(name)
    unit = str(found.get("unit")) if found else ""
    if unit in TEXTS:
        return ("one_of",)
    only = ("may_only_shorten",) if unit in PERIODS else ("may_only_lower",) if unit in AMOUNTS else ()
    return ("minimum", "maximum", *(only if found else ("may_only_shorten", "may_only_lower")), "one_of")


def _bounds_of_field(base: Base, name: str) -> tuple[str, ...]:
    form, _, rest = name.partition(".")
    if rest == WHOLE_FORM or base.find_slot(form, rest) is not None:
        return ("may_add",)
    return ("may",) if base.find_field(form, rest) is not None else ("may_add", "may")


def choosable(base: Base, group: Group, name: str) -> tuple[str, ...]:
    """Return what `one_of` may list: the other roles, on and off for a step, nothing where it is typed freely."""
    if group == "roles":
        return tuple(str(role) for role in base.roles if role != name)
    return tuple(TURNS) if group == "steps" else ()


def is_fixed_by_law(base: Base, group: Group, name: str) -> bool:
    """Tell whether a text fixes the thing: a value that stands in a law or a decree, not an assumption."""
    found = base.find_parameter(name) if group == "parameters" else None
    return found is not None and any(row.get("source") != "assumed" for row in found.get("values") or ())


def form_of_rule(policy: Policy, group: Group, name: str) -> RuleForm:
    """Return the rule that a thing has of its own as a form shows it."""
    rule = policy.rules.get(group, {}).get(name)
    if rule is None:
        return RuleForm()
    return RuleForm(
        choice=rule.mode,
        minimum="" if rule.minimum is None else written(rule.minimum),
        maximum="" if rule.maximum is None else written(rule.maximum),
        one_of=tuple(_shown(one, group) for one in rule.one_of),
        may_only_shorten="yes" if rule.may_only_shorten else "",
        may_only_lower="yes" if rule.may_only_lower else "",
        may_add=str(rule.may_add) if rule.may_add else "",
        may=rule.may,
        legal_ref=rule.legal_ref or "",
        changed_by="" if rule.changed_by == NATIONAL else rule.changed_by,
    )


def _shown(one: object, group: Group) -> str:
    return ("on" if one else "off") if group == "steps" else str(one)


def posted_rule(posted: Posted, *, ticked: bool) -> RuleForm:
    """Read the form that a page sends; `ticked` says that `one_of` comes as ticks, else as one line with commas."""

    def first(name: str) -> str:
        return cleaned(next(iter(posted.getlist(name)), ""))[:LONGEST]

    chosen = posted.getlist("one_of")[:MOST_VALUES] if ticked else first("one_of").split(",")
    return RuleForm(
        **{name: first(name) for name in SINGLE},
        one_of=tuple(text for one in chosen if (text := cleaned(one))),
        may=tuple(verb for verb in ("require", "hide") if verb in posted.getlist("may")),
    )


def problems_of_rule(form: RuleForm, base: Base, group: Group, name: str) -> dict[str, Problem]:
    """Return what is wrong by the name of the input: `choice`, `number`, `order`, `count`, `bound`, `reference`."""
    if form.choice not in CHOICES:
        return {"choice": Problem(code="choice", detail=form.choice)}
    problems: dict[str, Problem] = {}
    if form.choice in ("bounded", "open") and is_fixed_by_law(base, group, name) and not form.legal_ref:
        problems["legal_ref"] = Problem(code="reference")
    if form.choice == "bounded":
        problems |= _problems_of_bounds(form, base, group, name)
    return problems


def _problems_of_bounds(form: RuleForm, base: Base, group: Group, name: str) -> dict[str, Problem]:
    meant = bounds_for(base, group, name)
    problems: dict[str, Problem] = {}
    for bound in ("minimum", "maximum"):
        typed = getattr(form, bound)
        if bound in meant and typed and _number(typed) is None:
            problems[bound] = Problem(code="number", detail=typed)
    lowest, highest = _number(form.minimum), _number(form.maximum)
    if lowest is not None and highest is not None and lowest > highest:
        problems["maximum"] = Problem(code="order", detail=form.minimum)
    if "may_add" in meant and form.may_add and not _is_count(form.may_add):
        problems["may_add"] = Problem(code="count", detail=str(MOST_ADDED))
    if "one_of" in meant and (wrong := _wrong_choice(form, base, group, name)):
        problems["one_of"] = wrong
    if not any(getattr(form, bound) for bound in meant):
        problems[meant[0]] = Problem(code="bound")
    return problems


def _wrong_choice(form: RuleForm, base: Base, group: Group, name: str) -> Problem | None:
    listed = choosable(base, group, name)
    if listed and not set(form.one_of) <= set(listed):
        return Problem(code="choice")
    numbers = group == "parameters" and "minimum" in bounds_for(base, group, name)
    strange = next((one for one in form.one_of if numbers and _number(one) is None), None)
    return Problem(code="number", detail=strange) if strange else None


def _number(typed: str) -> float | None:
    plain = typed.replace(",", ".", 1)
    whole, _, decimals = plain.removeprefix("-").partition(".")
    if not (whole + decimals).isascii() or not whole.isdigit() or not (decimals or "0").isdigit():
        return None
    number = float(plain)
    return number if abs(number) <= LARGEST else None


def _is_count(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and 1 <= int(typed) <= MOST_ADDED


def rule_changes(base: Base, group: Group, name: str, form: RuleForm) -> dict[str, bytes]:
    """Return the manifest with the rule as it was typed; the form has no problem. Raises SourceRefused."""
    path = manifest_path(base.slug)

    def change(manifest: MutableMapping[str, Any]) -> None:
        if form.choice == "inherited":
            put_at(manifest, ("policy", group, name), None)
            return
        policy = manifest.setdefault("policy", CommentedMap({"default": "locked"}))
        _write(policy.setdefault(group, CommentedMap()), name, _row(form, base, group, name))

    source = base.files[path]
    after = edited(source, path, change)
    return {} if after == source else {path: after}


def _row(form: RuleForm, base: Base, group: Group, name: str) -> dict[str, Any]:
    """Return the keys of the rule in the order in which people write them."""
    row: dict[str, Any] = {} if form.choice == "bounded" else {"rule": form.choice}
    meant = bounds_for(base, group, name)
    for bound in meant if form.choice == "bounded" else ():
        value = _written_bound(form, bound, group, numbers="minimum" in meant)
        if value is not None:
            row[bound] = value
    return row | {key: text for key in ("legal_ref", "changed_by") if (text := getattr(form, key))}


def _written_bound(form: RuleForm, bound: str, group: Group, *, numbers: bool) -> Any:
    """Return a bound as the file holds it, None where nothing was typed; a bound of nought is a bound."""
    typed = getattr(form, bound)
    if not typed:
        return None
    if bound == "one_of":
        if group == "steps":
            return [TURNS[one] for one in typed if one in TURNS]
        return [_plain(one) for one in typed] if group == "parameters" and numbers else list(typed)
    if bound == "may":
        return list(typed)
    return True if bound in ("may_only_shorten", "may_only_lower") else _plain(typed)


def _plain(typed: str) -> int | float:
    number = _number(typed) or 0.0
    return int(number) if number.is_integer() else number


def _write(rules: MutableMapping[str, Any], name: str, row: Mapping[str, Any]) -> None:
    """Write one rule; a mapping that stands keeps its comments."""
    if set(row) == {"rule"}:
        put(rules, name, row["rule"])
        return
    standing = rules.get(name)
    if not isinstance(standing, MutableMapping):
        standing = CommentedMap()
        standing.fa.set_flow_style()
        rules[name] = standing
    for key in [key for key in standing if key not in row]:
        del standing[key]
    for key, value in row.items():
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            put_words(standing, key, value)
        else:
            put(standing, key, _line(value) if isinstance(value, list) else value)


def _line(values: Sequence[Any]) -> CommentedSeq:
    made = CommentedSeq(values)
    made.fa.set_flow_style()
    return made


def rule_of(base: Base, group: Group, name: str, form: RuleForm, policy: Policy) -> Rule:
    """Return the rule that a form would give, as an overlay would meet it."""
    place = f"{group}.{name}"
    if form.choice == "inherited":
        rules = {**policy.rules, group: {key: rule for key, rule in policy.rules.get(group, {}).items() if key != name}}
        return replace(policy, rules=rules).rule_for(group, name)
    row = _row(form, base, group, name)
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Rule(place=place, mode=given.pop("rule", "bounded"), **given)
