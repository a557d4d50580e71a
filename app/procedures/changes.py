"""What a change of a package's parts has in common: names, the paths that it touches, and why it is refused."""

import re
from collections.abc import Mapping
from typing import ClassVar, Literal

from app.domain.errors import MastaraError
from app.procedures.bpmn import BpmnModel, read_bpmn
from app.procedures.layout import manifest_path
from app.procedures.xml import XmlRefused
from app.procedures.yaml_source import read_mapping

Files = Mapping[str, bytes]
Changes = dict[str, bytes | None]
"""New contents by path; None takes the file away."""

Problem = Literal["shape", "taken", "gone", "start", "task"]

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LONGEST_NAME = 60


class PartRefused(MastaraError):
    """A form or a decision cannot be added, renamed or removed as asked.

    `problem`: `shape` the name is none, `taken` another part bears it, `gone` there is no such part, `start` it is the
    form that starts a case, `task` there is no such task.
    """

    code: ClassVar[str] = "part-refused"

    def __init__(self, problem: Problem, message: str) -> None:
        super().__init__(message, problem=problem)
        self.problem = problem


def check_name(name: str, taken: Mapping[str, object] | frozenset[str]) -> None:
    """Check the name of a new part. Raises PartRefused."""
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise PartRefused("shape", f"Expected a name like check-completeness, found {name[:80]!r}.")
    if name in taken:
        raise PartRefused("taken", f"Expected a name that is free, found {name!r} twice: choose another one.")


def find_diagram(files: Files, slug: str) -> tuple[str, BpmnModel] | None:
    """Return the path and the model of a package's diagram; None where there is none that can be read.

    Raises SourceRefused when the manifest cannot be read.
    """
    index = manifest_path(slug)
    path = f"processes/{slug}/{read_mapping(files.get(index, b'{}'), file=index).data.get('process')}"
    if path not in files:
        return None
    try:
        return path, read_bpmn(files[path], file=path)
    except XmlRefused:
        return None


def real_changes(changes: Changes, files: Files) -> Changes:
    """Return the changes without those that leave a file as it is."""
    return {path: content for path, content in changes.items() if content != files.get(path)}
