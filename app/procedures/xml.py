"""The one place where XML is parsed: BPMN and DMN files arrive from strangers, so the parser is hardened."""

import codecs
import re
from typing import ClassVar

from lxml import etree

from app.domain.errors import MastaraError

MAXIMUM_BYTES = 5 * 1024 * 1024
"""Largest accepted file; the largest reference diagrams stay under one megabyte."""

MAXIMUM_DEPTH = 200
"""Deepest accepted nesting: BPMN sub-processes nest a handful of levels, never hundreds."""

_BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE_OPENINGS: tuple[tuple[bytes, str], ...] = (
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_DECLARED_ENCODING = re.compile(r"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_INCLUSION = "http://www.w3.org/2001/XInclude"
_PLAIN_ENCODINGS = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"})


class XmlRefused(MastaraError):
    """An XML file cannot be read: `file`, `line` (or None) and the reason say what to correct."""

    code: ClassVar[str] = "xml-refused"

    def __init__(self, message: str, *, file: str, line: int | None = None) -> None:
        place = f"{file}:{line}" if line else file
        super().__init__(f"{place}: {message}", file=file, line=line)
        self.file = file
        self.line = line
        self.reason = message


def parse_xml(content: bytes, *, file: str) -> etree._Element:
    """Parse one XML file and return its root element.

    Refused, each with file and line: text instead of bytes' worth of XML, more than MAXIMUM_BYTES, any DOCTYPE
    (UTF-16 included, so no entities and no external subset), encodings other than UTF-8, UTF-16 and Latin,
    nesting beyond MAXIMUM_DEPTH, and whatever is not well formed. Nothing is ever fetched from the network.
    """
    if len(content) > MAXIMUM_BYTES:
        raise XmlRefused(
            f"Expected at most {MAXIMUM_BYTES:,} bytes, found {len(content):,}: split the file.", file=file
        )
    if not content.strip():
        raise XmlRefused("Expected an XML document, found an empty file: export the model again.", file=file)
    text = _decode(content, file=file)
    _refuse_document_type(text, file=file)
    return _parse(text, file=file)


def source_line(element: etree._Element) -> int | None:
    """Return the line on which the element starts."""
    line: object = element.sourceline
    return line if isinstance(line, int) else None


def _decode(content: bytes, *, file: str) -> str:
    encoding, skipped = _encoding_of(content, file=file)
    try:
        return content[skipped:].decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise XmlRefused(
            f"Expected {encoding} text, found a byte that it does not allow: save the file as UTF-8.",
            file=file,
            line=line,
        ) from error


def _encoding_of(content: bytes, *, file: str) -> tuple[str, int]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding, len(mark)
    for opening, encoding in _WIDE_OPENINGS:
        if content.startswith(opening):
            return encoding, 0
    declared = _DECLARED_ENCODING.match(content[:200].decode("latin-1"))
    name = declared.group(1).lower() if declared else "utf-8"
    if name not in _PLAIN_ENCODINGS:
        raise XmlRefused(
            f"Expected UTF-8 or UTF-16 text, found the declared encoding {name}: save the file as UTF-8.",
            file=file,
            line=1,
        )
    return name, 0


def _refuse_document_type(text: str, *, file: str) -> None:
    """Refuse a document type declaration before any parser sees it: entities can only be declared there."""
    position = text.upper().find("<!DOCTYPE")
    if position >= 0 and not _within_comment_or_data(text, position):
        raise XmlRefused(
            "Expected no document type declaration, found <!DOCTYPE: delete it, BPMN and DMN need none.",
            file=file,
            line=text.count("\n", 0, position) + 1,
        )


def _within_comment_or_data(text: str, position: int) -> bool:
    """Tell whether `position` lies inside a comment or CDATA section, where the words are harmless text."""
    return any(
        text.rfind(opening, 0, position) > text.rfind(closing, 0, position)
        for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>"))
    )


def _parse(text: str, *, file: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)  # noqa: TID251 (the one place)
    except etree.XMLSyntaxError as error:
        line = error.position[0] or 1
        fault = " ".join(str(error.msg).split())
        raise XmlRefused(f"Expected well-formed XML, found: {fault}. Correct it here.", file=file, line=line) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlRefused("Expected no document type declaration: delete it.", file=file, line=1)
    _refuse_inclusion(root, file=file)
    _refuse_depth(root, file=file)
    return root


def _refuse_inclusion(root: etree._Element, *, file: str) -> None:
    """Refuse XInclude: nothing here would follow it, but a tool further on might."""
    included = next(root.iter(f"{{{_INCLUSION}}}*"), None)
    if included is not None:
        raise XmlRefused(
            "Expected one self-contained file, found an XInclude element: paste its content here instead.",
            file=file,
            line=source_line(included),
        )


def _refuse_depth(root: etree._Element, *, file: str) -> None:
    level: list[etree._Element] = [root]
    depth = 0
    while level:
        depth += 1
        if depth > MAXIMUM_DEPTH:
            raise XmlRefused(
                f"Expected at most {MAXIMUM_DEPTH} nested elements, found more: flatten the model.",
                file=file,
                line=source_line(level[0]),
            )
        level = [child for element in level for child in element]


def in_utf8(content: bytes, *, file: str) -> tuple[bytes, bool]:
    """Return an XML file in UTF-8, and whether it had to be written again for that. Raises XmlRefused."""
    root = parse_xml(content, file=file)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True), True
    return content, False
