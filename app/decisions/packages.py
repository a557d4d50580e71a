"""The decisions of a procedure package: files that may import each other."""

from functools import lru_cache

from app.decisions.graph import DecisionModel
from app.decisions.library import Library
from app.decisions.reader import read_decisions
from app.procedures.package import ProcedurePackage

REMEMBERED_MODELS = 64


def read_package_decision(package: ProcedurePackage, name: str) -> DecisionModel:
    """Read the DMN file `name` of a package, and those of the package that it imports.

    Raises:
        DecisionError: the file is XML but no DMN model, or holds nothing that can be asked.
        XmlRefused: the file is no XML that we accept.
    """
    return _read(package.key, name, tuple(sorted(package.decisions.items())))


@lru_cache(maxsize=REMEMBERED_MODELS)
def _read(key: str, name: str, decisions: tuple[tuple[str, bytes], ...]) -> DecisionModel:
    """Read a file beside these others; variants of a procedure share its decisions, so they are read once for all."""
    files = {f"processes/{key}/{other}": content for other, content in decisions}
    file = f"processes/{key}/{name}"
    return read_decisions(files[file], file=file, library=Library(files=lambda: files))
