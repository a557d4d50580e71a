"""Gives an element of a diagram another id wherever the file refers to it; every other byte stays as it was written."""

import re

from app.domain.errors import MastaraError
from app.procedures.xml import parse_xml
from app.procedures.xml_editing import StartTag, with_changed_tags

_ELEMENT_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,79}", re.ASCII)
_REFERRING = (
    *("id", "sourceRef", "targetRef", "default", "attachedToRef", "activityRef"),
    *("bpmnElement", "dataObjectRef", "dataStoreRef", "processRef"),
)
_FORM = re.compile(r"\s([\w-]+:form)\s*=")
_REFERRING_TEXTS = re.compile(
    r"(?P<before><(?:[\w-]+:)?(?:incoming|outgoing|flowNodeRef|sourceRef|targetRef)>\s*)(?P<id>[^<\s]+)(?=\s*</)"
)


class RenameRefused(MastaraError):
    """An element cannot take a name; `problem` is one of: unknown, shape, taken, form-taken."""

    code = "rename-refused"

    def __init__(self, problem: str, message: str) -> None:
        super().__init__(message)
        self.problem = problem


def renamed_in_diagram(source: bytes, *, file: str, old: str, new: str) -> bytes:
    """Return the file with `new` for the id `old`; arrows named after their two ends follow.

    A form that the element names like itself follows too. Raises RenameRefused, and XmlRefused for a damaged file.
    """
    names = _names_for(source, file=file, old=old, new=new)

    def renamed(tag: StartTag) -> StartTag:
        for name in _REFERRING:
            value = tag.get(name)
            if value in names:
                tag = tag.having(name, names[value])
        form = _FORM.search(tag.rest)
        return tag.having(form[1], new) if form and tag.get(form[1]) == old else tag

    text = with_changed_tags(source, file=file, change=renamed).decode("utf-8")
    return _REFERRING_TEXTS.sub(lambda found: found["before"] + names.get(found["id"], found["id"]), text).encode()


def _names_for(source: bytes, *, file: str, old: str, new: str) -> dict[str, str]:
    root = parse_xml(source, file=file)
    known = {node.get("id") for node in root.iter() if node.get("id")}
    if old not in known:
        raise RenameRefused("unknown", f"Expected an element of the diagram, found the id “{old[:80]}”: save it first.")
    if not _ELEMENT_ID.fullmatch(new):
        raise RenameRefused(
            "shape", f"Expected letters, digits, dashes and points after a letter, found “{new[:80]}”: choose another."
        )
    if new in known:
        raise RenameRefused("taken", f"Expected an id that nothing bears yet, found “{new}”: choose another.")
    names = {old: new}
    for node in root.iter():
        ends = [new if node.get(end) == old else node.get(end) for end in ("sourceRef", "targetRef")]
        before = f"{node.get('sourceRef')}--{node.get('targetRef')}"
        after = "--".join(end or "" for end in ends)
        if node.get("id") == before != after and after not in known:
            names[before] = after
    return names
