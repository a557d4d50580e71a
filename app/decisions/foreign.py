"""What other tools wrote into a DMN file: it is kept as it stands, and has no effect here."""

from lxml import etree

from app.decisions.markup import NAMESPACE_MARK
from app.procedures.xml import parse_xml

_DRAWING = ("http://www.omg.org/spec/DMN/", "https://www.omg.org/spec/DMN/", "http://www.w3.org/")
MOST_NAMED = 40


def foreign_names(content: bytes, *, file: str) -> tuple[str, ...]:
    """Return the elements and attributes of other vocabularies, each once, as `prefix:name`, in order of the file.

    Raises XmlRefused.
    """
    found: dict[str, None] = {}
    for element in parse_xml(content, file=file).iter(etree.Element):
        prefixes = {space: prefix for prefix, space in element.nsmap.items()}
        for name in (element.tag, *element.attrib):
            space = etree.QName(name).namespace
            if space and NAMESPACE_MARK not in space and not space.startswith(_DRAWING):
                found[f"{prefixes.get(space) or 'xml'}:{etree.QName(name).localname}"] = None
    return tuple(found)[:MOST_NAMED]
