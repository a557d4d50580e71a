"""The form of a task of a trial, filled in by whoever plays: real fields, real checks, files that stand for uploads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.languages import Language
from app.engine import OpenedTask, as_json
from app.forms import AttachmentRef, FormDefinition, Validation
from app.forms.media_types import accepted_media_types
from app.scenarios.attachments import attach, with_file_ids
from app.scenarios.refusals import StepRefused
from app.scenarios.run import CaseRun

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
FileNames = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A form that waits in a trial, with what it may see. `task` is None for the request itself."""

    form: FormDefinition
    task: OpenedTask | None
    document: Mapping[str, Any]
    context: Mapping[str, Any]
    files: Mapping[str, Sequence[AttachmentRef]]
    now: datetime

    def files_named(self, names: FileNames) -> dict[str, Sequence[AttachmentRef]]:
        """Return the files that the form sees: those of the case, and for its own fields the ones that are named."""
        own = {field.field_key for field in self.form.fields if field.type == "filepicker"}
        kept = {key: value for key, value in self.files.items() if key not in own}
        return {**kept, **attach(self.form, {key: list(value) for key, value in names.items() if key in own})}

    def check(self, answers: Mapping[str, Any], names: FileNames, *, language: Language) -> Validation:
        """Check what was posted, or JSON answers."""
        own = {field.field_key for field in self.form.fields if field.type == "filepicker"}
        return self.form.validate(
            {key: value for key, value in answers.items() if key not in own},
            context=self.context,
            language=language,
            now=self.now,
            files=self.files_named(names),
            previous=self.document,
        )


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A form that was sent: `answers` as a scenario writes them, `names` of its files, and what was refused."""

    answers: Mapping[str, Any]
    names: FileNames
    found: Validation


def asked_of(run: CaseRun, key: str | None) -> Asked:
    """Return the form of a waiting task by its key, or that of the request.

    Raises:
        StepRefused: nothing waits under that key, or the task has no form in the package.
    """
    task = None if key is None else run.tasks.get(key)
    if key is not None and task is None:
        message = f"expected the user task “{key}” to wait, found {run.waits_in_words()}"
        raise StepRefused(message, reason="not-waiting", element=key, waiting=run.waiting, state=run.state_of_case)
    name = run.deployed.package.manifest["start_form"] if task is None else task.form
    form = run.deployed.forms.get(name or "")
    if form is None:
        message = f"expected the form “{name}” in the package, found none: list it"
        raise StepRefused(message, reason="form-unknown", form=name or "")
    document = run.seen_by(task)
    return Asked(
        form=form,
        task=task,
        document=document,
        context={**document, **run.environment().context},
        files=run.files,
        now=run.clock.now(),
    )


def fill_in(asked: Asked, posted: Mapping[str, Any], names: FileNames, *, language: Language, stand_in: bool) -> Filled:
    """Check a form that was posted. With `stand_in`, a file stands in wherever one is demanded and none was joined."""
    found = asked.check(posted, names, language=language)
    if stand_in:
        joined = {key: [name] for key, name in _missing(asked.form, found.errors, names)}
        if joined:
            names = {**names, **joined}
            found = asked.check(posted, names, language=language)
    return Filled(answers=_as_written(asked, found, posted, names, language), names=names, found=found)


def stand_in_name(form: FormDefinition, key: str) -> str:
    """Return the name of a file of a type that the field accepts."""
    field = next(field for field in form.fields if field.field_key == key)
    endings = (ENDINGS[accepted] for accepted in accepted_media_types(field.accept) if accepted in ENDINGS)
    return f"{key.replace('_', '-')}.{next(endings, 'pdf')}"


def _missing(form: FormDefinition, errors: Mapping[str, str], names: FileNames) -> list[tuple[str, str]]:
    pickers = {field.field_key for field in form.fields if field.type == "filepicker"}
    return [(key, stand_in_name(form, key)) for key in errors if key in pickers and not names.get(key)]


def _as_written(
    asked: Asked, found: Validation, posted: Mapping[str, Any], names: FileNames, language: Language
) -> dict[str, Any]:
    """Return the answers as a scenario writes them: names of files, and nothing that the form computes again."""
    if found.errors:
        return {}
    plain: dict[str, Any] = {key: as_json(value) for key, value in found.answers.items()}
    shown = {key: list(names[key]) for key in plain if names.get(key)}
    short = {key: value for key, value in plain.items() if _is_said(key, value, posted)} | shown
    again = asked.form.validate(
        with_file_ids(short, attach(asked.form, short)),
        context=asked.context,
        language=language,
        now=asked.now,
        files=asked.files_named(names),
        previous=asked.document,
    )
    return short if again.answers == found.answers and not again.errors else plain | shown


def _is_said(key: str, value: Any, posted: Mapping[str, Any]) -> bool:
    """Tell whether a person gave the answer; a list of rows is posted under names of its own."""
    given = key in posted or any(name.startswith((f"{key}[", f"{key}.")) for name in posted)
    return given and value not in (None, "", [])
