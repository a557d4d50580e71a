"""Reads DMN files of versions 1.1 to 1.5: the parts of a model that decide, none of its drawing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.decisions.elements import read_decision, read_input, read_knowledge, read_service
from app.decisions.errors import DecisionError
from app.decisions.graph import DecisionModel
from app.decisions.library import NO_LIBRARY, Library
from app.decisions.markup import NAMESPACE_MARK, Element, Markup, children, id_of, line_of, local_name, plain_name
from app.decisions.model import Import
from app.decisions.types.definitions import TypeNames
from app.decisions.types.reading import read_definition
from app.domain.errors import MastaraError
from app.domain.findings import Finding
from app.procedures.xml import parse_xml

MOST_ELEMENTS = 2_000
"""Elements directly in a file: the largest that analysts draw have some hundreds."""


def read_decisions(content: bytes, *, file: str, library: Library = NO_LIBRARY) -> DecisionModel:
    """Read a DMN file and those of `library` that it imports; faults inside are left to `findings` and `evaluate`.

    Raises:
        DecisionError: the file is XML but no DMN model, or holds nothing that can be asked.
        XmlRefused: the file is no XML that we accept.
    """
    model = _Reading(library=library).model(content, file=file)
    if not (model.decisions or model.services or model.knowledge or model.included):
        raise DecisionError(f"Expected at least one decision in {file}, found none.")
    return model


@dataclass(kw_only=True)
class _Reading:
    """Reads a file and its imports, each once."""

    library: Library
    open: list[str] = field(default_factory=list)
    done: dict[str, DecisionModel] = field(default_factory=dict)

    def model(self, content: bytes, *, file: str) -> DecisionModel:
        root = parse_xml(content, file=file)
        if local_name(root) != "definitions" or NAMESPACE_MARK not in str(root.tag):
            found = f"Expected a DMN model in {file}, found the element {local_name(root)}: export it as DMN 1.3."
            raise DecisionError(found)
        elements = len(root)
        if elements > MOST_ELEMENTS:
            raise DecisionError(f"Expected at most {MOST_ELEMENTS} elements in {file}, found {elements}: split it.")
        self.open.append(file)
        try:
            self.done[file] = self._read(root, file)
        finally:
            self.open.pop()
        return self.done[file]

    def _read(self, root: Element, file: str) -> DecisionModel:
        imported = tuple(_import(element) for element in children(root, "import") if _is_model(element))
        markup = Markup(imports={one.namespace: one.name for one in imported})
        faults: list[Finding] = []
        models = self._imported(imported, file, faults)
        own = {
            one.name: one for one in (read_definition(element, markup) for element in children(root, "itemDefinition"))
        }
        return DecisionModel(
            file=file,
            name=root.get("name") or file,
            namespace=root.get("namespace") or "",
            decisions=tuple(read_decision(element, markup) for element in children(root, "decision")),
            input_data=tuple(read_input(element, markup) for element in children(root, "inputData")),
            knowledge=tuple(read_knowledge(element, markup) for element in children(root, "businessKnowledgeModel")),
            services=tuple(read_service(element, markup) for element in children(root, "decisionService")),
            types=TypeNames(
                own=own,
                imported={one.name: model.types for one, model in models if one.name},
                included=tuple(model.types for one, model in models if not one.name),
            ),
            imports={one.name: model for one, model in models if one.name},
            included=tuple(model for one, model in models if not one.name),
            faults=tuple(faults),
        )

    def _imported(
        self, imported: Iterable[Import], file: str, faults: list[Finding]
    ) -> Sequence[tuple[Import, DecisionModel]]:
        models: list[tuple[Import, DecisionModel]] = []
        for one in imported:
            try:
                models.append((one, self._one(one)))
            except MastaraError as error:
                faults.append(
                    Finding(
                        rule="decision-import",
                        severity="error",
                        file=file,
                        element=one.element,
                        line=one.line,
                        message=error.message,
                    )
                )
        return models

    def _one(self, wanted: Import) -> DecisionModel:
        found = self.library.find(wanted.namespace, wanted.location)
        if found is None:
            raise DecisionError(
                f"Expected a DMN file with the namespace {wanted.namespace!r} beside this one, found none: add it."
            )
        file, content = found
        if file in self.open:
            raise DecisionError(f"Expected imports without a circle, found that {file} imports itself: remove one.")
        return self.done[file] if file in self.done else self.model(content, file=file)


def _import(element: Element) -> Import:
    namespace = element.get("namespace") or ""
    return Import(
        name=plain_name(_import_name(element, namespace)),
        namespace=namespace,
        location=element.get("locationURI"),
        element=id_of(element),
        line=line_of(element),
    )


def _import_name(element: Element, namespace: str) -> str:
    """Return the name of an import; version 1.1 gives it none but an XML prefix."""
    written = element.get("name")
    if written is not None:
        return str(written)
    return next((prefix for prefix, known in element.nsmap.items() if prefix and known == namespace), "")


def _is_model(element: Element) -> bool:
    """Tell whether an import is of a DMN file: schemas and mining models are not read."""
    kind = element.get("importType") or NAMESPACE_MARK
    return NAMESPACE_MARK in kind
