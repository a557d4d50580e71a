"""Publishes a commune's changes: what differs in plain words, why, on whose decision, from which day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.tailoring.changing import SaveOperations
from app.commands.tailoring.checking import check_overlay
from app.commands.tailoring.errors import OperationsRefused, TailoringRefused
from app.commands.tailoring.publishing import PublishedVariant, PublishOverlay
from app.deployments.published import published_package
from app.domain.permissions import SEE_TAILORING, TAILOR
from app.languages import format_day
from app.queries.elsewhere import operations_of
from app.queries.tailoring import Workshop
from app.queries.tailoring_words import national_of, tell_operation
from app.store.tailoring import TailoringMoved
from app.web.access import current_actor, permission
from app.web.commune import commune
from app.web.commune.checks import check_view, said_findings
from app.web.commune.frame import opened, show, today
from app.web.commune.publication import (
    DAYS,
    NAMES,
    ChangedMeanwhile,
    changed_meanwhile,
    problems_of,
    read_typed,
    seen_operations,
)
from app.web.commune.words import refusal_words
from app.web.interface import gettext, language
from app.web.studio.comparison_pages import Side, comparison_view


@commune.get("/procedures/<slug>/publish")
@permission(SEE_TAILORING)
def publish(commune_slug: str, slug: str) -> ResponseReturnValue:
    """The differences to the national version, what the checks say, and the form of the publication."""
    workshop = opened(slug)
    kept = workshop.row.details
    return _page(workshop, {name: str(kept.get(name) or "") for name in NAMES})


@commune.post("/procedures/<slug>/publish")
@permission(TAILOR)
def publish_changes(commune_slug: str, slug: str) -> ResponseReturnValue:
    """Publish, or only keep what was typed for later."""
    workshop, typed = opened(slug), read_typed(request.form)
    if request.form.get("seen", type=int) != workshop.row.revision:
        return _moved(workshop, typed)
    try:
        if request.form.get("action") == "keep":
            return _kept(workshop, typed)
        errors = problems_of(typed, today=today())
        return (_page(workshop, typed, errors=errors), 422) if errors else _published(workshop, typed)
    except TailoringMoved:
        return _moved(opened(slug), typed)


def _kept(workshop: Workshop, typed: Mapping[str, str]) -> ResponseReturnValue:
    wrong = {name: words for name, words in problems_of(typed, today=today()).items() if name in DAYS}
    if wrong:
        return _page(workshop, typed, errors=wrong), 422
    command = SaveOperations(
        commune_id=g.commune.id,
        slug=workshop.row.slug,
        seen=workshop.row.revision,
        operations=workshop.operations,
        details=typed,
    )
    try:
        execute(command, actor=current_actor(), services=current_services())
    except OperationsRefused as refused:
        return _page(workshop, typed, refusals=said_findings(refused.findings)), 422
    flash(gettext("Ce que vous avez écrit est gardé ; rien n’est publié."), "success")
    return redirect(url_for("commune.publish", **_address(workshop)))


def _published(workshop: Workshop, typed: Mapping[str, str]) -> ResponseReturnValue:
    overlay = workshop.overlay(today=today(), author=current_actor().name, details=typed)
    command = PublishOverlay(
        commune_id=g.commune.id,
        slug=workshop.row.slug,
        seen=workshop.row.revision,
        checked=check_overlay(workshop.base, overlay),
        outcomes_read=request.form.get("outcomes_read") == "yes",
    )
    try:
        done: PublishedVariant = execute(command, actor=current_actor(), services=current_services())
    except OperationsRefused as refused:
        return _page(workshop, typed, refusals=said_findings(refused.findings)), 422
    except TailoringRefused as refused:
        return _page(workshop, typed, refusals=[refusal_words(refused)]), 422
    flash(_success(done, overlay.since), "success")
    return redirect(url_for("commune.overview", **_address(workshop)))


def _success(done: PublishedVariant, since: date) -> str:
    if not done.scheduled:
        return gettext("C’est publié : les nouveaux dossiers suivent vos changements dès maintenant.")
    day = format_day(since, language())
    return gettext("C’est publié : les nouveaux dossiers suivront vos changements à partir du %(day)s.", day=day)


def _moved(workshop: Workshop, typed: Mapping[str, str]) -> ResponseReturnValue:
    national = national_of(workshop.row.base_id)
    changed = changed_meanwhile(national, request.form.get("operations", ""), workshop.operations)
    return _page(workshop, typed, moved=True, changed_things=changed), 409


def _page(
    workshop: Workshop,
    typed: Mapping[str, str],
    *,
    errors: Mapping[str, str] | None = None,
    refusals: Sequence[str] = (),
    moved: bool = False,
    changed_things: Sequence[ChangedMeanwhile] = (),
) -> str:
    overlay = workshop.overlay(today=today(), author=current_actor().name, details={})
    checked = check_overlay(workshop.base, overlay)
    national = national_of(workshop.row.base_id)
    return show(
        "commune/publish.html",
        workshop,
        "commune.publish",
        typed=typed,
        errors=errors or {},
        refusals=refusals,
        moved=moved,
        changed_things=changed_things,
        outcomes_read=request.form.get("outcomes_read") == "yes",
        told=[tell_operation(national, one, language()) for one in workshop.operations],
        same_as_current=same_as_current(workshop),
        comparison=_comparison(workshop, checked.prepared.package),
        seen=seen_operations(workshop.operations),
        today=today(),
        **check_view(checked),
    )


def same_as_current(workshop: Workshop) -> bool:
    """Tell whether citizens follow the operations of the workshop already."""
    current = workshop.current
    standing = operations_of(current.id, current.content) if current else ()
    return {one.identity: one for one in standing} == {one.identity: one for one in workshop.operations}


def _comparison(workshop: Workshop, package: Any) -> dict[str, Any]:
    def side(name: str, label: str, found: Any) -> Side:
        url = url_for("commune.preview_diagram", side=name, shown=language(), **_address(workshop))
        return Side(label=label, diagram=url, package=found)

    before = side("national", gettext("Version nationale"), published_package(workshop.row.base_id))
    return comparison_view(before, side("local", gettext("Votre commune"), package))


def _address(workshop: Workshop) -> dict[str, Any]:
    return {"commune_slug": workshop.commune.slug, "slug": workshop.row.slug}
