"""The expected date of a case in words, with how it is computed."""

from dataclasses import dataclass
from datetime import date

from app.commands.clocks.reading import clock_from
from app.commands.services import current_services
from app.deadlines import list_clock_sentences
from app.deadlines.clock_words import ON_THE_APPLICANT, reason_in_words
from app.domain.clock import local_day
from app.queries.following import FollowedCase
from app.web.interface import language
from app.web.portal.visitor import deployed_of


@dataclass(frozen=True, kw_only=True)
class ExplainedDeadline:
    """The legal period: its state, its last day (None while it waits or stands still) and the sentences that say why.

    `state`: waiting, running, suspended, over or ended; `assumed` when no text was found for its length. Where it
    stands still, `pause` says why in words, and `on_applicant` tells that it waits for the person who asked.
    """

    state: str
    last_day: date | None
    sentences: tuple[str, ...]
    late: bool
    assumed: bool
    pause: str = ""
    on_applicant: bool = False


def explain_deadline(case: FollowedCase) -> ExplainedDeadline | None:
    """Return the legal period of a case in words, or None when it has none."""
    if case.deadline is None:
        return None
    services = current_services()
    package = deployed_of(case.deployment_id).package
    calendar = services.calendar_in(case.commune_id)
    clock = clock_from(
        case.deadline.events,
        case_deployment=case.deployment_id,
        opened_under=case.deadline.deployment_id,
        filed_at=case.filed_at,
        deployments=services.deployments.get,
    )
    state = clock.read(calendar, now=services.clock.now())
    open_pause = next((pause for pause in reversed(state.pauses) if pause.until is None), None)
    return ExplainedDeadline(
        state=case.deadline.state if state.state != "over" else "over",
        last_day=state.last_day,
        sentences=list_clock_sentences(state, calendar, language()),
        late=case.is_open and state.state == "over",
        assumed=package.parameters[case.deadline.parameter].value_on(local_day(case.filed_at)).assumed,
        pause=reason_in_words(open_pause.reason, open_pause.words, language()) if open_pause else "",
        on_applicant=open_pause is not None and open_pause.reason in ON_THE_APPLICANT and not case.has_just_paid,
    )
