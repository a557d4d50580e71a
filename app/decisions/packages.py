"""The decisions of a procedure package: files that may import each other."""

from app.decisions.graph import DecisionModel
from app.decisions.library import Library
from app.decisions.reader import read_decisions
from app.procedures.package import ProcedurePackage


def read_package_decision(package: ProcedurePackage, name: str) -> DecisionModel:
    """Read the DMN file `name` of a package, and those of the package that it imports.

    Raises:
        DecisionError: the file is XML but no DMN model, or holds nothing that can be asked.
        XmlRefused: the file is no XML that we accept.
    """
    files = {f"processes/{package.key}/{other}": content for other, content in package.decisions.items()}
    file = f"processes/{package.key}/{name}"
    return read_decisions(files[file], file=file, library=Library(files=lambda: files))
