"""One text of a package, and the remark about it."""

from dataclasses import dataclass

from app.linting.places import line_of
from app.linting.registry import Remark
from app.procedures import ProcedurePackage


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A text that people read; `path` leads to it inside a YAML file, `line` is its line in any other."""

    text: str
    file: str
    element: str
    path: tuple[str | int, ...] = ()
    line: int | None = None


def wording_remark(package: ProcedurePackage, wording: Wording, message: str) -> Remark:
    """Return a remark at the line of the text."""
    line = line_of(package, wording.file, *wording.path) if wording.path else wording.line
    return Remark(file=wording.file, element=wording.element, line=line, message=message)
