"""Texts that nothing uses are reported.

Why: a text left behind after a rename hides that its successor is missing, and translators work for nothing.
Wrong: tasks.check-file in ar.yaml after the task became check-completeness.
Right: rename the key, or remove the text.
Source: layout of packages, one word joins the parts.
"""

from collections.abc import Iterator

from app.linting.places import line_of, texts_file
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("stray-texts", severity="warning", family="translation")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    models = (package.bpmn, *package.flows.models.values())
    elements = [element for model in models for element in model.elements.values()]
    known = {
        "tasks": {element.id for element in elements},
        "statuses": {element.status for element in elements if element.status},
        "outcomes": {element.outcome for element in elements if element.outcome},
        "documents": set(package.documents),
    }
    for language, texts in package.translations.items():
        file = texts_file(package, language)
        for group, keys in known.items():
            for key in texts.get(group) or {}:
                if str(key) not in keys:
                    yield Remark(
                        file=file,
                        element=f"{group}.{key}",
                        line=line_of(package, file, group, str(key)),
                        message=f"Expected a use of the text {group}.{key}, found none: remove it or correct its key.",
                    )
