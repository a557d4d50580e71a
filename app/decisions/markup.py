"""How the XML of a DMN file is read: children, ids, lines and the names of types; no meaning yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from app.procedures.xml import source_line

NAMESPACE_MARK = "omg.org/spec/DMN/"
"""Part of the namespace of every version; models of the older year-dated namespaces have it too."""

Element = etree._Element


@dataclass(frozen=True, kw_only=True)
class Markup:
    """What the reading of one file needs everywhere: the names under which it imports namespaces."""

    imports: Mapping[str, str] = field(default_factory=dict)

    def type_name(self, element: Element | None, attribute: str = "typeRef") -> str | None:
        """Return the type that an element refers to: `number`, `tPerson`, or `import.tPerson` (DMN 1.5, 7.3.3).

        Versions before 1.3 write an XML prefix instead of the import's name; child elements are read too.
        """
        if element is None:
            return None
        written = element.get(attribute)
        if written is None:
            inner = child(element, attribute)
            written = inner.text if inner is not None else None
        return self._without_prefix(element, " ".join(written.split())) if written else None

    def _without_prefix(self, element: Element, written: str) -> str:
        prefix, colon, name = written.partition(":")
        namespace = element.nsmap.get(prefix)
        if not colon or not name:
            return written
        imported = self.imports.get(namespace or "")
        return f"{imported}.{name}" if imported else name


def local_name(element: Element) -> str:
    """Return the tag of an element without its namespace."""
    return etree.QName(element).localname


def children(element: Element | None, *names: str) -> list[Element]:
    """Return the DMN elements directly inside, of the given tags if any are given."""
    if element is None:
        return []
    inside = (inner for inner in element if NAMESPACE_MARK in str(inner.tag))
    return [inner for inner in inside if not names or local_name(inner) in names]


def child(element: Element | None, *names: str) -> Element | None:
    """Return the first DMN element directly inside with one of these tags."""
    return next(iter(children(element, *names)), None)


def id_of(element: Element) -> str:
    """Return the id, or a name made of tag and line for an element that has none."""
    return element.get("id") or f"{local_name(element)}-at-line-{line_of(element)}"


def name_of(element: Element | None) -> str | None:
    """Return the name with single spaces, as FEEL reads it (grammar rule 25), or None."""
    written = element.get("name") if element is not None else None
    return plain_name(written) or None if written else None


def plain_name(name: str) -> str:
    """Return a name with single spaces between its words."""
    return " ".join(name.split())


def line_of(element: Element) -> int | None:
    """Return the line on which the element starts."""
    return source_line(element)


def text_of(element: Element | None) -> str:
    """Return the text of the `text` element inside, without the spaces around it; "" where there is none."""
    text = child(element, "text")
    return "".join(_texts(text)).strip() if text is not None else ""


def _texts(element: Element) -> Iterator[str]:
    return (str(part) for part in element.itertext())
