"""Where a procedure uses what it declares: which elements, decisions, forms and documents read a value, send a message,
issue a document."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.languages import Text
from app.linting.expressions import diagram_expressions, manifest_expressions, names_of
from app.procedures import ProcedurePackage
from app.procedures.bpmn import BpmnModel, Element
from app.procedures.layout import manifest_path

PREFIX = "parameters."


@dataclass(frozen=True, kw_only=True)
class Use:
    """One place: the file, and in it the element with its names, or the part of the sheet."""

    file: str
    element: str = ""
    names: Text | None = None


def uses_of_values(package: ProcedurePackage) -> dict[str, list[Use]]:
    """Return the places that read each parameter, by key, in the order of the files."""
    found: dict[str, list[Use]] = {}
    for key, use in _reads(package):
        uses = found.setdefault(key, [])
        if use not in uses:
            uses.append(use)
    return found


def uses_of_message(package: ProcedurePackage, key: str) -> list[Use]:
    """Return the elements that send a message or choose it, and the parts of the sheet that name it."""
    uses = [_use(model, each) for model, each in _elements(package) if _names(each, "message", key)]
    manifest = package.manifest
    extension = manifest["deadline"]["extension"] or {}
    named = (("silence", manifest["silence"]["message"]), ("deadline.extension", extension.get("message")))
    return uses + [Use(file=manifest_path(package.key), element=part) for part, message in named if message == key]


def uses_of_document(package: ProcedurePackage, key: str) -> list[Use]:
    """Return the elements that draft or issue a document, or choose it."""
    return [_use(model, each) for model, each in _elements(package) if _names(each, "document", key)]


def _names(element: Element, given: str, key: str) -> bool:
    """Tell whether an element is given a key, or writes it in an expression by which another one is given it."""
    if element.inputs.get(given) == key:
        return True
    called = element.called.inputs.values() if element.called else ()
    written = (element.script or "", *element.inputs.values(), *element.outputs.values(), *called)
    return any(f'"{key}"' in text for text in written)


def _reads(package: ProcedurePackage) -> Iterator[tuple[str, Use]]:
    yield from _in_diagrams(package)
    yield from _in_manifest(package)
    home = f"processes/{package.key}"
    named = {f"{home}/{file}": source.decode("utf-8", "replace") for file, source in package.decisions.items()}
    named |= {path: _written(package, path) for path in package.files if path.startswith(f"forms/{package.key}/")}
    named |= {f"{home}/documents/{key}.typ": source for key, source in package.documents.items()}
    for path, text in named.items():
        for key in package.parameters:
            if key in text and _cites(text, key):
                yield key, Use(file=path)


def _in_diagrams(package: ProcedurePackage) -> Iterator[tuple[str, Use]]:
    for model in (package.bpmn, *package.flows.models.values()):
        for expression in diagram_expressions(model):
            element = model.elements.get(expression.element or "")
            for name in names_of(expression):
                for key in _meant(package, name):
                    yield (
                        key,
                        _use(model, element) if element else Use(file=model.file, element=expression.element or ""),
                    )
        for element in model.elements.values():
            if element.target:
                yield element.target, _use(model, element)


def _in_manifest(package: ProcedurePackage) -> Iterator[tuple[str, Use]]:
    manifest, file = package.manifest, manifest_path(package.key)
    yield manifest["deadline"]["parameter"], Use(file=file, element="deadline")
    if manifest["retention"]:
        yield manifest["retention"]["parameter"], Use(file=file, element="retention")
    for fee in manifest["fees"]:
        yield fee["parameter"], Use(file=file, element=f"fees.{fee['key']}")
    for appeal in manifest["appeals"]:
        for name in ("file_within", "reply_within"):
            if appeal[name]:
                yield appeal[name], Use(file=file, element=f"appeals.{appeal['key']}")
    for expression in manifest_expressions(package):
        for name in names_of(expression):
            for key in _meant(package, name):
                yield key, Use(file=file, element=expression.element or "")


def _meant(package: ProcedurePackage, name: str) -> list[str]:
    """Return the parameters that a free name of an expression means: itself, or the whole group that it names."""
    if not name.startswith(PREFIX):
        return []
    path = name.removeprefix(PREFIX)
    return [
        key for key in package.parameters if key == path or path.startswith(f"{key}.") or key.startswith(f"{path}.")
    ]


def _elements(package: ProcedurePackage) -> Iterator[tuple[BpmnModel, Element]]:
    for model in (package.bpmn, *package.flows.models.values()):
        for element in model.elements.values():
            yield model, element


def _use(model: BpmnModel, element: Element) -> Use:
    return Use(file=model.file, element=element.id, names=dict(element.names))


def _place(model: BpmnModel, identity: str) -> Use:
    """Return an element, or an arrow by its own name or that of the element that it leaves."""
    element = model.elements.get(identity)
    if element is not None:
        return _use(model, element)
    flow = model.flows.get(identity)
    names = (flow.names or model.elements[flow.source].names) if flow else {}
    return Use(file=model.file, element=identity, names=dict(names))


def _written(package: ProcedurePackage, path: str) -> str:
    return package.files[path].decode("utf-8", "replace") if path.endswith(".json") else ""


def _cites(text: str, key: str) -> bool:
    """Tell whether a text names a key whole: `l5519.max_days` is not named by `l5519.max_days_investment`."""
    place = text.find(key)
    while place >= 0:
        around = text[max(0, place - 1) : place] + text[place + len(key) : place + len(key) + 1]
        if not any(sign.isalnum() or sign == "_" for sign in around):
            return True
        place = text.find(key, place + 1)
    return False
