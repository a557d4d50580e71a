"""Answers that a form must refuse: the person sees the error at its field, and nothing is filed or completed."""

from collections.abc import Mapping
from typing import Any

from app.engine import OpenedTask
from app.forms import FormDefinition
from app.scenarios.reading import Step
from app.scenarios.refusals import StepRefused
from app.scenarios.run import CaseRun


def refuse_filing(run: CaseRun, mistake: Step) -> None:
    """Fill in the first form as the request does, but for a mistake; null leaves an answer out. Raises StepRefused."""
    given = {**run.scenario.start, **mistake.data}
    answers = {key: value for key, value in given.items() if value is not None}
    _refuse(run, run.form(run.deployed.package.manifest["start_form"]), answers, mistake, None)


def refuse_completion(run: CaseRun, step: Step) -> None:
    """Try to complete a user task with answers that its form refuses; the task stays. Raises StepRefused."""
    task = run.waiting_task(step)
    _refuse(run, run.form(task.form), step.data, step, task)


def _refuse(
    run: CaseRun, form: FormDefinition, answers: Mapping[str, Any], step: Step, task: OpenedTask | None
) -> None:
    errors = run.validated(form, answers, task).errors
    expected = step.refused or {}
    if set(errors) != set(expected):
        found = "; ".join(f"{key}: {message}" for key, message in errors.items()) or "no error"
        message = f"expected the form “{form.id}” to refuse {', '.join(sorted(expected))}, found {found}"
        raise StepRefused(
            message,
            reason="refusal-differs",
            form=form.id,
            expected=sorted(expected),
            errors=dict(errors),
            labels=form.labels,
        )
    for key, text in expected.items():
        if text is not None and text != errors[key]:
            message = f"expected the form “{form.id}” to say “{text}” at {key}, found “{errors[key]}”"
            raise StepRefused(
                message,
                reason="sentence-differs",
                form=form.id,
                field=key,
                sentence=text,
                said=errors[key],
                errors=dict(errors),
                labels=form.labels,
            )
    element = task.element if task is not None else ""
    run.records.note("refused", run.clock.now(), element=element, name=", ".join(errors), data=dict(errors))
