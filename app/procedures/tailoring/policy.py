"""The policy of a national procedure: what communes may change of it, within which bounds, and who may move them.

A shared flow declares in `flows.yaml` what communes may change of its forms and texts. That counts for every procedure
that calls it, unless the policy of the procedure names the same thing or the procedure has its own in that place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from app.domain.findings import Finding
from app.procedures.flows import FLOWS_INDEX, Flow
from app.procedures.layout import manifest_path
from app.procedures.manifest import flatten_errors
from app.procedures.tailoring.base import GROUPS, Base, Group
from app.procedures.tailoring.dotted import owner_of
from app.procedures.tailoring.form_wording import form_of, is_form_text
from app.procedures.yaml_source import YamlSource, read_mapping

POLICY_RULE = "tailoring-policy"
"""The name of the lint rule under which findings about a policy are told."""

Mode = Literal["locked", "bounded", "open"]
_MODES = ("locked", "bounded", "open")
NATIONAL = "the DGCT"
"""Who may change a rule that names nobody: the Direction générale des collectivités territoriales."""

FLOW_GROUPS: tuple[Group, ...] = ("texts", "fields")
"""What a shared flow may declare: what it says, and the questions of its forms."""

REMEMBERED_BASES = 8
_BOUNDS: Mapping[Group, frozenset[str]] = {
    "parameters": frozenset({"minimum", "maximum", "one_of", "may_only_shorten", "may_only_lower"}),
    "texts": frozenset({"maximum"}),
    "messages": frozenset({"maximum"}),
    "documents": frozenset({"maximum"}),
    "fields": frozenset({"may_add", "may"}),
    "pieces": frozenset({"may_add"}),
    "roles": frozenset({"one_of"}),
    "steps": frozenset({"one_of"}),
    "elements": frozenset({"may_add"}),
}
"""Which bounds mean something for which group; `maximum` of a text counts its signs."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What may be done with one thing. `place` is its address in the policy: `parameters.watiqa.collection_period`.

    `flow` is the key of the shared flow that declares the rule, "" where the procedure does.
    """

    place: str
    mode: Mode = "locked"
    minimum: float | None = None
    maximum: float | None = None
    one_of: tuple[int | float | str | bool, ...] = ()
    may_only_shorten: bool = False
    may_only_lower: bool = False
    may_add: int = 0
    may: tuple[str, ...] = ()
    legal_ref: str | None = None
    changed_by: str = NATIONAL
    flow: str = ""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The rules by group and name; what no rule names follows `default`. `of_flows` are those of the flows called.

    `named_only` are texts that are locked unless a rule names them in full: what flows say of the law to everybody.
    """

    default: Literal["locked", "open"] = "locked"
    rules: Mapping[Group, Mapping[str, Rule]] = field(default_factory=dict)
    of_flows: Mapping[Group, Mapping[str, Rule]] = field(default_factory=dict)
    named_only: frozenset[str] = frozenset()

    def rule_for(self, group: Group, name: str, *, own_only: bool = False) -> Rule:
        """Return the rule of a thing: its own, else that of the longest `prefix.*`, else the default.

        With `own_only` what no rule names in full is locked. Under one name the procedure goes before its flows.
        """
        if own_only or (group == "texts" and name in self.named_only):
            return self.find_rule(group, name) or Rule(place=f"{group}.{name}")
        parts = name.split(".")
        wider = (".".join([*parts[:count], "*"]) for count in range(len(parts) - 1, -1, -1))
        found = next((rule for one in (name, *wider) if (rule := self.find_rule(group, one))), None)
        return found or Rule(place=f"{group}.{name}", mode=self.default)

    def find_rule(self, group: Group, name: str) -> Rule | None:
        """Return the rule of this very name, the procedure's own before that of a flow, None where there is none."""
        return self.rules.get(group, {}).get(name) or self.of_flows.get(group, {}).get(name)

    def named(self, group: Group) -> Mapping[str, Rule]:
        """Return all that is named in a group: by the flows, and by the procedure, which goes before them."""
        return {**self.of_flows.get(group, {}), **self.rules.get(group, {})}


def written(number: float) -> str:
    """Return a bound as people write it: 1000, 2.5."""
    return f"{number:f}".rstrip("0").rstrip(".")


_EVERY_BOUND = frozenset[str]().union(*_BOUNDS.values())


