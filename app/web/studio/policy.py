"""What communes may change of a procedure: every thing by group with its rule, and the form of one rule."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.domain.languages import choose
from app.domain.permissions import MODEL
from app.languages import isolate
from app.procedures import ProcedurePackage
from app.procedures.authoring.policy_rules import (
    RuleForm,
    bounds_for,
    choosable,
    form_of_rule,
    is_fixed_by_law,
    posted_rule,
    problems_of_rule,
    rule_changes,
    rule_of,
)
from app.procedures.authoring.sheet_writing import Problem
from app.procedures.comparison.parameters import cited_parameters
from app.procedures.tailoring import GROUPS, Base, Group, Policy, Rule, read_policy
from app.queries.adaptable import Thing, find_thing, is_thing, list_things, wider_names
from app.queries.parameters import bound_in_words
from app.queries.policy_uses import CommuneChanges, changes_in_effect, count_uses, stopped_by
from app.queries.roles import role_titles
from app.queries.studio import OpenDraft, read_draft
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.studio import policy_words, studio, text_words
from app.web.studio.frame import opened, show
from app.web.studio.keeping import fingerprint, keep, looked_at_again
from app.web.studio.scope import country_only

MOST_NAMED = 12
"""Communes that are named one by one before a rule stops them; the others are counted."""


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """A draft as communes would see it, read once a request: its policy and what the words about it need."""

    draft: OpenDraft
    base: Base
    package: ProcedurePackage
    rules: Policy
    unreadable: int
    roles: Mapping[str, str]
    changes: tuple[CommuneChanges, ...]

    def said(self, rule: Rule, name: str) -> str:
        """Return a rule in words."""
        if self.base.find_parameter(name) is None:
            return policy_words.rule_words(rule, roles=self.roles)
        parameter = self.package.parameters[name]
        return policy_words.rule_words(rule, lambda bound: bound_in_words(parameter, bound, language()), self.roles)

    def address(self, group: Group, name: str) -> str:
        """Return the address of a rule."""
        return url_for(".policy_rule", draft_id=self.draft.id, group=group, name=name)


@studio.get("/<draft_id>/policy")
@permission(MODEL)
@country_only
def policy(draft_id: str) -> ResponseReturnValue:
    """The things of one group (`?group=`), each with its rule in words and the communes that use it."""
    draft = opened(draft_id)
    group = _group(request.args.get("group", GROUPS[0]))
    read = _read(draft)
    if read is None:
        return show("studio/policy_unread.html", draft, "policy")
    things = list_things(read.base, read.rules, group, language())
    counted = count_uses(read.changes, group)
    return show(
        "studio/policy.html",
        draft,
        "policy",
        group=group,
        tabs=[_tab(read, one, group) for one in GROUPS],
        sections=_parts(group, [_line(read, thing, counted) for thing in things]),
        unreadable=read.unreadable,
        default=read.rules.default,
        shared=_shared(read) if group == "parameters" else [],
        words=policy_words,
    )


@studio.get("/<draft_id>/policy/rule")
@permission(MODEL)
@country_only
def policy_rule(draft_id: str) -> ResponseReturnValue:
    """The rule of one thing (`?group=` and `?name=`) as a form."""
    read, thing = _thing(draft_id, request.args)
    return _form(read, thing, form_of_rule(read.rules, thing.group, thing.name))


@studio.post("/<draft_id>/policy/rule")
@permission(MODEL)
@country_only
@looked_at_again
def save_policy_rule(draft_id: str) -> ResponseReturnValue:
    """Write the rule; one that stops communes is written once the person has said so."""
    read, thing = _thing(draft_id, request.form)
    base, group, name = read.base, thing.group, thing.name
    typed = posted_rule(request.form, ticked=bool(choosable(base, group, name)))
    standing = form_of_rule(read.rules, group, name)
    problems = problems_of_rule(typed, base, group, name)
    if problems:
        return _form(read, thing, typed, problems=problems), 422
    if request.form.get("opened") != fingerprint(asdict(standing)) and standing != typed:
        return _form(read, thing, typed, theirs=standing), 409
    rule = rule_of(base, group, name, typed, read.rules)
    stopped = stopped_by(read.changes, base, read.rules, group=group, name=name, rule=rule)
    if stopped and request.form.get("narrowed") != str(len(stopped)):
        return _form(read, thing, typed, stopped=stopped), 422
    refused = keep(read.draft, rule_changes(base, group, name, typed))
    if refused:
        flash(refused, "danger")
        return _form(read, thing, typed), 422
    flash(gettext("La règle est enregistrée."), "success")
    return redirect(url_for(".policy", draft_id=draft_id, group=group, _anchor=name))


def _read(draft: OpenDraft) -> _Reading | None:
    """Return the draft with its policy; None where it cannot be read as a whole."""
    package = read_draft(draft).package
    if package is None:
        return None
    base = Base(draft.slug, draft.all_files)
    rules, findings = read_policy(base)
    return _Reading(
        draft=draft,
        base=base,
        package=package,
        rules=rules,
        unreadable=len(findings),
        roles=role_titles(draft.library, language()),
        changes=changes_in_effect(draft.slug, language()),
    )


def _group(name: str) -> Group:
    found = next((group for group in GROUPS if group == name), None)
    if found is None:
        raise NotFound
    return found


def _thing(draft_id: str, asked: Mapping[str, str]) -> tuple[_Reading, Thing]:
    """Return what the address names; what the procedure does not have is not found."""
    group, name = _group(asked.get("group", "")), asked.get("name", "")[:200]
    read = _read(opened(draft_id))
    if read is None or not is_thing(read.base, read.rules, group, name):
        raise NotFound
    return read, find_thing(read.base, read.rules, group, name, language())


def _tab(read: _Reading, group: Group, chosen: Group) -> dict[str, Any]:
    return {
        "label": policy_words.groups()[group],
        "href": url_for(".policy", draft_id=read.draft.id, group=group),
        "current": group == chosen,
        "count": len(read.base.names(group)),
    }


def _line(read: _Reading, thing: Thing, counted: Mapping[str, int]) -> dict[str, Any]:
    return {
        "thing": thing,
        "title": _title(thing),
        "rule": read.said(thing.rule, thing.name),
        "fixed": is_fixed_by_law(read.base, thing.group, thing.name),
        "from_rule": thing.rule.place.partition(".")[2] if not thing.own and thing.rule.mode != "locked" else "",
        "from_flow": thing.rule.flow,
        "used": counted.get(thing.name, 0),
        "href": read.address(thing.group, thing.name),
    }


def _shared(read: _Reading) -> list[str]:
    """Return the titles of the values of the whole country that the procedure reads: no commune has its own."""
    cited = cited_parameters(read.package)
    return [choose(one.title, language()) or key for key, one in cited.items() if read.base.find_parameter(key) is None]


def _title(thing: Thing) -> str:
    if thing.wide:
        return _wide_title(thing.name)
    if thing.group == "pieces":
        return gettext("Pièces ajoutées par une commune")
    if thing.name.endswith(".form") and thing.group == "fields":
        return gettext("Fin du formulaire")
    return thing.title or thing.name


def _wide_title(name: str) -> str:
    if name == "*":
        return gettext("Tout le reste du groupe")
    return gettext("Tout ce qui commence par %(name)s", name=isolate(name[:-1]))


def _parts(group: Group, lines: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the lines by the titles of the parts in which the things stand; rules for several come first."""
    wide = [line for line in lines if line["thing"].wide]
    parts: dict[str, list[dict[str, Any]]] = {"": wide} if wide else {}
    for line in lines:
        if not line["thing"].wide:
            parts.setdefault(line["thing"].part if "." in line["thing"].name else "", []).append(line)
    return [(_part_title(group, part, own), own) for part, own in parts.items()]


