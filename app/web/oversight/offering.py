"""A commune offers to the country what it made: the form in both languages, with the figures measured for it."""

from collections.abc import Mapping
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import execute
from app.commands.practices.noting import PracticeRefused, WordsMissing
from app.commands.practices.offering import OfferPractice, WithdrawPractice, own_practice
from app.commands.services import current_services
from app.domain.languages import choose
from app.domain.permissions import TAILOR
from app.queries.variants.practices import measure
from app.queries.variants.results import results_from_data
from app.store import publication, tailoring
from app.store.models import Practice
from app.store.practices import PracticeMoved
from app.web.access import current_actor, permission
from app.web.interface import gettext, language
from app.web.oversight import oversight
from app.web.oversight.practice_words import TEXTS, missing_words, refusal_words, text_labels

LANGUAGES = ("fr", "ar")


@oversight.get("/c/<commune_slug>/practices/offer")
@permission(TAILOR)
def offer_practice(commune_slug: str) -> ResponseReturnValue:
    """Choose what is offered, and write what another commune must know."""
    row = _named()
    typed = _typed_of(row) if row is not None else {"slug": request.args.get("slug", "")}
    return _form(typed, {}, row)


@oversight.post("/c/<commune_slug>/practices/offer")
@permission(TAILOR)
def send_practice(commune_slug: str) -> ResponseReturnValue:
    """Offer it, or send it again after the DGCT asked for more."""
    row, slug = _named(), request.form.get("slug", "")[:80]
    slug = row.slug if row is not None else slug
    now = current_services().clock.now()
    command = OfferPractice(
        commune_id=g.commune.id,
        slug=slug,
        words={name: {code: request.form.get(f"{name}_{code}", "") for code in LANGUAGES} for name in TEXTS},
        results=measure(g.commune.id, slug, now=now),
        practice_id=row.id if row is not None else None,
        seen=request.form.get("seen", 0, type=int),
    )
    try:
        practice_id = execute(command, actor=current_actor(), services=current_services())
    except WordsMissing as missing:
        return _form(dict(request.form), missing_words(missing), row), 422
    except PracticeRefused as refused:
        return _form(dict(request.form), {"slug": refusal_words(refused)}, row), 422
    flash(gettext("La pratique est proposée au pays. La DGCT la lira ; vous verrez sa réponse ici."), "success")
    return redirect(url_for("oversight.practice", practice_id=practice_id))


@oversight.post("/c/<commune_slug>/practices/<practice_id>/withdraw")
@permission(TAILOR)
def withdraw_practice(commune_slug: str, practice_id: str) -> ResponseReturnValue:
    """Take an offer back."""
    command = WithdrawPractice(
        commune_id=g.commune.id, practice_id=practice_id, seen=request.form.get("seen", 0, type=int)
    )
    try:
        execute(command, actor=current_actor(), services=current_services())
    except (PracticeRefused, PracticeMoved):
        flash(gettext("La pratique a changé entre-temps : relisez-la."), "warning")
    else:
        flash(gettext("La pratique est retirée du registre."), "success")
    return redirect(url_for("oversight.practice", practice_id=practice_id))


def _named() -> Practice | None:
    """Return the practice that is sent again, None for a new one. Raises PracticeUnknown."""
    practice_id = request.values.get("practice", "")
    return own_practice(g.commune.id, practice_id) if practice_id else None


def _typed_of(row: Practice) -> dict[str, str]:
    words = {f"{name}_{code}": row.words.get(name, {}).get(code, "") for name in TEXTS for code in LANGUAGES}
    return {**words, "slug": row.slug}


def _form(typed: Mapping[str, str], errors: Mapping[str, str], row: Practice | None) -> str:
    choices = _choices()
    chosen = row.slug if row is not None else typed.get("slug") or next(iter(choices), "")
    measured = measure(g.commune.id, chosen, now=current_services().clock.now()) if chosen in choices else {}
    return render_template(
        "oversight/offer_practice.html",
        typed=typed,
        errors=errors,
        row=row,
        choices=choices,
        chosen=chosen,
        texts=[(name, *text_labels()[name]) for name in TEXTS],
        languages=[("fr", gettext("En français"), "ltr"), ("ar", gettext("En arabe"), "rtl")],
        under=results_from_data(measured.get("under", {})),
        before=results_from_data(measured.get("before", {})),
    )


def _choices() -> dict[str, str]:
    """Return what the commune has of its own, by slug: changes in effect, and procedures that it made."""
    tailored = {row.slug for row in tailoring.list_tailorings(g.commune.id) if row.current_id is not None}
    found: dict[str, Any] = {}
    for offering, deployment in publication.list_offerings(g.commune.id):
        if offering.slug in tailored or deployment.commune_id == g.commune.id:
            found[offering.slug] = choose(deployment.titles, language()) or offering.slug
    return found