class _BoundsSchema(Schema):
    class Meta:
        unknown = RAISE

    mode = fields.String(data_key="rule", load_default="bounded", validate=validate.OneOf(_MODES))
    minimum = fields.Float()
    maximum = fields.Float()
    one_of = fields.List(fields.Raw(), validate=validate.Length(min=1))
    may_only_shorten = fields.Boolean()
    may_only_lower = fields.Boolean()
    may_add = fields.Integer(validate=validate.Range(min=1, max=50))
    may = fields.List(fields.String(validate=validate.OneOf(["require", "hide"])), validate=validate.Length(min=1))
    legal_ref = fields.String()
    changed_by = fields.String(validate=validate.Length(min=1))


class _RuleField(fields.Field[Any]):
    """A rule: `locked`, `open`, or a mapping of bounds."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Mapping[str, Any]:
        if value in ("locked", "open"):
            return {"mode": value}
        if not isinstance(value, Mapping):
            raise ValidationError(f"Expected locked, open or bounds, found “{value}”: correct the rule.")
        try:
            bounds = dict(_BoundsSchema().load(value))
        except ValidationError as error:
            # Without the part that could be read: a rule that lost its bound would open what it meant to hold.
            raise ValidationError(error.messages) from error
        if bounds["mode"] == "bounded" and not any(bounds.get(bound, False) is not False for bound in _EVERY_BOUND):
            raise ValidationError("Expected open, locked or a bound in the rule, found none of them: add one.")
        return bounds


class _FlowPolicySchema(Schema):
    class Meta:
        unknown = RAISE

    texts = fields.Dict(keys=fields.String(), values=_RuleField())
    fields_ = fields.Dict(keys=fields.String(), values=_RuleField(), data_key="fields")


class _PolicySchema(_FlowPolicySchema):
    default = fields.String(load_default="locked", validate=validate.OneOf(["locked", "open"]))
    parameters = fields.Dict(keys=fields.String(), values=_RuleField())
    messages = fields.Dict(keys=fields.String(), values=_RuleField())
    pieces = fields.Dict(keys=fields.String(), values=_RuleField())
    roles = fields.Dict(keys=fields.String(), values=_RuleField())
    documents = fields.Dict(keys=fields.String(), values=_RuleField())
    steps = fields.Dict(keys=fields.String(), values=_RuleField())
    elements = fields.Dict(keys=fields.String(), values=_RuleField())


def read_policy(base: Base) -> tuple[Policy, list[Finding]]:
    """Return the policy of a procedure with what is wrong in it; a rule that cannot be read locks what it names."""
    policy, findings = _read(base.as_read)
    return policy, list(findings)


@lru_cache(maxsize=REMEMBERED_BASES)
def _read(base: Base) -> tuple[Policy, tuple[Finding, ...]]:
    """Read the policy of a base once: a country of overlays asks for it some thousand times."""
    path = manifest_path(base.slug)
    place = _Place(source=read_mapping(base.files[path], file=path), path=("policy",))
    written = base.manifest.get("policy") or {}
    loaded, findings = _loaded(_PolicySchema(), written, place)
    rules = {group: _locked(group, written.get(group)) | _rules(group, loaded) for group in GROUPS}
    of_flows, found = _of_flows(base)
    default = loaded.get("default", "locked")
    policy = Policy(default=default, rules=rules, of_flows=of_flows, named_only=base.texts_of_flows)
    return policy, (*findings, *_misplaced(policy, base, place), *found)


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where a policy stands: in the manifest, or with a flow in `flows.yaml`."""

    source: YamlSource
    path: tuple[str | int, ...]

    def finding(self, path: tuple[str | int, ...], message: str) -> Finding:
        """Return a finding about a part of the policy, at its line."""
        place = tuple(part for part in (*self.path, *path) if part != "value")
        return Finding(
            rule=POLICY_RULE,
            severity="error",
            file=self.source.file,
            element=".".join(str(part) for part in place),
            line=self.source.line(place),
            message=message,
        )


def _loaded(schema: Schema, written: Any, place: _Place) -> tuple[Mapping[str, Any], list[Finding]]:
    """Return what can be read of a policy, with a finding for the rest."""
    try:
        return schema.load(written), []
    except ValidationError as error:
        findings = [place.finding(path, message) for path, message in flatten_errors(error.messages)]
        return error.valid_data if isinstance(error.valid_data, Mapping) else {}, findings


