"""Reads a PDF in a process of its own, with limits of time and memory, and prints what stands in it as JSON.

Run as a file (`python -I pdf_inspection.py < file.pdf`), never imported by the application's process: a hostile PDF may
make any parser loop or swell, and only a process can be stopped.
"""

import json
import re
import resource
import sys
from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

SECONDS = 4
MEMORY = 400 * 1024 * 1024
MOST_OBJECTS = 200_000
MOST_DEPTH = 40

ACTIVE_KEYS = frozenset(("/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"))
"""Entries that run something or carry another file (ISO 32000-1, 7.11.4, 12.6, 12.7.8)."""

ACTIVE_TYPES = frozenset(
    [
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMedia",
        "/RichMediaExecute",
        "/FileAttachment",
        "/Screen",
        "/3D",
    ]
)
"""Actions (`/S`) and annotations (`/Subtype`) that do more than lead to a page or a web address."""

_PLAIN_NAMES = re.compile(rb"/(?:JavaScript|Launch|SubmitForm|ImportData|EmbeddedFiles?|RichMedia)(?![A-Za-z0-9])")
"""Found in the bytes too: a viewer that repairs a broken file may reach objects that its tables do not list."""

PROBLEMS: tuple[type[Exception], ...] = (
    PyPdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
)
PROBLEMS += (MemoryError, AssertionError, NotImplementedError, OSError, EOFError, ZeroDivisionError)


def inspect(content: bytes) -> dict[str, object]:
    """Return {pages, encrypted, active}: `active` names what runs or hides in the file."""
    reader = PdfReader(BytesIO(content), strict=False)
    if reader.is_encrypted:
        return {"pages": 0, "encrypted": True, "active": []}
    active = {*_active(reader), *(found.decode() for found in _PLAIN_NAMES.findall(content))}
    return {"pages": _count_pages(reader), "encrypted": False, "active": sorted(active)}


def _count_pages(reader: PdfReader) -> int:
    """Open every page: a count in the file's own words proves nothing."""
    return sum(1 for page in reader.pages if page.mediabox is not None)


def _active(reader: PdfReader) -> Iterator[str]:
    yield from _walk(reader.trailer, 0)
    for number in list(_object_numbers(reader))[:MOST_OBJECTS]:
        yield from _walk(reader.get_object(number), 0)


def _object_numbers(reader: PdfReader) -> Iterator[int]:
    for numbers in reader.xref.values():
        yield from numbers
    yield from reader.xref_objStm


def _walk(thing: PdfObject | None, depth: int) -> Iterator[str]:
    """Look through what stands directly in an object; what it refers to is an object of its own."""
    if depth > MOST_DEPTH or isinstance(thing, IndirectObject):
        return
    if isinstance(thing, DictionaryObject):
        for key, entry in thing.items():
            if key in ACTIVE_KEYS:
                yield str(key)
            if key in ("/S", "/Subtype") and str(entry.get_object()) in ACTIVE_TYPES:
                yield str(entry.get_object())
            yield from _walk(entry, depth + 1)
    elif isinstance(thing, ArrayObject):
        for entry in thing:
            yield from _walk(entry, depth + 1)


def main() -> int:
    """Read standard input, print one JSON object: the inspection, or {"unreadable": type of the problem}."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        found = inspect(sys.stdin.buffer.read())
    except PROBLEMS as problem:
        found = {"unreadable": type(problem).__name__}
    sys.stdout.write(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
