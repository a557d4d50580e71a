"""Gives an element of a diagram another id wherever the file refers to it; every other byte stays as it was written."""

import re

from app.domain.errors import MastaraError
from app.procedures.xml import parse_xml

_ELEMENT_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,79}", re.ASCII)
_REFERRING = (
    "id|sourceRef|targetRef|default|attachedToRef|activityRef|bpmnElement|dataObjectRef|dataStoreRef|processRef"
)
_REFERRING_TEXTS = "incoming|outgoing|flowNodeRef|sourceRef|targetRef"
_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"""|<(?P<tag>(?:[\w-]+:)?[A-Za-z_][\w.-]*)(?P<rest>(?:[^<>"']|"[^"]*"|'[^']*')*)>"""
    r"|(?P<close></[^>]*>)|(?P<text>[^<]+)|<",
    re.DOTALL,
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
    text = source.decode("utf-8")
    parts: list[str] = []
    inside = ""
    for token in _TOKEN.finditer(text):
        if token["tag"]:
            inside = token["tag"].rpartition(":")[2] if not token["rest"].endswith("/") else ""
            parts.append(f"<{token['tag']}{_with_names(token['rest'], names, old, new)}>")
        elif token["text"] and re.fullmatch(_REFERRING_TEXTS, inside) and token["text"].strip() in names:
            known = token["text"].strip()
            parts.append(token["text"].replace(known, names[known]))
        else:
            inside = "" if token["close"] else inside
            parts.append(token.group())
    return "".join(parts).encode("utf-8")


def is_element_id(text: str) -> bool:
    """Tell whether a text may be the id of an element, and so the name of a file."""
    return _ELEMENT_ID.fullmatch(text) is not None


def _names_for(source: bytes, *, file: str, old: str, new: str) -> dict[str, str]:
    root = parse_xml(source, file=file)
    known = {node.get("id") for node in root.iter() if node.get("id")}
    if old not in known:
        raise RenameRefused("unknown", f"Expected an element of the diagram, found the id “{old[:80]}”: save it first.")
    if not is_element_id(new):
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


def _with_names(rest: str, names: dict[str, str], old: str, new: str) -> str:
    def changed(found: re.Match[str]) -> str:
        value = found["value"]
        if found["name"].endswith(":form"):
            value = new if value == old else value
        else:
            value = names.get(value, value)
        return f"{found['before']}{found['quote']}{value}{found['quote']}"

    pattern = rf"(?P<before>\s(?P<name>{_REFERRING}|[\w-]+:form)\s*=\s*)(?P<quote>[\"'])(?P<value>[^\"']*)(?P=quote)"
    return re.sub(pattern, changed, rest)
