"""The history of a case in plain sentences, and what it asks of the citizen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.connectors.post.port import POST_EVENTS
from app.connectors.words import post_event_title
from app.deadlines.clock_words import REASONS, reason_in_words
from app.domain.languages import Language
from app.domain.outcomes import FAVOURABLE, UNFAVOURABLE
from app.languages import format_day, format_moment, format_money, isolate, translate
from app.procedures import ProcedurePackage
from app.queries.following import EventRow, FollowedCase, PaymentRow
from app.web.portal.deadline import ExplainedDeadline


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a case stands: the title and explanation of its status or outcome, and the tone of its tag."""

    title: str
    explanation: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class TaskCall:
    """Something to do for the citizen, with its day."""

    id: str
    title: str
    hint: str
    action: str
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PaymentCall:
    """A sum to pay, or to try again to pay."""

    payment: PaymentRow
    refused: bool


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One line of the history, as the timeline shows it."""

    title: str
    text: str = ""
    moment: str = ""
    iso: str = ""
    state: str = "done"
    actor: str = ""


def describe_standing(case: FollowedCase, package: ProcedurePackage, language: Language) -> Standing:
    """Return the status of an open case, the outcome of a closed one; after a payment, that it has arrived."""
    if case.has_just_paid:
        return Standing(
            title=translate(language, "Votre paiement est arrivé"),
            tone="info",
            explanation=translate(language, "La commune poursuit le traitement de votre demande."),
        )
    if case.is_open or not case.outcome:
        waits = bool(case.tasks) or any(row.state in ("pending", "refused") for row in case.payments)
        tone = "waiting" if waits and case.is_open else ("info" if case.is_open else "neutral")
        return Standing(
            title=_status_title(package, case.status, language),
            tone=tone,
            explanation=package.text(f"statuses.{case.status}.explanation", language),
        )
    tone = "success" if case.outcome in FAVOURABLE else "danger" if case.outcome in UNFAVOURABLE else "neutral"
    return Standing(
        title=package.text(f"outcomes.{case.outcome}.title", language) or translate(language, "Dossier clos"),
        explanation=package.text(f"outcomes.{case.outcome}.explanation", language),
        tone=tone,
    )


def list_task_calls(case: FollowedCase, package: ProcedurePackage, language: Language) -> list[TaskCall]:
    """Return what waits for the citizen, in the words of the procedure."""
    return [
        TaskCall(
            id=task.id,
            title=package.text(f"tasks.{task.element}.title", language) or task.element,
            hint=package.text(f"tasks.{task.element}.hint", language),
            action=package.text(f"tasks.{task.element}.action", language) or translate(language, "Répondre"),
            due_at=period_end(case, package, task.element),
        )
        for task in case.tasks
    ]


def period_end(case: FollowedCase, package: ProcedurePackage, element: str) -> datetime | None:
    """Return when the first interrupting timer at the border of a task takes it away, None where none waits."""
    models = (package.bpmn, *package.flows.models.values())
    borders = [event.id for model in models for event in model.boundary_events(element) if event.interrupting]
    return min((case.timers[border] for border in borders if border in case.timers), default=None)


def list_payment_calls(case: FollowedCase, now: datetime) -> list[PaymentCall]:
    """Return the sums that may still be paid."""
    return [
        PaymentCall(payment=row, refused=row.state == "refused")
        for row in case.payments
        if case.is_open and row.state in ("pending", "refused") and row.expires_at > now and row.pay_url
    ]


def tell_history(
    case: FollowedCase, package: ProcedurePackage, deadline: ExplainedDeadline | None, language: Language
) -> list[Moment]:
    """Return the public facts oldest first; of an open case the last is current and the expected day follows."""
    told = tell_events(case.events, package, language)
    if case.is_open and told:
        last = told.pop()
        told.append(Moment(title=last.title, text=last.text, moment=last.moment, iso=last.iso, state="current"))
        if deadline is not None and deadline.last_day is not None and deadline.state in ("running", "suspended"):
            told.append(
                Moment(
                    title=translate(language, "Réponse de la commune, au plus tard"),
                    moment=format_day(deadline.last_day, language),
                    iso=deadline.last_day.isoformat(),
                    state="expected",
                )
            )
    return told


def tell_events(events: tuple[EventRow, ...], package: ProcedurePackage, language: Language) -> list[Moment]:
    """Return public facts in plain sentences, oldest first."""
    return [moment for event in _worth_telling(events) for moment in _tell(event, package, language)]


def _worth_telling(events: tuple[EventRow, ...]) -> Iterator[EventRow]:
    """Leave out statuses that lasted no time, and a status that repeats the one before."""
    shown = ""
    for place, event in enumerate(events):
        if event.kind != "StatusReached":
            yield event
            continue
        later = [item for item in events[place + 1 :] if item.kind in ("StatusReached", "CaseClosed")]
        brief = bool(later) and later[0].at == event.at
        if brief or event.data.get("status") == shown:
            continue
        shown = str(event.data.get("status"))
        yield event


def _tell(event: EventRow, package: ProcedurePackage, language: Language) -> Iterator[Moment]:
    if event.kind == "StatusReached":
        status = str(event.data.get("status", ""))
        title, text = _status_title(package, status, language), package.text(f"statuses.{status}.explanation", language)
    elif event.kind == "CaseClosed":
        outcome = str(event.data.get("outcome") or "")
        title = package.text(f"outcomes.{outcome}.title", language) or translate(language, "Dossier clos")
        text = package.text(f"outcomes.{outcome}.explanation", language)
    elif event.kind == "EnvelopeMoved":
        moved = str(event.data.get("event"))
        title = next((post_event_title(known, language) for known in POST_EVENTS if known == moved), moved)
        text = str(event.data.get("place") or "")
    elif event.kind in _SENTENCES:
        title, text = translate(language, _SENTENCES[event.kind]), _detail(event, language)
    else:
        return
    yield Moment(title=title, text=text, moment=format_moment(event.at, language), iso=event.at.isoformat())


def _status_title(package: ProcedurePackage, status: str, language: Language) -> str:
    return package.text(f"statuses.{status}.title", language) or translate(language, "Demande en cours")


def _detail(event: EventRow, language: Language) -> str:
    if event.data.get("tracking"):
        return translate(language, "Numéro de suivi : %(number)s", number=isolate(event.data["tracking"]))
    if event.kind.startswith("Period"):
        return _period_detail(event, language)
    amount = event.data.get("amount")
    if isinstance(amount, int):
        return format_money(amount, language)
    return str(event.data.get("reason") or "")


def _period_detail(event: EventRow, language: Language) -> str:
    """Return why the period moved, and the day by which the answer is due."""
    said, last = event.data.get("reason"), event.data.get("last_day")
    why = reason_in_words(str(said), {}, language) if said in REASONS else isolate(said) if said else ""
    if not last:
        return why
    day = format_day(date.fromisoformat(str(last)), language)
    return " · ".join(filter(None, (why, translate(language, "Au plus tard le %(day)s.", day=day))))


_SENTENCES = {
    "CaseFiled": "Vous avez déposé votre demande",
    "CaseWithdrawn": "Vous avez retiré votre demande",
    "CaseResumed": "Un agent a remis votre dossier en route",
    "CaseCancelled": "L’administration a mis fin à votre demande",
    "PaymentRequested": "Un paiement vous a été demandé",
    "PaymentReceived": "Votre paiement est arrivé",
    "PaymentRefused": "Le paiement a été refusé ; vous pouvez recommencer",
    "PaymentArrivedLate": "Votre paiement est arrivé trop tard ; il vous sera rendu",
    "PaymentExpired": "Le délai de paiement est passé",
    "PaymentRefunded": "Votre paiement vous a été rendu",
    "PeriodRestarted": "Votre dossier est complet : le délai de réponse court",
    "PeriodBegan": "Votre dossier est complet : le délai de réponse court",
    "PeriodSuspended": "Le délai de réponse est suspendu",
    "PeriodResumed": "Le délai de réponse court de nouveau, pour le temps qui restait",
    "PeriodExtended": "Le délai de réponse est prolongé",
    "PeriodRecomputed": "Le calendrier a changé : la date de réponse aussi",
    "PeriodOver": "Le délai de réponse est passé sans décision",
    "DocumentIssued": "Un document a été établi",
    "DocumentRevoked": "Un document a été annulé",
    "EnvelopePosted": "Le document a été remis à la poste",
    "CaseMigrated": "Votre demande suit désormais la nouvelle version de la démarche",
    "CaseMigrationReverted": "Votre demande suit de nouveau la version précédente de la démarche",
}
"""Public facts told in the same words whatever the procedure (French source texts)."""
