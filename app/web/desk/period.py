"""The legal period of a case on the desk: where it stands, how it is computed, and its one extension."""

from dataclasses import dataclass

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.clocks.extending import ExtendPeriod, PeriodUnknown, ReasonTooShort
from app.commands.clocks.rows import read_rows
from app.commands.services import current_services
from app.deadlines import ClockRefused, ClockState, explain_refusal, list_clock_sentences
from app.deadlines.clock_words import reason_in_words, reference_in_words
from app.deadlines.errors import DeadlineError
from app.deadlines.explanation import period_in_words
from app.domain import permissions
from app.domain.clock import local_day
from app.domain.languages import choose
from app.domain.permissions import EXTEND_PERIOD
from app.queries.case_file import CaseFile
from app.queries.parameters import value_in_words
from app.store.models import Case
from app.web.access import current_actor, permission
from app.web.desk import desk
from app.web.desk.caseroom import enter
from app.web.desk.moving import run
from app.web.desk.words import DeadlineWords, deadline_words, deployed_of
from app.web.interface import gettext, language

LARGEST_AMOUNT = 4
"""Digits of an extension: longer numbers are refused before they are read."""


@dataclass(frozen=True, kw_only=True)
class LegalPeriod:
    """The legal period of a case: its tag, the sentences that say how it is computed, and where it may be extended."""

    tag: DeadlineWords
    sentences: tuple[str, ...]
    assumed: bool
    extend_href: str | None


def legal_period(file: CaseFile) -> LegalPeriod | None:
    """Return the legal period of the case, in words."""
    state = read_state(file)
    if state is None:
        return None
    case, services = file.case, current_services()
    parameter = deployed_of(case.deployment_id).package.parameters[state.rule.key]
    may_extend = permissions.may(current_actor(), EXTEND_PERIOD, case.commune_id, case.service_id)
    href = url_for("desk.extend", commune_slug=g.commune.slug, case_id=case.id)
    return LegalPeriod(
        tag=_tag(state, case),
        sentences=list_clock_sentences(state, services.calendar_in(case.commune_id), language()),
        assumed=parameter.value_on(local_day(case.filed_at)).assumed,
        extend_href=href if may_extend and state.may_be_extended else None,
    )


def list_assumptions(file: CaseFile) -> list[tuple[str, str]]:
    """Return (title, value) of the procedure's own values that rest on no text, as they hold for this case."""
    package, day = deployed_of(file.case.deployment_id).package, local_day(file.case.filed_at)
    declared = [package.parameters[loaded["key"]] for loaded in package.manifest["parameters"]]
    held = [(parameter, parameter.value_on(day)) for parameter in declared if parameter.values[0].since <= day]
    return [
        (choose(parameter.title, language()) or parameter.key, value_in_words(parameter, dated, language()))
        for parameter, dated in held
        if dated.assumed
    ]


def read_state(file: CaseFile) -> ClockState | None:
    """Return where the legal period of a case stands now, or None when it has none."""
    row = next((row for row in reversed(file.deadlines) if row.kind == "legal"), None)
    if row is None:
        return None
    case, services = file.case, current_services()
    clock = read_rows(case, row, services)
    return clock.read(services.calendar_in(case.commune_id), now=services.clock.now())


def _tag(state: ClockState, case: Case) -> DeadlineWords:
    if state.state == "stopped":
        return DeadlineWords(state="none", text=gettext("Délai terminé"))
    if state.state == "suspended":
        return DeadlineWords(state="paused", text=gettext("Délai suspendu"))
    if state.state == "not_started":
        return DeadlineWords(state="paused", text=gettext("Dossier à compléter : le délai attend"))
    return deadline_words(state.due_at, case.commune_id)


@desk.get("/c/<commune_slug>/cases/<case_id>/extend")
@permission(EXTEND_PERIOD)
def extend(commune_slug: str, case_id: str) -> ResponseReturnValue:
    """Say what an extension does, and ask for its reason and length."""
    return _ask(case_id, {}, {})


@desk.post("/c/<commune_slug>/cases/<case_id>/extend")
@permission(EXTEND_PERIOD)
def extend_period(commune_slug: str, case_id: str) -> ResponseReturnValue:
    """Extend the period, once."""
    typed = {name: request.form.get(name, "").strip() for name in ("reason", "amount", "explanation")}
    amount = typed["amount"]
    if not (amount.isascii() and amount.isdigit() and len(amount) <= LARGEST_AMOUNT):
        return _ask(case_id, typed, {"amount": gettext("Écrivez un nombre entier, sans unité.")}), 422
    try:
        run(
            ExtendPeriod(
                commune_id=g.commune.id,
                case_id=case_id,
                reason=typed["reason"],
                amount=int(amount),
                explanation=typed["explanation"],
            )
        )
    except ReasonTooShort:
        message = gettext("Expliquez en quelques mots ce qui demande plus de temps : l’usager le lit.")
        return _ask(case_id, typed, {"explanation": message}), 422
    except ClockRefused as refused:
        return _ask(case_id, typed, {"amount": explain_refusal(refused, language())}), 422
    except DeadlineError:
        return _ask(case_id, typed, {"amount": gettext("Cette durée n’est pas possible : corrigez-la.")}), 422
    flash(gettext("Le délai est prolongé. L’usager en est prévenu."), "success")
    return redirect(url_for("desk.case", commune_slug=commune_slug, case_id=case_id))


def _ask(case_id: str, typed: dict[str, str], errors: dict[str, str]) -> str:
    file = enter(case_id)
    state = read_state(file)
    allowed = state.rule.extension if state else None
    if state is None or allowed is None or not state.may_be_extended:
        raise PeriodUnknown("Expected a period that may still be extended.")
    return render_template(
        "desk/extend.html",
        case=file.case,
        typed=typed,
        errors=errors,
        reasons=[{"key": key, "title": reason_in_words(key, {}, language())} for key in allowed.reasons],
        reference=reference_in_words(allowed.legal_ref, language()),
        ceiling=period_in_words(allowed.ceiling, language()) if allowed.ceiling else "",
        period=period_in_words(state.rule.period, language()),
    )
