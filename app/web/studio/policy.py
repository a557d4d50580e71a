"""What communes may change of a procedure: every thing by group with its rule, and the form of one rule."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.domain.permissions import MODEL
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
from app.procedures.tailoring import GROUPS, Base, Group, Policy, Rule, read_policy
from app.queries.adaptable import Thing, find_thing, is_thing, list_things, wider_names
from app.queries.policy_uses import CommuneChanges, changes_in_effect, count_uses, stopped_by
from app.queries.roles import role_titles
from app.queries.studio import OpenDraft, read_draft
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.studio import policy_words, studio, value_words
from app.web.studio.frame import opened, show
from app.web.studio.keeping import fingerprint, keep, looked_at_again
from app.web.studio.scope import country_only

MOST_NAMED = 12
"""Communes that are named one by one before a rule stops them; the others are counted."""


@studio.get("/<draft_id>/policy")
@permission(MODEL)
@country_only
def policy(draft_id: str) -> ResponseReturnValue:
    """The things of one group (`?group=`), each with its rule in words and the communes that use it."""
    draft = opened(draft_id)
    group = _group(request.args.get("group", GROUPS[0]))
    base = _base(draft)
    if base is None:
        return show("studio/policy_unread.html", draft, "policy")
    rules, findings = read_policy(base)
    things = list_things(base, rules, group, language())
    counted = count_uses(changes_in_effect(draft.slug, language()), group)
    return show(
        "studio/policy.html",
        draft,
        "policy",
        group=group,
        tabs=[_tab(draft, base, one, group) for one in GROUPS],
        sections=_parts([_line(draft, base, thing, counted) for thing in things]),
        unreadable=len(findings),
        default=rules.default,
        words=policy_words,
    )


@studio.get("/<draft_id>/policy/rule")
@permission(MODEL)
@country_only
def policy_rule(draft_id: str) -> ResponseReturnValue:
    """The rule of one thing (`?group=` and `?name=`) as a form."""
    draft = opened(draft_id)
    base, rules, thing = _thing(draft, request.args)
    return _form(draft, base, rules, thing, form_of_rule(rules, thing.group, thing.name))


@studio.post("/<draft_id>/policy/rule")
@permission(MODEL)
@country_only
@looked_at_again
def save_policy_rule(draft_id: str) -> ResponseReturnValue:
    """Write the rule; one that stops communes is written once the person has said so."""
    draft = opened(draft_id)
    base, rules, thing = _thing(draft, request.form)
    group, name = thing.group, thing.name
    typed = posted_rule(request.form, ticked=bool(choosable(base, group, name)))
    standing = form_of_rule(rules, group, name)
    problems = problems_of_rule(typed, base, group, name)
    if problems:
        return _form(draft, base, rules, thing, typed, problems=problems), 422
    if request.form.get("opened") != fingerprint(asdict(standing)) and standing != typed:
        return _form(draft, base, rules, thing, typed, theirs=standing), 409
    stopped = _stopped(draft, base, rules, thing, rule_of(base, group, name, typed, rules))
    if stopped and request.form.get("narrowed") != str(len(stopped)):
        return _form(draft, base, rules, thing, typed, stopped=stopped), 422
    refused = keep(draft, rule_changes(base, group, name, typed))
    if refused:
        flash(refused, "danger")
        return _form(draft, base, rules, thing, typed), 422
    flash(gettext("La règle est enregistrée."), "success")
    return redirect(url_for(".policy", draft_id=draft.id, group=group, _anchor=name))


def _base(draft: OpenDraft) -> Base | None:
    """Return the draft as a base; None where it cannot be read as a whole."""
    return None if read_draft(draft).package is None else Base(draft.slug, draft.all_files)


def _group(name: str) -> Group:
    found = next((group for group in GROUPS if group == name), None)
    if found is None:
        raise NotFound
    return found


def _thing(draft: OpenDraft, asked: Mapping[str, str]) -> tuple[Base, Policy, Thing]:
    """Return what the address names; what the procedure does not have is not found."""
    group, name = _group(asked.get("group", "")), asked.get("name", "")[:200]
    base = _base(draft)
    if base is None:
        raise NotFound
    rules, _ = read_policy(base)
    if not is_thing(base, rules, group, name):
        raise NotFound
    return base, rules, find_thing(base, rules, group, name, language())


def _tab(draft: OpenDraft, base: Base, group: Group, chosen: Group) -> dict[str, Any]:
    return {
        "label": policy_words.groups()[group],
        "href": url_for(".policy", draft_id=draft.id, group=group),
        "current": group == chosen,
        "count": len(base.names(group)),
    }


def _line(draft: OpenDraft, base: Base, thing: Thing, counted: Mapping[str, int]) -> dict[str, Any]:
    return {
        "thing": thing,
        "title": _title(thing),
        "rule": _said(draft, base, thing.rule, thing.name),
        "fixed": is_fixed_by_law(base, thing.group, thing.name),
        "from_rule": thing.rule.place.partition(".")[2] if not thing.own and thing.rule.mode != "locked" else "",
        "used": counted.get(thing.name, 0),
        "href": url_for(".policy_rule", draft_id=draft.id, group=thing.group, name=thing.name),
    }


def _title(thing: Thing) -> str:
    if thing.name == "*":
        return gettext("Tout le reste du groupe")
    if thing.wide:
        return gettext("Tout ce qui commence par %(name)s", name=thing.name[:-1])
    if thing.group == "pieces":
        return gettext("Pièces ajoutées par une commune")
    if thing.name.endswith(".form") and thing.group == "fields":
        return gettext("Fin du formulaire")
    return thing.title or thing.name


def _said(draft: OpenDraft, base: Base, rule: Rule, name: str) -> str:
    found = base.find_parameter(name) or {}
    unit = value_words.units().get(str(found.get("unit")), "")
    return policy_words.rule_words(rule, unit, role_titles(draft.library, language()))


def _parts(lines: Sequence[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the lines by the part of the procedure in which the things stand; rules for several come first."""
    wide = [line for line in lines if line["thing"].wide]
    parts: dict[str, list[dict[str, Any]]] = {"": wide} if wide else {}
    for line in lines:
        if not line["thing"].wide:
            parts.setdefault(line["thing"].part if "." in line["thing"].name else "", []).append(line)
    return list(parts.items())


