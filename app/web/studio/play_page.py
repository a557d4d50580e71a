"""What the page of a trial shows: who waits for whom, the clock, the legal period, data, papers, messages, history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml
from flask import url_for

from app.deadlines import DeadlineError, list_clock_sentences, time_left
from app.deployments import PERIOD_OVER
from app.domain.actors import CITIZEN_ROLE
from app.domain.clock import CASABLANCA, local_day
from app.domain.errors import MastaraError
from app.domain.outcomes import FAVOURABLE, UNFAVOURABLE
from app.engine import Engine, OpenedJob, OpenedTask
from app.forms import DisplaySection
from app.languages import format_day, format_moment
from app.procedures.bpmn.model import SUB_PROCESS_KINDS
from app.queries.plays import OpenPlay
from app.scenarios.attachments import to_plain
from app.scenarios.run import CaseRun
from app.scenarios.services import invented_result
from app.web.desk.words import DeadlineWords, Standing, element_name, task_title
from app.web.interface import gettext, language, ngettext
from app.web.studio.finding_words import in_words
from app.web.studio.play_words import outcome_title, role_name, say_happening, status_title


@dataclass(frozen=True, kw_only=True)
class WaitingTask:
    """A task that waits for somebody who plays."""

    title: str
    href: str
    hint: str = ""
    item: str = ""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What waits for one role."""

    role: str
    icon: str
    tasks: tuple[WaitingTask, ...]


@dataclass(frozen=True, kw_only=True)
class WaitingJob:
    """A service task that waits for whoever plays: `sample` is an invented result, else `problem` says why not."""

    element: str
    index: int | None
    title: str
    operation: str
    inputs: str
    sample: str
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """A message or signal for which the case waits."""

    kind: str
    name: str
    title: str


@dataclass(frozen=True, kw_only=True)
class NextMoment:
    """What happens next by itself, and when."""

    moment: datetime
    day: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Period:
    """The legal period: its tag and how it is computed."""

    tag: DeadlineWords
    sentences: tuple[str, ...]


def list_desks(play: OpenPlay) -> list[Desk]:
    """Return the tasks that wait by role, the citizen first; before the filing the request waits for the citizen."""
    package, run = play.package, play.played.run
    if not play.played.begun:
        return [Desk(role=role_name(package, CITIZEN_ROLE), icon="person", tasks=(_request(play),))]
    by_role: dict[str, list[WaitingTask]] = {}
    for task in run.tasks.values():
        by_role.setdefault(task.role or "", []).append(_task(play, task))
    order = sorted(by_role, key=lambda role: role != CITIZEN_ROLE)
    return [
        Desk(
            role=role_name(package, role or None),
            icon="person" if role == CITIZEN_ROLE else "people",
            tasks=tuple(by_role[role]),
        )
        for role in order
    ]


def _request(play: OpenPlay) -> WaitingTask:
    form = play.played.deployed.forms.get(play.package.manifest["start_form"])
    filed = play.package.bpmn.may_be_filed
    title = form.title_in(language()) if form and filed else gettext("Ouvrir le dossier")
    return WaitingTask(title=title, href=url_for(".play_request", draft_id=play.draft.id, play_id=play.row.id))


def _task(play: OpenPlay, task: OpenedTask) -> WaitingTask:
    item = "" if task.index is None else gettext("no %(number)s", number=task.index + 1)
    if isinstance(task.item, str | int | float) and not isinstance(task.item, bool):
        item = f"{item} · {task.item}"
    return WaitingTask(
        title=task_title(play.package, task.element),
        href=url_for(".play_task", draft_id=play.draft.id, play_id=play.row.id, task_key=task.key),
        hint=play.package.text(f"tasks.{task.element}.hint", language()),
        item=item,
    )


def list_jobs(play: OpenPlay) -> list[WaitingJob]:
    """Return the service tasks that wait for an answer."""
    return [_job(play, job) for job in play.played.run.jobs.values()]


def _job(play: OpenPlay, job: OpenedJob) -> WaitingJob:
    problem, sample = "", ""
    try:
        sample = as_yaml(invented_result(job))
    except MastaraError as refused:
        problem = in_words(refused.message)
    return WaitingJob(
        element=job.element,
        index=job.index,
        title=element_name(play.package, job.element),
        operation=job.operation,
        inputs=as_yaml(dict(job.inputs)),
        sample=sample,
        problem=problem,
    )


def list_awaited(play: OpenPlay) -> list[Awaited]:
    """Return the messages and signals that the case waits for, each once; the end of the period comes by the clock."""
    found = {
        (each.kind, each.message): Awaited(
            kind=each.kind, name=each.message, title=element_name(play.package, each.element)
        )
        for each in play.played.run.subscriptions.values()
        if each.message != PERIOD_OVER
    }
    return list(found.values())


def next_moment(play: OpenPlay) -> NextMoment | None:
    """Return what the clock would reach first."""
    return min(_moments(play), key=lambda each: each.moment, default=None)


def _moments(play: OpenPlay) -> Iterator[NextMoment]:
    run = play.played.run
    for timer in run.timers.values():
        title = element_name(play.package, timer.element)
        yield NextMoment(moment=timer.due, day=format_moment(timer.due, language()), title=title)
    over = run.period_over_at
    if over is not None:
        yield NextMoment(moment=over, day=format_moment(over, language()), title=gettext("Fin du délai légal"))


