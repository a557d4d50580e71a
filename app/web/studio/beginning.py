"""New drafts: composed from steps, copied from a procedure, opened from a published version."""

import re
from collections.abc import Mapping
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.studio.starting import StartDraft
from app.domain.languages import choose
from app.domain.permissions import MODEL
from app.procedures.composing import PRESETS, STEPS, Composition, Preset, compose
from app.procedures.composing.package import FIRST_VERSION
from app.procedures.library import own_files
from app.procedures.renaming import renamed
from app.procedures.tailoring.operation import LOCAL
from app.queries.roles import role_titles
from app.store import modelling, publication
from app.web.access import current_actor, permission
from app.web.interface import gettext, language
from app.web.portal.domains import TITLES
from app.web.studio import studio
from app.web.studio.scope import scope, scope_id

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_SLUG, LONGEST_WHOLE_SLUG, LONGEST_TITLE, LONGEST_SUMMARY, MOST_DAYS = 60, 80, 120, 400, 60
TYPED = ("slug", "title_fr", "title_ar", "title_zgh", "summary_fr", "summary_ar", "domain", "audience", "role", "days")


@studio.get("/new")
@permission(MODEL)
def new() -> ResponseReturnValue:
    """Ask what the new procedure is called and which steps it has."""
    preset = _preset(request.args.get("preset")) or PRESETS[0]
    typed: dict[str, Any] = {"audience": "citizen", "domain": next(iter(TITLES)), "role": "chef_service", "days": "30"}
    return _page(typed, {}, preset.steps, preset.key)


@studio.post("/new")
@permission(MODEL)
def compose_new() -> ResponseReturnValue:
    """Take another usual choice of steps, or compose the package; what was typed is kept, what is wrong is said."""
    typed = {name: request.form.get(name, "").strip() for name in TYPED}
    preset = _preset(request.form.get("preset"))
    if preset is not None:
        return _page(typed, {}, preset.steps, preset.key)
    steps = frozenset(request.form.getlist("steps")) & {step.key for step in STEPS}
    errors = _errors(typed)
    if errors:
        return _page(typed, errors, steps, ""), 422
    slug = whole_slug(typed["slug"])
    files = compose(_composition(typed | {"slug": slug}, steps))
    return _begin(slug, files, origin="template")


def _preset(key: str | None) -> Preset | None:
    return next((one for one in PRESETS if one.key == key), None)


@studio.post("/copies")
@permission(MODEL)
def copy_procedure() -> ResponseReturnValue:
    """Begin a draft from a copy of a published procedure, under another name."""
    source = publication.find_newest_deployment(request.form.get("source", ""))
    typed = request.form.get("slug", "").strip()
    if source is None:
        abort(404)
    slug, problem = whole_slug(typed), slug_problem(typed)
    if problem:
        return _page({}, {"copy_slug": problem}, PRESETS[0].steps, PRESETS[0].key, copied=(source.slug, typed)), 422
    files = _files_of(source.id, source.slug)
    return _begin(slug, renamed(files, source.slug, slug, version=FIRST_VERSION), origin="copy")


@studio.post("/versions/<deployment_id>/draft")
@permission(MODEL)
def draft_of_version(deployment_id: str) -> ResponseReturnValue:
    """Begin the next version of a published procedure."""
    deployment = publication.get_deployment(deployment_id)
    if deployment.commune_id != scope_id():
        raise publication.DeploymentUnknown(f"Expected a version of this studio, found the id “{deployment_id[:40]}”.")
    files = _files_of(deployment.id, deployment.slug)
    return _begin(deployment.slug, files, origin="deployment", based_on=deployment.id)


def _files_of(deployment_id: str, slug: str) -> dict[str, bytes]:
    return own_files(slug, dict(current_services().deployments.get(deployment_id).package.files))


def _begin(slug: str, files: Mapping[str, bytes], **rest: Any) -> ResponseReturnValue:
    command = StartDraft(slug=slug, files=files, commune_id=scope_id(), **rest)
    draft_id = execute(command, actor=current_actor(), services=current_services())
    return redirect(url_for(".workspace_page", draft_id=draft_id))


