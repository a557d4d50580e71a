"""One case in memory: the saved state, the document, the clock, and all that waits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.deadlines import past_last_second
from app.deployments import PERIOD_OVER, Deployed
from app.domain.clock import FixedClock, local_day
from app.domain.languages import read_language
from app.engine import Engine, Environment, OpenedJob, OpenedTask, OpenedTimer, StepResult, Subscription
from app.forms import AttachmentRef, FormDefinition, Validation
from app.scenarios.attachments import attach, to_plain, with_file_ids
from app.scenarios.clock import ScenarioClock, timer_faults
from app.scenarios.reading import Scenario, Step
from app.scenarios.records import HappeningKind, Records
from app.scenarios.refusals import StepRefused
from app.scenarios.registers import RegistersInMemory
from app.scenarios.services import PRINTING, REFERENCE, invented_result, printed_document, written_message

MOST_ROUNDS = 1_000
"""Automatic jobs and timers in one step; a diagram that needs more turns in a circle."""
MOST_TIMERS = 3_000
"""Timers that happen in one case, whatever the number of steps."""
LAST_YEAR = 2200
"""No case lasts until then: a clock that is put further is a typing error."""

Kept = frozenset[str] | None
"""Service tasks that do not answer by themselves, since the next steps answer them; None: all of them."""


class CaseRun:
    """The case of a scenario while it runs; mutable, and alive for one run only."""

    def __init__(self, deployed: Deployed, scenario: Scenario) -> None:
        self.deployed = deployed
        self.scenario = scenario
        self.clock = FixedClock(scenario.clock)
        self.period = ScenarioClock(deployed.package, scenario.clock)
        self.state = b""
        self.document: dict[str, Any] = {}
        self.files: dict[str, list[AttachmentRef]] = {}
        self.tasks: dict[str, OpenedTask] = {}
        self.timers: dict[str, OpenedTimer] = {}
        self.jobs: dict[str, OpenedJob] = {}
        self.subscriptions: dict[str, Subscription] = {}
        self.result: StepResult | None = None
        self.status = ""
        self.outcome: str | None = None
        self.ends: list[str] = []
        self.coverage: set[str] = set()
        self.entered: set[str] = set()
        self.timers_fired = 0
        self.records = Records()
        self.registers = RegistersInMemory(kinds=deployed.package.registers, commune=scenario.commune["code"])
        self.registers.fill(scenario.registers, scenario.clock)

    # --- what the scenario asks for ------------------------------------------------------------------------------

    def start(self) -> None:
        """File the request, its answers checked like a citizen's; without a plain start its own event begins it."""
        if not self.deployed.package.bpmn.may_be_filed:
            self._begin_unfiled()
            return
        form = self.form(self.deployed.package.manifest["start_form"])
        answers = self._checked(form, self.scenario.start)
        self._note("filed", data=answers)
        self._apply(Engine.start(self.deployed.definition, answers, self.environment()))

    def _begin_unfiled(self) -> None:
        if self.scenario.start:
            found = ", ".join(sorted(self.scenario.start))
            message = f"expected `start: {{}}`, since nobody files this procedure, found answers: {found}"
            raise StepRefused(message, reason="not-filed", found=found)
        self._note("filed")
        self._apply(Engine.start(self.deployed.definition, {}, self.environment()))

    def complete(self, step: Step) -> None:
        """Complete a user task with the answers of its form."""
        task = self.waiting_task(step)
        answers = self._checked(self.form(task.form), step.data, task) if task.form else dict(to_plain(step.data))
        self._note("completed", element=task.element, index=task.index, data=answers)
        self._apply(
            Engine.complete(self.deployed.definition, self.state, self.document, task.key, answers, self.environment())
        )

    def answer_job(self, step: Step) -> None:
        """Answer a service task with the result or the error that the scenario gives."""
        job = self._find(self.jobs, step, "the service task")
        if step.error is not None:
            self._fail(job, step.error)
        else:
            self._finish(job, {**self._result(job), **to_plain(step.data)})

    def deliver(self, step: Step) -> None:
        """Hand over a message that the case waits for."""
        waiting = self.awaiting("message", step.name, step.index)
        if not waiting:
            message = f"expected the case to wait for the message “{step.name}”, found {self.waits_in_words()}"
            raise StepRefused(message, reason="message-not-awaited", name=step.name, state=self.state_of_case)
        self._note("message", element=waiting[0].element, name=step.name, data=to_plain(step.data))
        self._apply(
            Engine.deliver(
                self.deployed.definition,
                self.state,
                self.document,
                step.name,
                to_plain(step.data),
                self.environment(),
                subscription_key=waiting[0].key,
            )
        )

    def broadcast(self, step: Step) -> None:
        """Send a signal to all that waits for it in the case."""
        if not self.awaiting("signal", step.name):
            message = f"expected the case to wait for the signal “{step.name}”, found {self.waits_in_words()}"
            raise StepRefused(message, reason="signal-not-awaited", name=step.name, state=self.state_of_case)
        self._note("signal", name=step.name, data=to_plain(step.data))
        self._apply(
            Engine.broadcast(
                self.deployed.definition,
                self.state,
                self.document,
                step.name,
                to_plain(step.data),
                self.environment(),
            )
        )

    def awaiting(self, kind: str, name: str, index: int | None = None) -> list[Subscription]:
        """Return what waits for a message or a signal of this name, in one instance of a repetition if it is given."""
        found = [item for item in self.subscriptions.values() if (item.kind, item.message) == (kind, name)]
        return found if index is None else [item for item in found if item.index == index]

    def advance(self, step: Step, *, kept: Kept) -> None:
        """Let time pass; each timer fires at its own moment, and jobs answer in between."""
        until = self._bounded(step)
        for _ in range(min(MOST_ROUNDS, MOST_TIMERS - self.timers_fired)):
            timer = min(self.timers.values(), key=lambda item: (item.due, item.key), default=None)
            over = self.period_over_at
            if over is not None and over <= until and (timer is None or over <= timer.due):
                self.clock.move_to(max(over, self.clock.now()))
                self._note("period-over")
                self.period.tell_over()
                self.deliver(
                    Step(
                        kind="message",
                        name=PERIOD_OVER,
                        data={"silence": self.deployed.package.manifest["silence"]["effect"]},
                    )
                )
                self.answer_jobs(kept=kept)
                continue
            if timer is None or timer.due > until:
                self.clock.move_to(until)
                return
            self.clock.move_to(past_last_second(max(timer.due, self.clock.now())))
            self._note("timer", element=timer.element)
            self.timers_fired += 1
            self._apply(
                Engine.fire_timer(self.deployed.definition, self.state, self.document, timer.key, self.environment())
            )
            self.answer_jobs(kept=kept)
        message = f"expected an end of timers within {MOST_ROUNDS}, found more: a timer repeats without end"
        raise StepRefused(message, reason="timers-without-end", bound=MOST_ROUNDS)

    def _bounded(self, step: Step) -> datetime:
        try:
            until = step.duration.add_to(self.clock.now())
        except OverflowError:
            until = None
        if until is None or until.year > LAST_YEAR:
            message = f"expected a moment before the year {LAST_YEAR}, found {step.name} more: advance less"
            raise StepRefused(message, reason="clock-too-far", year=LAST_YEAR)
        return until

    @property
    def period_over_at(self) -> datetime | None:
        """The first moment after the legal period, when something waits for it."""
        return self.period.over_at(self._awaits(PERIOD_OVER))

    def check(self, step: Step) -> None:
        """Compare the legal period, or the last days of the timers that wait, with what the scenario expects."""
        wanted = to_plain(step.data)
        if step.name == "timers":
            faults = timer_faults({item.element: item.due for item in self.timers.values()}, wanted)
        else:
            faults = self.period.faults(wanted, self.clock.now())
        if faults:
            raise StepRefused("; ".join(map(str, faults)), reason="period-differs", faults=faults)

    def answer_jobs(self, *, kept: Kept) -> None:
        """Answer every waiting service task with an invented result, but those that the next steps answer."""
        if kept is None:
            return
        for _ in range(MOST_ROUNDS):
            job = next((item for item in self.jobs.values() if item.element not in kept), None)
            if job is None:
                return
            self._finish(job, self._result(job))
        message = f"expected fewer than {MOST_ROUNDS} jobs in a row, found more: the diagram turns in a circle"
        raise StepRefused(message, reason="jobs-without-end", bound=MOST_ROUNDS)

    # --- what can be read afterwards -----------------------------------------------------------------------------

    @property
    def waiting(self) -> tuple[str, ...]:
        """The ids of the user, receive and service tasks that wait, in order, once for each instance."""
        tasks = [task.element for task in self.tasks.values()]
        received = [item.element for item in self.subscriptions.values() if item.receive_task]
        return tuple(sorted([*tasks, *received, *(job.element for job in self.jobs.values())]))

    @property
    def state_of_case(self) -> str:
        """running, completed, terminated or incident; empty before the start."""
        return self.result.status if self.result else ""

    def environment(self) -> Environment:
        """Return what the diagram and the forms may see now."""
        return self.deployed.environment(
            self._case(), calendar=lambda: self.period.calendar, filed_at=self.scenario.clock, now=self.clock.now()
        )

    def seen_by(self, task: OpenedTask | None) -> dict[str, Any]:
        """Return the document that the form of a task sees: inside a flow that of the flow."""
        if task is None or task.element in self.deployed.package.bpmn.elements:
            return self.document
        return Engine.visible(self.deployed.definition, self.state, self.document, task.key, self.environment())

    def waits_in_words(self) -> str:
        """Say all that waits, for a message to the analyst."""
        parts = [f"the user task “{task.element}”" for task in self.tasks.values()]
        parts += [f"the service task “{job.element}”" for job in self.jobs.values()]
        parts += [f"the {item.kind} “{item.message}” at “{item.element}”" for item in self.subscriptions.values()]
        parts += [f"the timer “{item.element}” (due {local_day(item.due)})" for item in self.timers.values()]
        if self.result is not None and self.result.status != "running":
            return f"the case {self.result.status}" + (f" and waiting: {', '.join(parts)}" if parts else "")
        return f"these waiting: {', '.join(parts)}" if parts else "nothing waiting"

    def _awaits(self, message: str) -> bool:
        return any(item.message == message for item in self.subscriptions.values())

    # --- inside ----------------------------------------------------------------------------------------------------

    def _case(self) -> dict[str, object]:
        return {
            "reference": REFERENCE,
            "language": self.scenario.language,
            "channel": self.scenario.channel,
            "filed_on": local_day(self.scenario.clock).isoformat(),
            "may_ask": self.period.may_ask(self.clock.now()),
            "commune": dict(self.scenario.commune),
        }

    def form(self, name: str | None) -> FormDefinition:
        """Return a form of the package. Raises StepRefused."""
        form = self.deployed.forms.get(name or "")
        if form is None:
            message = f"expected the form “{name}” in the package, found none: list it"
            raise StepRefused(message, reason="form-unknown", form=name or "")
        return form

    def waiting_task(self, step: Step) -> OpenedTask:
        """Return the user task that a step is about. Raises StepRefused."""
        task: OpenedTask = self._find(self.tasks, step, "the user task")
        return task

    def validated(self, form: FormDefinition, given: Mapping[str, Any], task: OpenedTask | None = None) -> Validation:
        """Check answers like a person's, their files attached. Raises StepRefused for keys that the form has not."""
        unknown = sorted(str(key) for key in set(given) - {field.field_key for field in form.fields})
        if unknown:
            message = f"expected fields of the form “{form.id}”, found {', '.join(unknown)}: correct the keys"
            raise StepRefused(message, reason="fields-unknown", form=form.id, fields=unknown)
        files = attach(form, given)
        document = self.seen_by(task)
        return form.validate(
            with_file_ids(given, files),
            context={**document, **self.environment().context},
            language=read_language(self.scenario.language),
            now=self.clock.now(),
            files=self.files | files,
            previous=document,
        )

    def _checked(
        self, form: FormDefinition, given: Mapping[str, Any], task: OpenedTask | None = None
    ) -> dict[str, Any]:
        validation = self.validated(form, given, task)
        if validation.errors:
            faults = "; ".join(f"{key}: {message}" for key, message in validation.errors.items())
            message = f"expected answers that the form “{form.id}” accepts, found {faults}"
            refused = {"form": form.id, "errors": dict(validation.errors), "labels": form.labels}
            raise StepRefused(message, reason="answers-refused", **refused)
        self.files |= attach(form, given)
        return dict(validation.answers)

    def _find(self, waiting: Mapping[str, Any], step: Step, what: str) -> Any:
        found = [item for item in waiting.values() if item.element == step.name]
        if step.index is not None:
            found = [item for item in found if item.index == step.index]
        if not found:
            message = f"expected {what} “{step.name}” to wait, found {self.waits_in_words()}"
            raise StepRefused(
                message, reason="not-waiting", element=step.name, waiting=self.waiting, state=self.state_of_case
            )
        return found[0]

    def _result(self, job: OpenedJob) -> dict[str, Any]:
        """Return what a service task gets back: from the registers of this run, else an invented result."""
        invented = invented_result(job)
        return self.registers.answer(job, self.clock.now()) or invented

    def _finish(self, job: OpenedJob, result: Mapping[str, Any]) -> None:
        now = self.clock.now()
        if job.operation == "notify":
            sent = written_message(job, self.deployed.package, self.scenario, self.document, now)
            self.records.messages.append(sent)
        if job.operation in PRINTING:
            self.records.documents.append(printed_document(job, self.document, result, now))
        self._note("answered", element=job.element, name=job.operation, index=job.index, data=result)
        self._apply(
            Engine.finish_job(
                self.deployed.definition, self.state, self.document, job.key, dict(result), self.environment()
            )
        )

    def _fail(self, job: OpenedJob, error: str) -> None:
        self._note("failed", element=job.element, name=error, index=job.index)
        self._apply(
            Engine.fail_job(self.deployed.definition, self.state, self.document, job.key, error, self.environment())
        )

    def _apply(self, result: StepResult) -> None:
        self.result, self.state, self.document = result, result.state, dict(result.document)
        self._keep_waiting(result)
        self.period.follow(result, self._standing(), now=self.clock.now())
        if result.milestones:
            self.status = result.milestones[-1].status
        for end in result.ends:
            if end.scope is None:
                self.outcome = end.outcome or self.outcome
            self.ends.append(end.element)
        self._note_result(result)
        passed = {*result.trace, *(end.element for end in result.ends)}
        self.coverage |= passed | self._standing()
        self.entered |= passed | self._entered()
        if result.incident is not None:
            place, why = result.incident.element, result.incident.message
            message = f"expected the case to go on, found it standing still at “{place}”: {why}"
            raise StepRefused(message, reason="incident", element=place, incident=result.incident)

    def _note(self, kind: HappeningKind, **told: Any) -> None:
        self.records.note(kind, self.clock.now(), **told)

    def _note_result(self, result: StepResult) -> None:
        for decision in result.decisions:
            self._note("decision", element=decision.element, name=decision.decision, data={"result": decision.result})
        for thrown in result.thrown_messages:
            self._note("thrown", element=thrown.element, name=thrown.name)
        for milestone in result.milestones:
            self._note("status", element=milestone.element, name=milestone.status)
        for end in result.ends:
            self._note("end", element=end.element, name=end.outcome or "")
        if result.incident is not None:
            self._note("incident", element=result.incident.element, name=result.incident.code)

    def _entered(self) -> set[str]:
        """Return the elements where a token stands; an event that only watches, on a border, was not reached."""
        found = ((element, self.deployed.package.find_element(element)) for element in self._standing())
        return {name for name, element in found if element and element.kind not in ("boundaryEvent", "startEvent")}

    def _standing(self) -> set[str]:
        """Return the ids of the elements where something waits."""
        kinds: tuple[Mapping[str, Any], ...] = (self.tasks, self.jobs, self.timers, self.subscriptions)
        return {item.element for waiting in kinds for item in waiting.values()}

    def _keep_waiting(self, result: StepResult) -> None:
        changes: tuple[tuple[dict[str, Any], Any, Any], ...] = (
            (self.tasks, result.opened_tasks, result.closed_tasks),
            (self.timers, result.opened_timers, result.closed_timers),
            (self.jobs, result.opened_jobs, result.closed_jobs),
            (self.subscriptions, result.opened_subscriptions, result.closed_subscriptions),
        )
        for waiting, opened, closed in changes:
            for item in closed:
                waiting.pop(item.key, None)
            for item in opened:
                waiting[item.key] = item
