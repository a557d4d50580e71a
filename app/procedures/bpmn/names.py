"""Bilingual names: `name="French&#10;Arabic"` in the file, {"fr": …, "ar": …} everywhere else."""

import re

from lxml import etree

from app.domain.languages import Language, Text, choose
from app.procedures.xml import parse_xml

_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")


def split_names(name: str | None) -> Text:
    """Return {"fr": first line, "ar": second line}; a name of one line is filed under the script it is written in."""
    lines = [line.strip() for line in (name or "").splitlines() if line.strip()]
    if not lines:
        return {}
    if len(lines) == 1:
        return {_language_of(lines[0]): lines[0]}
    arabic = next((line for line in lines if _language_of(line) == "ar"), None)
    french = next((line for line in lines if line != arabic), None)
    if arabic is None or french is None:
        return {_language_of(lines[0]): " ".join(lines)}
    return {"fr": french, "ar": arabic}


def localised_diagram(content: bytes, language: Language) -> bytes:
    """Return the BPMN file with each two-line name replaced by the line of `language`, for a viewer.

    Raises XmlRefused when the file cannot be read. Everything else of the file is kept.
    """
    root = parse_xml(content, file="diagram.bpmn")
    for element in root.iter():
        name = element.get("name")
        if name and "\n" in name:
            element.set("name", choose(split_names(name), language))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _language_of(line: str) -> str:
    return "ar" if _ARABIC.search(line) else "fr"