def _part_title(group: Group, part: str, lines: Sequence[dict[str, Any]]) -> str:
    """Return how people call a part: the form in which fields stand, the part of the texts."""
    if group == "texts":
        return text_words.part_titles().get(part, part)
    if group == "fields" and part:
        return next((line["thing"].title for line in lines if line["thing"].name == f"{part}.form"), "") or part
    return part


def _form(
    read: _Reading,
    thing: Thing,
    form: RuleForm,
    *,
    problems: Mapping[str, Problem] | None = None,
    theirs: RuleForm | None = None,
    stopped: Sequence[str] = (),
) -> str:
    base, group, name = read.base, thing.group, thing.name
    posted = request.method == "POST" and theirs is None
    inherited = rule_of(base, group, name, RuleForm(), read.rules)
    return show(
        "studio/policy_rule.html",
        read.draft,
        "policy",
        group=group,
        thing=thing,
        title=_title(thing),
        form=form,
        errors={key: policy_words.problem_words(found) for key, found in (problems or {}).items()},
        differences=_differences(form, theirs) if theirs else {},
        opened=request.form.get("opened", "")[:64] if posted else fingerprint(asdict(theirs or form)),
        bounds=bounds_for(base, group, name),
        listed_choices=_listed(read, group, name),
        inherited=read.said(inherited, name),
        fixed=is_fixed_by_law(base, group, name),
        laws=_laws(base, group, name),
        wider=[(_wide_title(one), read.address(group, one)) for one in wider_names(base, group, name)],
        users=_users(read.changes, thing),
        stopped=stopped[:MOST_NAMED],
        stopped_count=len(stopped),
        words=policy_words,
    )


def _listed(read: _Reading, group: Group, name: str) -> list[tuple[str, str]]:
    titles = {**read.roles, **policy_words.turns()}
    return [(one, titles[one]) for one in choosable(read.base, group, name) if one in titles]


def _laws(base: Base, group: Group, name: str) -> list[str]:
    found = base.find_parameter(name) if group == "parameters" else None
    return [str(row.get("legal_ref")) for row in (found or {}).get("values") or ()][-1:]


def _users(changes: Sequence[CommuneChanges], thing: Thing) -> list[str]:
    named = thing.name.removesuffix("*")

    def uses(one: CommuneChanges) -> bool:
        names = (operation.name for operation in one.operations if operation.group == thing.group)
        return any(name.startswith(named) if thing.wide else name == thing.name for name in names)

    return [one.commune for one in changes if uses(one)]


def _differences(mine: RuleForm, theirs: RuleForm) -> dict[str, tuple[str, str]]:
    typed, standing = _flat(mine), _flat(theirs)
    return {name: (typed[name], standing[name]) for name in typed if typed[name] != standing[name]}


def _flat(form: RuleForm) -> dict[str, str]:
    return {key: value if isinstance(value, str) else ", ".join(value) for key, value in asdict(form).items()}
