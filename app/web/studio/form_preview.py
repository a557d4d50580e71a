"""A form of a draft as people will see it: rendered, checked and shown again by the code that serves real cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.commands.services import current_services
from app.domain.languages import read_language
from app.domain.permissions import MODEL
from app.forms import FormDefinition, FormRuleFailed
from app.forms.filling import Filling
from app.forms.package_changes import form_path
from app.forms.packages import FormUnreadable, read_form_file
from app.forms.samples import sample_answers
from app.queries.studio import OpenDraft
from app.web import form_posts
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.studio import studio
from app.web.studio.frame import opened
from app.web.studio.framing import framed
from app.web.studio.law_values import law_values

STATES = ("empty", "filled", "refused", "readonly")
CITIZEN, CLERK = "citizen", "clerk"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What is shown: `step` is empty for the whole form on one page."""

    form: FormDefinition
    context: Mapping[str, object]
    now: datetime
    seen_by: str
    step: str
    state: str


@studio.get("/<draft_id>/forms/<name>/preview")
@permission(MODEL)
def form_preview(draft_id: str, name: str) -> ResponseReturnValue:
    """The page: `language`, `as` (citizen, clerk), `state` (empty, filled, refused, readonly), `step`."""
    g.language = read_language(request.args.get("language"), default=language())
    draft = opened(draft_id)
    try:
        shown = _shown(draft, name)
    except FormUnreadable as error:
        return _page("studio/form_preview.html", shown=None, problem=error.message)
    answers, errors = _state(shown)
    return _render(shown, answers, errors)


@studio.post("/<draft_id>/forms/<name>/preview")
@permission(MODEL)
def checked_preview(draft_id: str, name: str) -> ResponseReturnValue:
    """What the server says of the answers that were typed into the preview; nothing is kept."""
    g.language = read_language(request.args.get("language"), default=language())
    try:
        shown = _shown(opened(draft_id), name)
    except FormUnreadable:
        raise NotFound from None
    raw = form_posts.posted_answers()
    try:
        checked = shown.form.validate(raw, context=shown.context, language=language(), now=shown.now, step=_step(shown))
    except FormRuleFailed as failed:
        return _page("studio/form_preview.html", shown=shown, problem=failed.message, status=422)
    if form_posts.purpose() == form_posts.CHECK:
        words = {"context": shown.context, "language": language(), "now": shown.now, "step": _step(shown)}
        return form_posts.check_reply(checked.errors, shown.form.beside(checked.answers, **cast(Any, words)))
    again = shown.form.apply_row_action(checked.entered, form_posts.posted_buttons(), step=_step(shown))
    if again is not None or form_posts.purpose() == form_posts.PART:
        return _render(shown, checked.entered if again is None else again, {})
    return _render(shown, checked.entered, checked.errors, accepted=checked.is_valid)


def _shown(draft: OpenDraft, name: str) -> Shown:
    if form_path(draft.slug, name) not in draft.files:
        raise NotFound
    form = read_form_file(draft.all_files, draft.slug, name)
    now = current_services().clock.now()
    seen_by = request.args.get("as", CITIZEN)
    steps = [step.id for step in form.steps]
    wanted = request.args.get("step", "")
    first = steps[0] if seen_by == CITIZEN and len(steps) > 1 else ""
    return Shown(
        form=form,
        context={"case": {}, "parameters": law_values(draft, now)},
        now=now,
        seen_by=CLERK if seen_by == CLERK else CITIZEN,
        step=wanted if seen_by == CITIZEN and len(steps) > 1 and wanted in steps else first,
        state=request.args.get("state", "") if request.args.get("state") in STATES else "empty",
    )


def _step(shown: Shown) -> str | None:
    return shown.step or None


def _state(shown: Shown) -> tuple[Mapping[str, object], Mapping[str, str]]:
    """Return the answers and errors of the state that was asked for: invented ones, or those of an empty form."""
    if shown.state in ("filled", "readonly"):
        filling = Filling(context=shown.context, language=language(), now=shown.now)
        return sample_answers(shown.form.fields, filling), {}
    if shown.state == "refused":
        checked = shown.form.validate({}, context=shown.context, language=language(), now=shown.now, step=_step(shown))
        return checked.entered, checked.errors
    return {}, {}


def _render(
    shown: Shown, answers: Mapping[str, object], errors: Mapping[str, str], *, accepted: bool = False
) -> ResponseReturnValue:
    try:
        body = shown.form.render(
            answers=answers,
            errors=errors,
            context=shown.context,
            language=language(),
            now=shown.now,
            step=_step(shown),
            shared=shown.context,
            readonly=shown.state == "readonly" and request.method == "GET",
        )
    except FormRuleFailed as failed:
        return _page("studio/form_preview.html", shown=shown, problem=failed.message)
    title = next((step.title_in(language()) for step in shown.form.steps if step.id == shown.step), "")
    return _page(
        "studio/form_preview.html",
        shown=shown,
        problem="",
        body=body,
        title=title or shown.form.title_in(language()),
        steps=[(step.id, step.title_in(language())) for step in shown.form.steps] if shown.step else [],
        errors=errors,
        accepted=accepted,
        action=gettext("Vérifier les réponses"),
        status=422 if errors and request.method == "POST" else 200,
    )


def _page(template: str, *, status: int = 200, **values: Any) -> Response:
    asked = {name: value for name, value in request.args.items() if name in ("language", "as", "state", "step")}
    return framed(render_template(template, asked=asked, **values), status=status)
