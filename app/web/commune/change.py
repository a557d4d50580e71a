"""The page that changes one thing: a plain form, the rule beside it, and what comes out before anything is saved."""

from dataclasses import dataclass
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Conflict, NotFound

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.tailoring.changing import ChangeOperation
from app.commands.tailoring.errors import OperationsRefused
from app.domain.languages import read_language
from app.domain.permissions import TAILOR
from app.linting.sentences import say
from app.procedures.tailoring import Operation, operations_to_data
from app.queries.changeable import find_changeable
from app.queries.tailoring import Workshop
from app.queries.tailoring_words import local_value, national_of, tell_operation
from app.store.tailoring import TailoringMoved
from app.web.access import current_actor, permission
from app.web.commune import commune
from app.web.commune.changes import changeable_of, row_of
from app.web.commune.changing import (
    NEW,
    ChangeForm,
    NotTyped,
    OpenThing,
    Typed,
    form_of,
    read_operation,
    takes_additions,
)
from app.web.commune.changing.form import LONGEST
from app.web.commune.frame import opened, show
from app.web.commune.previews import surface_of, typed_preview
from app.web.interface import gettext, language
from app.web.studio.framing import framing
from app.web.studio.keeping import fingerprint

MOST_TRIES = 4


@dataclass(frozen=True, kw_only=True)
class _Page:
    """What stands on the page: the thing, its form, and whether things are added in its place."""

    open: OpenThing
    form: ChangeForm
    adds: bool

    @property
    def sign(self) -> str:
        """The sign of what the page shows: another administrator's change of the same thing gives another one."""
        standing = self.open.standing
        return fingerprint(operations_to_data([standing] if standing else []))


@commune.get("/procedures/<slug>/change/<group>/<name>")
@permission(TAILOR)
def change(commune_slug: str, slug: str, group: str, name: str) -> ResponseReturnValue:
    """The form as the workshop has it; of a place where things are added, their list, or one of them (`item`)."""
    page = _opened(slug, group, name, request.args.get("item", ""))
    return framing(_show(page, page.form.shown(page.open)))


@commune.post("/procedures/<slug>/change/<group>/<name>")
@permission(TAILOR)
def save_change(commune_slug: str, slug: str, group: str, name: str) -> ResponseReturnValue:
    """Save the change, or take it back; what the policy refuses is shown again with its rule and its keeper."""
    for _ in range(MOST_TRIES):
        page = _opened(slug, group, name, request.form.get("item", ""))
        try:
            return _posted(page)
        except TailoringMoved:
            continue  # another administrator saved something else in this very moment
    raise Conflict


@commune.post("/procedures/<slug>/change/<group>/<name>/preview")
@permission(TAILOR)
def preview_change(commune_slug: str, slug: str, group: str, name: str) -> ResponseReturnValue:
    """What comes out of what is typed, in a frame beside the form; nothing is saved."""
    g.language = read_language(request.args.get("shown"), default=language())
    page = _opened(slug, group, name, request.form.get("item", ""))
    try:
        operation = read_operation(page.form, page.open, _typed(page))
    except NotTyped as refused:
        return typed_preview(page.open.workshop, (), page.open.thing, problems=list(refused.errors.values()))
    operations = _with(page, operation)
    return typed_preview(page.open.workshop, operations, page.open.thing)


def _opened(slug: str, group: str, name: str, item: str) -> _Page:
    workshop = opened(slug)
    national = national_of(workshop.row.base_id)
    thing = find_changeable(changeable_of(workshop, national), group, name)
    form = form_of(national.base, thing) if thing and not thing.locked else None
    if thing is None or form is None:
        raise NotFound
    adds = takes_additions(national.base, thing)
    open_thing = OpenThing(workshop=workshop, national=national, thing=thing, item=item if adds else "")
    if adds and item not in ("", NEW) and open_thing.standing is None:
        raise NotFound
    return _Page(open=open_thing, form=form, adds=adds)


def _typed(page: _Page) -> Typed:
    return {name: request.form.get(name, "").replace("\0", "")[: LONGEST + 1] for name in page.form.names(page.open)}


def _with(page: _Page, operation: Operation | None) -> tuple[Operation, ...]:
    gone = {_identity(page), operation.identity if operation else ""}
    kept = tuple(one for one in page.open.workshop.operations if one.identity not in gone)
    return (*kept, operation) if operation else kept


def _identity(page: _Page) -> str:
    standing = page.open.standing
    return standing.identity if standing else ""


def _posted(page: _Page) -> ResponseReturnValue:
    removing = request.form.get("action") == "remove"
    typed = page.form.shown(page.open) if removing else _typed(page)
    try:
        operation = None if removing else read_operation(page.form, page.open, typed)
    except NotTyped as refused:
        return framing(_show(page, typed, errors=refused.errors), 422)
    if request.form.get("opened", page.sign) != page.sign and operation != page.open.standing:
        return framing(_show(page, typed, theirs=page.open.standing, moved=True), 409)
    try:
        _save(page, operation)
    except OperationsRefused as refused:
        words = [say(finding.message, language()) for finding in refused.findings]
        return framing(_show(page, typed, refusals=words), 422)
    flash(gettext("Le changement est gardé dans l’atelier. Il ne sera visible qu’une fois publié."), "success")
    return redirect(url_for("commune.changes", **_address(page.open.workshop)) + f"#{page.open.thing.group}")


def _save(page: _Page, operation: Operation | None) -> None:
    if operation == page.open.standing:
        return
    command = ChangeOperation(
        commune_id=g.commune.id,
        slug=page.open.workshop.row.slug,
        seen=page.open.workshop.row.revision,
        operation=operation,
        removed=_identity(page) or None,
    )
    execute(command, actor=current_actor(), services=current_services())


def _address(workshop: Workshop) -> dict[str, Any]:
    return {"commune_slug": workshop.commune.slug, "slug": workshop.row.slug}


def _show(
    page: _Page,
    typed: Typed,
    *,
    errors: dict[str, str] | None = None,
    refusals: list[str] | None = None,
    theirs: Operation | None = None,
    moved: bool = False,
) -> str:
    national, thing = page.open.national, page.open.thing
    surface = surface_of(thing)
    return show(
        "commune/change.html",
        page.open.workshop,
        "commune.changes",
        row=row_of(national, thing),
        form=page.form,
        typed=typed,
        extras=page.form.extras(page.open),
        item=page.open.item,
        listing=page.adds and not page.open.item,
        added=[{"item": _item(one), "words": tell_operation(national, one, language())} for one in thing.own],
        errors=errors or {},
        refusals=refusals or [],
        moved=moved,
        theirs=local_value(national, [theirs] if theirs else [], language()),
        standing=page.open.standing is not None,
        sign=page.sign,
        surface=surface,
    )


def _item(operation: Operation) -> str:
    return operation.identity.partition(".")[2]
