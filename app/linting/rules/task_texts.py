"""Each user task has a title and the words of its button, in Arabic and in French.

Why: the worklist and the task page speak to a clerk or to a citizen, not to a modeller.
Wrong: tasks.check-completeness without `action`.
Right: tasks: {check-completeness: {title: Vérifier le dossier, action: Enregistrer la vérification, hint: …}}
Source: layout of packages; style of the interface (buttons say what they do).
"""

from collections.abc import Iterator

from app.domain.languages import INTERFACE_LANGUAGES
from app.linting.places import line_of, texts_file
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("task-texts", severity="error", family="translation")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    for task in package.bpmn.user_tasks():
        for language in INTERFACE_LANGUAGES:
            for part in ("title", "action"):
                path = f"tasks.{task.id}.{part}"
                if not package.has_text(path, language):
                    file = texts_file(package, language)
                    yield Remark(
                        file=file,
                        element=task.id,
                        line=line_of(package, file, "tasks", task.id),
                        message=f"Expected the text {path} in “{language}”, found none: write it.",
                    )
