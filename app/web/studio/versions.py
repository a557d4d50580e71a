"""A published procedure: its versions and history; compare any two, retire, open again, go back, withdraw."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import Command
from app.commands.releasing.effect import WithdrawRelease
from app.commands.releasing.errors import ReleaseRefused
from app.commands.releasing.retiring import GoBack, ReopenProcedure, RetireProcedure
from app.domain.permissions import MODEL, PUBLISH
from app.store import modelling, publication, releases, territory
from app.store.models import Deployment
from app.store.publication import DeploymentUnknown
from app.store.releases import Version
from app.web.access import permission
from app.web.interface import gettext
from app.web.studio import studio
from app.web.studio.comparison_pages import comparison_view, deployment_side
from app.web.studio.frame import choose_text
from app.web.studio.publish_pages import scheduled_words
from app.web.studio.publishing import run
from app.web.studio.release_words import act_text, refusal_text
from app.web.studio.scope import scope, scope_id


@studio.get("/procedures/<slug>")
@permission(MODEL)
def procedure(slug: str) -> ResponseReturnValue:
    """Every version of one procedure, what happened to it, and what may be done now."""
    return render_template("studio/procedure.html", **_view(slug))


@studio.get("/procedures/<slug>/compare")
@permission(MODEL)
def compare_versions(slug: str) -> ResponseReturnValue:
    """Two published versions side by side."""
    sides = [publication.get_deployment(request.args.get(name, "")) for name in ("from", "to")]
    if any(row.slug != slug or row.commune_id != scope_id() for row in sides):
        raise DeploymentUnknown(f"Expected two versions of “{slug[:80]}”.")
    view = comparison_view(deployment_side(sides[0]), deployment_side(sides[1]))
    return render_template("studio/procedure_compare.html", **_head(slug, sides[1]), **view)


@studio.get("/procedures/<slug>/retire")
@permission(PUBLISH)
def confirm_retirement(slug: str) -> ResponseReturnValue:
    """Say what retiring does and ask why, in both languages."""
    return render_template("studio/procedure_retire.html", errors={}, typed={}, **_head(slug, _current(slug)))


@studio.post("/procedures/<slug>/retire")
@permission(PUBLISH)
def retire(slug: str) -> ResponseReturnValue:
    """Retire the procedure."""
    typed = {name: request.form.get(name, "") for name in ("reason_fr", "reason_ar")}
    try:
        run(RetireProcedure(slug=slug, commune_id=scope_id(), **typed))
    except ReleaseRefused as refused:
        if refused.code == "release-reason-missing":
            errors = {name: refusal_text(refused) for name, text in typed.items() if len(text.strip()) < 10}
            page = render_template(
                "studio/procedure_retire.html", errors=errors, typed=typed, **_head(slug, _current(slug))
            )
            return page, 422
        flash(refusal_text(refused), "warning")
        return _to(slug)
    flash(gettext("La démarche est retirée : elle ne reçoit plus de nouveaux dossiers."), "success")
    return _to(slug)


@studio.post("/procedures/<slug>/reopen")
@permission(PUBLISH)
def reopen(slug: str) -> ResponseReturnValue:
    """Take new cases again."""
    command = ReopenProcedure(slug=slug, commune_id=scope_id(), reason=request.form.get("reason", ""))
    return _act(slug, command, gettext("La démarche reçoit de nouveau des dossiers."))


@studio.get("/procedures/<slug>/go-back/<deployment_id>")
@permission(PUBLISH)
def confirm_going_back(slug: str, deployment_id: str) -> ResponseReturnValue:
    """Say what going back does, show what it changes, and ask why."""
    return _ask_going_back(slug, deployment_id)


@studio.post("/procedures/<slug>/go-back/<deployment_id>")
@permission(PUBLISH)
def go_back(slug: str, deployment_id: str) -> ResponseReturnValue:
    """Let new cases follow an earlier version."""
    reason = request.form.get("reason", "")
    command = GoBack(
        slug=slug,
        deployment_id=deployment_id,
        seen_current=request.form.get("current", ""),
        reason=reason,
        commune_id=scope_id(),
    )
    try:
        run(command)
    except ReleaseRefused as refused:
        if refused.code == "release-reason-missing":
            return _ask_going_back(slug, deployment_id, reason=reason, errors={"reason": refusal_text(refused)}), 422
        flash(refusal_text(refused), "warning")
        return _to(slug)
    flash(gettext("Les nouveaux dossiers suivent de nouveau cette version."), "success")
    return _to(slug)


@studio.post("/procedures/<slug>/withdraw")
@permission(PUBLISH)
def withdraw_release(slug: str) -> ResponseReturnValue:
    """Withdraw the version that waits for its day."""
    command = WithdrawRelease(deployment_id=request.form.get("deployment", ""))
    return _act(slug, command, gettext("La version est retirée : elle n’entrera pas en vigueur."))


def _ask_going_back(slug: str, deployment_id: str, *, reason: str = "", errors: dict[str, str] | None = None) -> str:
    current, earlier = _current(slug), publication.get_deployment(deployment_id)
    if earlier.slug != slug or earlier.commune_id != scope_id() or earlier.id == current.id:
        raise DeploymentUnknown(f"Expected another version of “{slug[:80]}”.")
    view = comparison_view(deployment_side(current), deployment_side(earlier))
    return render_template(
        "studio/procedure_back.html",
        current=current,
        earlier=earlier,
        reason=reason,
        errors=errors or {},
        **_head(slug, current),
        **view,
    )


def _view(slug: str) -> dict[str, Any]:
    current, state = _current(slug), releases.find_state(slug)
    versions = releases.list_versions(slug, scope_id())
    owner = scope()
    return {
        **_head(slug, current),
        "current": current,
        "retired": state if state is not None and state.retired_at is not None else None,
        "versions": [_row(version, current) for version in versions],
        "scheduled": scheduled_words(slug),
        "communes": releases.count_offerings(slug),
        "acts": [{"row": act, "text": act_text(act)} for act in releases.list_acts(slug)],
        "drafts": [row for row in modelling.list_drafts_of(slug) if row.commune_id == scope_id()],
        "owner": owner,
        "offering": publication.find_offering(owner.id, slug) if owner else None,
        "services": territory.list_services(owner.id) if owner else [],
    }


def _row(version: Version, current: Deployment) -> dict[str, Any]:
    """Return one version with its state: current, past, scheduled, withdrawn."""
    release = version.release
    waiting = release.state if release is not None and release.state != "published" else ""
    state = "current" if version.deployment.id == current.id else waiting or "past"
    titles = {
        "current": (gettext("En vigueur"), "success"),
        "past": (gettext("Ancienne"), "neutral"),
        "scheduled": (gettext("Attend sa date"), "waiting"),
        "withdrawn": (gettext("Retirée avant sa date"), "neutral"),
    }
    return {
        "deployment": version.deployment,
        "release": release,
        "open_cases": version.open_cases,
        "all_cases": version.all_cases,
        "state": state,
        "state_title": titles[state][0],
        "tone": titles[state][1],
        "author": release.author if release else version.deployment.published_by,
    }


def _head(slug: str, deployment: Deployment) -> dict[str, Any]:
    return {"slug": slug, "title": choose_text(deployment.titles) or slug}


def _current(slug: str) -> Deployment:
    """Return the deployment in effect. Raises DeploymentUnknown."""
    current = publication.find_newest_deployment(slug, scope_id())
    if current is None:
        raise DeploymentUnknown(f"Expected a published procedure, found “{slug[:80]}”.")
    return current


def _act(slug: str, command: Command[Any], done: str) -> ResponseReturnValue:
    try:
        run(command)
        flash(done, "success")
    except ReleaseRefused as refused:
        flash(refusal_text(refused), "warning")
    return _to(slug)


def _to(slug: str) -> ResponseReturnValue:
    return redirect(url_for(".procedure", slug=slug))