def legal_period(play: OpenPlay) -> Period | None:
    """Return where the legal period stands on the clock of the trial; None where it cannot be read."""
    run = play.played.run
    now = run.clock.now()
    try:
        state = run.period.read(now)
    except DeadlineError:
        return None
    told = {
        "stopped": gettext("Délai terminé"),
        "suspended": gettext("Délai suspendu"),
        "not_started": gettext("Dossier à compléter : le délai attend"),
    }
    sentences = list_clock_sentences(state, run.period.calendar, language())
    if state.state in told:
        tone = "none" if state.state == "stopped" else "paused"
        return Period(tag=DeadlineWords(state=tone, text=told[state.state]), sentences=sentences)
    return Period(tag=_left(run, state.due_at, now), sentences=sentences)


def _left(run: CaseRun, due_at: datetime | None, now: datetime) -> DeadlineWords:
    if due_at is None:
        return DeadlineWords(state="none", text=gettext("Sans délai"))
    left = time_left(due_at, now, run.period.calendar)
    day = format_day(due_at, language())
    if left.late:
        text = ngettext("En retard de %(count)s jour", "En retard de %(count)s jours", -left.days)
        return DeadlineWords(state="late", text=text, day=day)
    if left.days == 0:
        return DeadlineWords(state="soon", text=gettext("Dernier jour"), day=day)
    return DeadlineWords(
        state="ok", text=ngettext("Il reste %(count)s jour", "Il reste %(count)s jours", left.days), day=day
    )


def standing_of(play: OpenPlay) -> Standing:
    """Return where the case stands: not filed, its status, its outcome, or an incident."""
    run, package = play.played.run, play.package
    if not play.played.begun:
        return Standing(title=gettext("Pas encore déposé"), tone="neutral")
    if run.state_of_case == "incident":
        return Standing(title=gettext("Incident"), tone="danger")
    if run.state_of_case in ("completed", "terminated"):
        outcome = run.outcome or ""
        tone = "success" if outcome in FAVOURABLE else "danger" if outcome in UNFAVOURABLE else "neutral"
        return Standing(title=outcome_title(package, outcome) or gettext("Dossier clos"), tone=tone)
    return Standing(title=status_title(package, run.status) or gettext("Dossier ouvert"), tone="info")


def positions_of(play: OpenPlay) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the elements of the diagram where the case stands, and those that it has passed."""
    run, package = play.played.run, play.package
    if not run.state:
        return (), ()
    elements = package.bpmn.elements
    standing = Engine.positions(run.deployed.definition, run.state) if run.state_of_case != "completed" else ()
    places = package.places_of(standing)
    here = tuple(place for place in places if place in elements and elements[place].kind not in SUB_PROCESS_KINDS)
    passed = package.places_of(run.entered)
    return here, tuple(place for place in passed if place in elements and place not in here)


def told_steps(play: OpenPlay) -> list[dict[str, Any]]:
    """Return all that happened, oldest first, as `ui.timeline` shows it; a status that stays is told once."""
    rows: list[dict[str, Any]] = []
    status = ""
    for fact in play.played.run.records.happenings:
        if fact.kind == "status":
            if fact.name == status:
                continue
            status = fact.name
        title, text = say_happening(play.package, fact)
        rows.append(
            {
                "title": title,
                "text": text,
                "moment": format_moment(fact.moment, language()),
                "iso": fact.moment.isoformat(),
                "state": "stopped" if fact.kind == "incident" else "done",
            }
        )
    return rows


def declared(play: OpenPlay) -> tuple[DisplaySection, ...]:
    """Return what was declared in the request, as corrected since, without the questions left unanswered."""
    run = play.played.run
    form = run.deployed.forms.get(play.package.manifest["start_form"])
    if form is None or not play.played.begun:
        return ()
    sections = form.display(
        run.document,
        context={**run.document, **run.environment().context},
        language=language(),
        now=run.clock.now(),
        files=run.files,
    )
    answered = (
        DisplaySection(title=part.title, rows=tuple(row for row in part.rows if row.answered)) for part in sections
    )
    return tuple(part for part in answered if part.rows)


def list_values(play: OpenPlay) -> list[tuple[str, str, str]]:
    """Return (key, label, value as YAML) of the case's data that the request did not ask."""
    run = play.played.run
    start = run.deployed.forms.get(play.package.manifest["start_form"])
    asked = {field.field_key for field in start.fields} if start else set()
    labels: dict[str, str] = {}
    for form in run.deployed.forms.values():
        labels |= {field.field_key: field.label.get(language(), "") for field in form.fields if field.label}
    return [
        (key, labels.get(key, ""), value if isinstance(value, str) else _plain(value))
        for key, value in run.document.items()
        if key not in asked and value is not None
    ]


def _plain(value: object) -> str:
    """Return a value as YAML without the mark that ends a document of one word."""
    return as_yaml(value).strip().removesuffix("...").strip()


def clock_words(play: OpenPlay) -> str:
    """Return the moment of the trial in words."""
    return format_moment(play.played.run.clock.now(), language())


def clock_day(play: OpenPlay) -> str:
    """Return the day of the trial as a field of a form takes it."""
    return local_day(play.played.run.clock.now()).isoformat()


def clock_hour(moment: datetime) -> str:
    """Return a moment as a field of date and hour takes it."""
    return moment.astimezone(CASABLANCA).strftime("%Y-%m-%dT%H:%M")


def as_yaml(value: Mapping[str, Any] | Sequence[Any] | object) -> str:
    """Return a value as YAML that a person can read and change."""
    if value in ({}, None):
        return ""
    return yaml.safe_dump(to_plain(value), allow_unicode=True, sort_keys=False, width=100)
