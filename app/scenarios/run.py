"""One case in memory: the saved state, the document, the clock, and all that waits."""

from collections.abc import Mapping
from typing import Any, ClassVar

from app.deadlines import past_last_second
from app.deployments import PERIOD_OVER, Deployed
from app.domain.clock import FixedClock, local_day
from app.domain.errors import MastaraError
from app.domain.languages import read_language
from app.engine import Engine, Environment, OpenedJob, OpenedTask, OpenedTimer, StepResult, Subscription
from app.forms import AttachmentRef, FormDefinition
from app.linting import OPERATIONS
from app.procedures.message_templates import render_message
from app.scenarios.attachments import attach, to_plain, with_file_ids
from app.scenarios.clock import ScenarioClock, timer_differences
from app.scenarios.mail import message_values
from app.scenarios.reading import Scenario, Step

REFERENCE = "2026-0000000-000001"
MOST_ROUNDS = 1_000
"""Automatic jobs and timers in one step; a diagram that needs more turns in a circle."""


class StepRefused(MastaraError):
    """The step cannot happen now; the message says what waited instead."""

    code: ClassVar[str] = "step-refused"


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

    # --- what the scenario asks for ------------------------------------------------------------------------------

    def start(self) -> None:
        """File the request, its answers checked like a citizen's; without a plain start its own event begins it."""
        if not self.deployed.package.bpmn.may_be_filed:
            self._begin_unfiled()
            return
        form = self._form(self.deployed.package.manifest["start_form"])
        answers = self._checked(form, self.scenario.start)
        self._apply(Engine.start(self.deployed.definition, answers, self._environment()))

    def _begin_unfiled(self) -> None:
        if self.scenario.start:
            found = ", ".join(sorted(self.scenario.start))
            raise StepRefused(f"expected `start: {{}}`, since nobody files this procedure, found answers: {found}")
        self._apply(Engine.start(self.deployed.definition, {}, self._environment()))

    def complete(self, step: Step) -> None:
        """Complete a user task with the answers of its form."""
        task = self._find(self.tasks, step, "the user task")
        answers = self._checked(self._form(task.form), step.data, task) if task.form else dict(to_plain(step.data))
        self._apply(
            Engine.complete(self.deployed.definition, self.state, self.document, task.key, answers, self._environment())
        )

    def answer_job(self, step: Step) -> None:
        """Answer a service task with the result or the error that the scenario gives."""
        job = self._find(self.jobs, step, "the service task")
        if step.error is not None:
            self._fail(job, step.error)
        else:
            self._finish(job, {**self._invented(job), **to_plain(step.data)})

    def deliver(self, step: Step) -> None:
        """Hand over a message that the case waits for."""
        waiting = self._subscriptions("message", step.name)
        if not waiting:
            raise StepRefused(f"expected the case to wait for the message “{step.name}”, found {self.waits_in_words()}")
        self._apply(
            Engine.deliver(
                self.deployed.definition,
                self.state,
                self.document,
                step.name,
                to_plain(step.data),
                self._environment(),
                subscription_key=waiting[0].key,
            )
        )

    def broadcast(self, step: Step) -> None:
        """Send a signal to all that waits for it in the case."""
        if not self._subscriptions("signal", step.name):
            raise StepRefused(f"expected the case to wait for the signal “{step.name}”, found {self.waits_in_words()}")
        self._apply(
            Engine.broadcast(
                self.deployed.definition,
                self.state,
                self.document,
                step.name,
                to_plain(step.data),
                self._environment(),
            )
        )

    def _subscriptions(self, kind: str, name: str) -> list[Subscription]:
        return [item for item in self.subscriptions.values() if (item.kind, item.message) == (kind, name)]

    def advance(self, step: Step, *, kept: frozenset[str]) -> None:
        """Let time pass; each timer fires at its own moment, and jobs answer in between."""
        until = step.duration.add_to(self.clock.now())
        for _ in range(MOST_ROUNDS):
            timer = min(self.timers.values(), key=lambda item: (item.due, item.key), default=None)
            over = self.period.over_at(self._awaits(PERIOD_OVER))
            if over is not None and over <= until and (timer is None or over <= timer.due):
                self.clock.move_to(max(over, self.clock.now()))
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
            self._apply(
                Engine.fire_timer(self.deployed.definition, self.state, self.document, timer.key, self._environment())
            )
            self.answer_jobs(kept=kept)
        raise StepRefused(f"expected an end of timers within {MOST_ROUNDS}, found more: a timer repeats without end")

    def check(self, step: Step) -> None:
        """Compare the legal period, or the last days of the timers that wait, with what the scenario expects."""
        wanted = to_plain(step.data)
        if step.name == "timers":
            found = timer_differences({item.element: item.due for item in self.timers.values()}, wanted)
        else:
            found = self.period.differences(wanted, self.clock.now())
        differences = "; ".join(found)
        if differences:
            raise StepRefused(differences)

    def answer_jobs(self, *, kept: frozenset[str]) -> None:
        """Answer every waiting service task with an invented result, but those that the next steps answer."""
        for _ in range(MOST_ROUNDS):
            job = next((item for item in self.jobs.values() if item.element not in kept), None)
            if job is None:
                return
            self._finish(job, self._invented(job))
        raise StepRefused(f"expected fewer than {MOST_ROUNDS} jobs in a row, found more: the diagram turns in a circle")

    # --- what can be read afterwards -----------------------------------------------------------------------------

    @property
    def waiting(self) -> tuple[str, ...]:
        """The ids of the user, receive and service tasks that wait, in order, once for each instance."""
        tasks = [task.element for task in self.tasks.values()]
        received = [item.element for item in self.subscriptions.values() if item.receive_task]
        return tuple(sorted([*tasks, *received, *(job.element for job in self.jobs.values())]))

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

    def _environment(self) -> Environment:
        return self.deployed.environment(
            self._case(), calendar=lambda: self.period.calendar, filed_at=self.scenario.clock, now=self.clock.now()
        )

    def _case(self) -> dict[str, object]:
        return {
            "reference": REFERENCE,
            "language": self.scenario.language,
            "channel": self.scenario.channel,
            "filed_on": local_day(self.scenario.clock).isoformat(),
            "may_ask": self.period.may_ask(self.clock.now()),
            "commune": dict(self.scenario.commune),
        }

    def _form(self, name: str | None) -> FormDefinition:
        form = self.deployed.forms.get(name or "")
        if form is None:
            raise StepRefused(f"expected the form “{name}” in the package, found none: list it")
        return form

    def _checked(
        self, form: FormDefinition, given: Mapping[str, Any], task: OpenedTask | None = None
    ) -> dict[str, Any]:
        unknown = sorted(set(given) - {field.field_key for field in form.fields})
        if unknown:
            raise StepRefused(f"expected fields of the form “{form.id}”, found {', '.join(unknown)}: correct the keys")
        files = attach(form, given)
        self.files |= files
        document = self._seen_by(task)
        validation = form.validate(
            with_file_ids(given, files),
            context={**document, **self._environment().context},
            language=read_language(self.scenario.language),
            now=self.clock.now(),
            files=self.files,
            previous=document,
        )
        if validation.errors:
            faults = "; ".join(f"{key}: {message}" for key, message in validation.errors.items())
            raise StepRefused(f"expected answers that the form “{form.id}” accepts, found {faults}")
        return dict(validation.answers)

    def _seen_by(self, task: OpenedTask | None) -> dict[str, Any]:
        """Return the document that the form of a task sees: inside a flow that of the flow."""
        if task is None or task.element in self.deployed.package.bpmn.elements:
            return self.document
        return Engine.visible(self.deployed.definition, self.state, self.document, task.key, self._environment())

    def _find(self, waiting: Mapping[str, Any], step: Step, what: str) -> Any:
        found = [item for item in waiting.values() if item.element == step.name]
        if step.index is not None:
            found = [item for item in found if item.index == step.index]
        if not found:
            raise StepRefused(f"expected {what} “{step.name}” to wait, found {self.waits_in_words()}")
        return found[0]

    def _invented(self, job: OpenedJob) -> dict[str, Any]:
        """Return an invented result: the example of the operation, with what the inputs say of it."""
        operation = OPERATIONS.get(job.operation)
        if operation is None:
            known = ", ".join(OPERATIONS)
            raise StepRefused(f"expected one of {known} at “{job.element}”, found “{job.operation}”")
        for name in operation.required:
            if job.inputs.get(name) in (None, ""):
                raise StepRefused(f"expected a value for the input “{name}” of “{job.element}”, found none")
        if job.operation == "notify":
            self._render(job)
        return {key: job.inputs.get(key, value) for key, value in operation.example.items()}

    def _render(self, job: OpenedJob) -> None:
        """Write the message in every language, so that a wrong name in it is found here."""
        key = str(job.inputs["message"])
        sources = self.deployed.package.messages.get(key)
        if not sources:
            raise StepRefused(f"expected a message of the package at “{job.element}”, found “{key}”: list it")
        values = message_values(self.scenario, self.document, str(job.inputs.get("reason", "")), REFERENCE)
        for language, source in sources.items():
            render_message(source, values, file=f"messages/{key}.{language}.txt", language=language)

    def _finish(self, job: OpenedJob, result: Mapping[str, Any]) -> None:
        self._apply(
            Engine.finish_job(
                self.deployed.definition, self.state, self.document, job.key, dict(result), self._environment()
            )
        )

    def _fail(self, job: OpenedJob, error: str) -> None:
        self._apply(
            Engine.fail_job(self.deployed.definition, self.state, self.document, job.key, error, self._environment())
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
        self.coverage |= {*result.trace, *(end.element for end in result.ends), *self._standing()}
        if result.incident is not None:
            place, why = result.incident.element, result.incident.message
            raise StepRefused(f"expected the case to go on, found it standing still at “{place}”: {why}")

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