def _stopped(draft: OpenDraft, base: Base, rules: Policy, thing: Thing, rule: Rule) -> tuple[str, ...]:
    changes = changes_in_effect(draft.slug, language())
    return stopped_by(changes, base, rules, group=thing.group, name=thing.name, rule=rule)


def _form(
    draft: OpenDraft,
    base: Base,
    rules: Policy,
    thing: Thing,
    form: RuleForm,
    *,
    problems: Mapping[str, Problem] | None = None,
    theirs: RuleForm | None = None,
    stopped: Sequence[str] = (),
) -> str:
    group, name = thing.group, thing.name
    posted = request.method == "POST" and theirs is None
    inherited = rule_of(base, group, name, RuleForm(), rules)
    return show(
        "studio/policy_rule.html",
        draft,
        "policy",
        group=group,
        thing=thing,
        title=_title(thing),
        form=form,
        errors={key: policy_words.problem_words(found) for key, found in (problems or {}).items()},
        differences=_differences(form, theirs) if theirs else {},
        opened=request.form.get("opened", "")[:64] if posted else fingerprint(asdict(theirs or form)),
        bounds=bounds_for(base, group, name),
        listed_choices=_listed(draft, base, group, name),
        inherited=_said(draft, base, inherited, name),
        fixed=is_fixed_by_law(base, group, name),
        laws=_laws(base, group, name),
        wider=[
            (one, url_for(".policy_rule", draft_id=draft.id, group=group, name=one))
            for one in wider_names(base, group, name)
        ],
        users=_users(changes_in_effect(draft.slug, language()), thing),
        stopped=stopped[:MOST_NAMED],
        stopped_count=len(stopped),
        words=policy_words,
    )


def _listed(draft: OpenDraft, base: Base, group: Group, name: str) -> list[tuple[str, str]]:
    titles = {**role_titles(draft.library, language()), **policy_words.turns()}
    return [(one, titles[one]) for one in choosable(base, group, name) if one in titles]


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
