"""The last look at a request, and its filing. Filing twice shows the same receipt."""

from collections.abc import Mapping

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.commands.drafts import DraftExpired, DraftFiled, DraftUnknown
from app.commands.filing import AnswersRefused, FileCase, Filed
from app.commands.services import current_services
from app.domain.permissions import PUBLIC
from app.store import drafts as draft_rows
from app.web.access import follow_case, permission
from app.web.interface import gettext, language
from app.web.portal import portal
from app.web.portal.drafts import REVIEW, OpenDraft, known_of_visitor, open_draft
from app.web.portal.sheets import sheet_of
from app.web.portal.visitor import run


@portal.get("/drafts/<token>/review")
@permission(PUBLIC)
def review(token: str) -> ResponseReturnValue:
    """Every answer in words, each with a way to change it."""
    try:
        draft = open_draft(token)
    except DraftFiled:
        return redirect(url_for("portal.filed", token=token))
    if draft.next_step != REVIEW:
        return redirect(draft.address(draft.next_step))
    return _show_review(draft, {})


@portal.post("/drafts/<token>/review")
@permission(PUBLIC)
def file(token: str) -> ResponseReturnValue:
    """File the request; what is still missing is shown on the same page."""
    try:
        filed = run(FileCase(token=token, language=language()))
    except AnswersRefused as refused:
        return _show_review(open_draft(token), refused.errors), 422
    return _to_receipt(filed)


@portal.get("/drafts/<token>/filed")
@permission(PUBLIC)
def filed(token: str) -> ResponseReturnValue:
    """The link of a request that was filed leads to its receipt while the draft would have been kept."""
    row = draft_rows.find_by_token(token)
    if row is None or row.case_id is None:
        raise DraftUnknown("Expected the link of a request that was filed.")
    if row.expires_at <= current_services().clock.now():
        raise DraftExpired(f"The link was kept until {row.expires_at:%Y-%m-%d}.", slug=row.slug)
    return _to_receipt(run(FileCase(token=token, language=language())))


def _to_receipt(filed: Filed) -> ResponseReturnValue:
    follow_case(filed.case_id)
    return redirect(url_for("portal.receipt", reference=filed.reference))


def _show_review(draft: OpenDraft, errors: Mapping[str, str]) -> str:
    now = current_services().clock.now()
    sections = draft.form.display(
        draft.row.answers,
        context=draft.context,
        language=language(),
        now=now,
        files=draft.files,
        known=known_of_visitor(),
    )
    return render_template(
        "portal/review.html",
        draft=draft,
        sections=sections,
        sheet=sheet_of(draft.row.deployment_id),
        change_links=draft.links(),
        problems=[{"message": message, "href": _place_of(draft, key)} for key, message in errors.items()],
        file_label=gettext("Déposer ma demande"),
    )


def _place_of(draft: OpenDraft, key: str) -> str:
    field = draft.form.find_field(key)
    step = field.step if field is not None and field.step else draft.steps[0].id
    return f"{draft.address(step)}#{key}"