def _of_flows(base: Base) -> tuple[dict[Group, dict[str, Rule]], list[Finding]]:
    """Return the rules that the called flows declare about what is theirs, and what is wrong in them."""
    rules: dict[Group, dict[str, Rule]] = {group: {} for group in FLOW_GROUPS}
    findings: list[Finding] = []
    for flow in base.flows.by_key.values():
        if flow.policy is None:
            continue
        place = _place_of_flow(base, flow)
        loaded, found = _loaded(_FlowPolicySchema(), flow.policy, place)
        findings += found
        written = flow.policy if isinstance(flow.policy, Mapping) else {}
        for group in FLOW_GROUPS:
            declared = _locked(group, written.get(group)) | _rules(group, loaded)
            kept = {
                name: replace(rule, flow=flow.key)
                for name, rule in declared.items()
                if not _is_replaced(base, flow, group, name)
            }
            rules[group] |= kept
            findings += _misplaced_in_flow(kept, base, flow, group, place)
    return rules, findings


def _place_of_flow(base: Base, flow: Flow) -> _Place:
    source = read_mapping(base.files[FLOWS_INDEX], file=FLOWS_INDEX)
    index = next(index for index, entry in enumerate(source.data["flows"]) if entry["key"] == flow.key)
    return _Place(source=source, path=("flows", index, "policy"))


def _is_replaced(base: Base, flow: Flow, group: Group, name: str) -> bool:
    """Tell whether the procedure has a form or a text of its own in the place of that of which a flow's rule speaks."""
    if not _is_about(flow, group, name):
        return False
    if group == "fields" or is_form_text(name):
        return not base.is_of_flow(_form_named(group, name))
    return name in base.names("texts") and name not in base.texts_of_flows


def _is_about(flow: Flow, group: Group, name: str) -> bool:
    """Tell whether a rule speaks of something of the flow."""
    if group == "fields" or is_form_text(name):
        return _form_named(group, name) in flow.form_names
    return owner_of(name) in flow.text_owners


def _form_named(group: Group, name: str) -> str:
    return form_of(name) if group == "texts" else name.partition(".")[0]


def _misplaced_in_flow(
    rules: Mapping[str, Rule], base: Base, flow: Flow, group: Group, place: _Place
) -> Iterator[Finding]:
    """Give a finding for each rule about nothing of the flow, and for each bound that means nothing."""
    for name, rule in rules.items():
        of_a_whole_form = name.endswith(".*") and (group == "fields" or is_form_text(name))
        if not _is_about(flow, group, name) or not (of_a_whole_form or name in base.names(group)):
            message = f"Expected something that the flow “{flow.key}” has, found “{name}”: correct the rule."
            yield place.finding((group, name), message)
        yield from _meaningless(group, name, rule, place)


def _locked(group: Group, written: Any) -> dict[str, Rule]:
    """Return a lock for everything that a group names: it stays where the rule itself cannot be read."""
    names = written if isinstance(written, Mapping) else ()
    return {name: Rule(place=f"{group}.{name}") for name in names if isinstance(name, str)}


def _rules(group: Group, loaded: Mapping[str, Any]) -> dict[str, Rule]:
    written = loaded.get("fields_" if group == "fields" else group)
    return {
        name: _rule(f"{group}.{name}", bounds)
        for name, bounds in (written or {}).items()
        if isinstance(bounds, Mapping) and "mode" in bounds
    }


def _rule(place: str, bounds: Mapping[str, Any]) -> Rule:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in bounds.items()}
    return Rule(place=place, **values)


def _misplaced(policy: Policy, base: Base, place: _Place) -> Iterator[Finding]:
    """Give a finding for each rule about nothing and for each bound that means nothing where it stands."""
    for group, rules in policy.rules.items():
        names = base.names(group) if rules else set()
        for name, rule in rules.items():
            if not name.endswith("*") and name not in names:
                message = f"Expected a name among the {group} of the procedure, found “{name}”: correct the rule."
                yield place.finding((group, name), message)
            if group == "parameters" and base.is_of_country(name) and not _only_below(rule):
                message = (
                    f"Expected may_only_shorten or may_only_lower for “{name}”, a value of the whole country, found "
                    "none: communes may go below it and no further."
                )
                yield place.finding((group, name), message)
            yield from _meaningless(group, name, rule, place)


def _meaningless(group: Group, name: str, rule: Rule, place: _Place) -> Iterator[Finding]:
    for bound in _given(rule) - _BOUNDS[group]:
        yield place.finding((group, name), f"The bound {bound} means nothing for {group}: remove it.")


def _only_below(rule: Rule) -> bool:
    return rule.mode == "locked" or (rule.mode == "bounded" and (rule.may_only_shorten or rule.may_only_lower))


def _given(rule: Rule) -> set[str]:
    fresh = Rule(place=rule.place)
    return {bound for bound in _EVERY_BOUND if getattr(rule, bound) is not getattr(fresh, bound)}