def whole_slug(typed: str) -> str:
    """Return the name of a new procedure: in a commune, behind what tells it from every national one."""
    commune = scope()
    return typed if commune is None or typed.startswith(LOCAL) else f"{LOCAL}{commune.slug}-{typed}"


def slug_problem(typed: str) -> str:
    """Return why a short name cannot be that of a new procedure, "" when it can."""
    slug = whole_slug(typed)
    if not SLUG.fullmatch(typed) or len(typed) > LONGEST_SLUG or len(slug) > LONGEST_WHOLE_SLUG:
        return gettext("Écrivez des mots en minuscules sans accent, joints par des tirets : « permis-de-voirie ».")
    if scope() is None and slug.startswith(LOCAL):
        return gettext("Ce début est celui des démarches que les communes écrivent : choisissez un autre nom.")
    if publication.is_published(slug) or slug in current_services().library.slugs():
        return gettext("Une démarche porte déjà ce nom : choisissez-en un autre, ou ouvrez sa prochaine version.")
    if modelling.list_drafts_of(slug):
        return gettext("Un brouillon porte déjà ce nom : ouvrez-le, ou choisissez un autre nom.")
    return ""


def _errors(typed: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    problem = slug_problem(typed["slug"])
    if problem:
        found["slug"] = problem
    for name in ("title_fr", "title_ar"):
        if not 3 <= len(typed[name]) <= LONGEST_TITLE:
            found[name] = gettext("Écrivez un titre de 3 à 120 signes.")
    for name in ("summary_fr", "summary_ar"):
        if not 3 <= len(typed[name]) <= LONGEST_SUMMARY:
            found[name] = gettext("Dites en une phrase à quoi sert la démarche, 400 signes au plus.")
    if not typed["days"].isascii() or not typed["days"].isdigit() or not 1 <= int(typed["days"]) <= MOST_DAYS:
        found["days"] = gettext("Écrivez un nombre de jours de 1 à 60 (loi 55-19, article 16).")
    for name, options in _options().items():
        if typed[name] not in options:
            found[name] = gettext("Choisissez dans la liste.")
    return found


def _composition(typed: Mapping[str, str], steps: frozenset[str]) -> Composition:
    return Composition(
        slug=typed["slug"],
        titles={code: typed[f"title_{code}"] for code in ("fr", "ar", "zgh")},
        summaries={code: typed[f"summary_{code}"] for code in ("fr", "ar")},
        domain=typed["domain"],
        system="commune",
        audience=typed["audience"],
        role=typed["role"],
        steps=steps,
        answer_days=int(typed["days"]),
    )


def _options() -> dict[str, dict[str, str]]:
    """Return what the lists of the page offer: key and words."""
    audiences = {"citizen": gettext("Usagers"), "company": gettext("Entreprises"), "both": gettext("Les deux")}
    roles = {key: title for key, title in role_titles(current_services().library, language()).items()}
    return {"domain": {key: gettext(title) for key, title in TITLES.items()}, "audience": audiences, "role": roles}


def _page(
    typed: Mapping[str, Any],
    errors: Mapping[str, str],
    steps: frozenset[str],
    preset: str,
    *,
    copied: tuple[str, str] = ("", ""),
) -> str:
    chosen = language()
    return render_template(
        "studio/new.html",
        typed=typed,
        errors=errors,
        options=_options(),
        presets=[
            {"key": one.key, "title": choose(one.title, chosen), "summary": choose(one.summary, chosen)}
            for one in PRESETS
        ],
        preset=preset,
        steps=[
            {"key": one.key, "title": choose(one.title, chosen), "why": choose(one.why, chosen), "on": one.key in steps}
            for one in STEPS
        ],
        published=[
            {"slug": row.slug, "title": choose(row.titles, chosen) or row.slug}
            for row in publication.list_newest_deployments()
        ],
        copied_source=copied[0],
        copied_slug=copied[1],
    )
