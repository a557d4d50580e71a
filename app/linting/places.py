"""Where things stand in the files of a package: paths and line numbers for findings."""

from collections.abc import Iterator

from app.domain.findings import Severity
from app.domain.languages import choose
from app.linting.registry import Remark
from app.procedures import ProcedurePackage
from app.procedures.bpmn import BpmnModel, Element, Lane, SequenceFlow
from app.procedures.layout import manifest_path
from app.procedures.yaml_source import read_mapping

Place = Element | SequenceFlow | Lane


def manifest_file(package: ProcedurePackage) -> str:
    """Return the path of the manifest."""
    return manifest_path(package.key)


def texts_file(package: ProcedurePackage, language: str) -> str:
    """Return the path of the procedure's texts in a language."""
    return f"processes/{package.key}/translations/{language}.yaml"


def form_texts_file(package: ProcedurePackage, language: str) -> str:
    """Return the path of the forms' texts in a language."""
    return f"forms/{package.key}/translations/{language}.yaml"


def form_file(package: ProcedurePackage, form: str) -> str:
    """Return the path of a form."""
    return f"forms/{package.key}/{form}.json"


def line_of(package: ProcedurePackage, file: str, *path: str | int) -> int | None:
    """Return the line of a YAML value, else of the nearest thing around it; None when the file is absent."""
    content = package.files.get(file)
    return read_mapping(content, file=file).line(path) if content is not None else None


def manifest_line(package: ProcedurePackage, *path: str | int) -> int | None:
    """Return the line of a value of the manifest."""
    return line_of(package, manifest_file(package), *path)


def drawn_everywhere(package: ProcedurePackage) -> Iterator[tuple[BpmnModel, Element]]:
    """Give every element of the diagram and of the shared flows that it calls, with the diagram that it stands in."""
    for model in (package.bpmn, *package.flows.models.values()):
        for element in model.elements.values():
            yield model, element


def remark_in(model: BpmnModel, place: Place, message: str) -> Remark:
    """Return a remark about one element of the diagram or of a flow that it calls."""
    return Remark(file=model.file, element=place.id, line=place.line, message=message)


def element_remark(package: ProcedurePackage, place: Place, message: str, severity: Severity | None = None) -> Remark:
    """Return a remark about one element, flow or lane of the diagram."""
    return Remark(file=package.bpmn.file, element=place.id, line=place.line, message=message, severity=severity)


def manifest_remark(package: ProcedurePackage, element: str, *path: str | int, message: str) -> Remark:
    """Return a remark about one value of the manifest."""
    return Remark(file=manifest_file(package), element=element, line=manifest_line(package, *path), message=message)


def title(element: Element | SequenceFlow | Lane) -> str:
    """Return “id” (name) for a person to find the place."""
    name = choose(element.names, "fr")
    return f"“{element.id}” ({name})" if name else f"“{element.id}”"
