"""Every text that an author wrote for people to read: forms, sheets, messages, names in the diagram."""

from collections.abc import Iterator, Mapping

from app.linting.places import Place, form_file, form_texts_file, texts_file
from app.linting.wording import Wording
from app.procedures import ProcedurePackage

Path = tuple[str | int, ...]


def written_texts(package: ProcedurePackage) -> Iterator[Wording]:
    """Give the texts of the package's own files, with file, place and line where it is known."""
    yield from _of_forms(package)
    yield from translated_texts(package)
    yield from _of_messages(package)
    drawn: list[Place] = [*package.bpmn.elements.values(), *package.bpmn.flows.values(), *package.bpmn.lanes.values()]
    for place in drawn:
        for text in place.names.values():
            yield Wording(text=text, file=package.bpmn.file, element=place.id, line=place.line)


def _of_forms(package: ProcedurePackage) -> Iterator[Wording]:
    for name in package.manifest["forms"]:
        form = package.forms.get(name, {})
        for identity, text in _of_component(form, name):
            yield Wording(text=text, file=form_file(package, name), element=identity)


def _of_component(node: object, identity: str) -> Iterator[tuple[str, str]]:
    """Give (id of the nearest component around, text) of each text inside."""
    if isinstance(node, str):
        yield identity, node
    elif isinstance(node, list):
        for part in node:
            yield from _of_component(part, identity)
    elif isinstance(node, Mapping):
        own = str(node["id"]) if isinstance(node.get("id"), str) else identity
        for part in node.values():
            yield from _of_component(part, own)


def translated_texts(package: ProcedurePackage) -> Iterator[Wording]:
    """Give the texts of the translation files of the procedure and of its forms."""
    for place, by_language in ((texts_file, package.translations), (form_texts_file, package.form_translations)):
        for language, texts in by_language.items():
            file = place(package, language)
            if file not in package.files:
                continue
            for path, text in _strings(texts, ()):
                element = ".".join(str(part) for part in path)
                yield Wording(text=text, file=file, element=element, path=path)


def _of_messages(package: ProcedurePackage) -> Iterator[Wording]:
    for key in package.manifest["messages"]:
        for language, source in package.messages.get(key, {}).items():
            file = f"processes/{package.key}/messages/{key}.{language}.txt"
            for number, line in enumerate(source.splitlines(), start=1):
                yield Wording(text=line, file=file, element=key, line=number)


def _strings(node: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, Mapping):
        for key, part in node.items():
            yield from _strings(part, (*path, str(key)))
    elif isinstance(node, list):
        for index, part in enumerate(node):
            yield from _strings(part, (*path, index))
