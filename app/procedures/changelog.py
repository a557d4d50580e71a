"""The changelog of a package: one heading a version, the newest first, written for users and agents."""

import re

VERSION = re.compile(r"(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){2}")
"""Three numbers joined by dots."""
TITLE = "# Ce qui change pour les usagers et les agents"
_HEADING = re.compile(r"^##\s+(?P<version>\d+\.\d+\.\d+)\b.*$", re.MULTILINE)


def entry_of(changelog: bytes, version: str) -> str:
    """Return what the changelog says under a version's heading, "" when it has none."""
    place = _place(_text(changelog), version)
    return "" if place is None else _text(changelog)[place[1] : place[2]].strip()


def with_entry(changelog: bytes, version: str, entry: str) -> bytes:
    """Return the changelog with the entry of a version, in the place of a former one or above the others."""
    text = _text(changelog) or f"{TITLE}\n"
    written = f"## {version}\n{_without_headings(entry)}\n"
    place = _place(text, version)
    if place is not None:
        following = text[place[2] :]
        return (text[: place[0]] + written + (f"\n{following}" if following else "")).encode()
    first = _HEADING.search(text)
    if first is None:
        return f"{text.rstrip()}\n\n{written}".encode()
    return f"{text[: first.start()]}{written}\n{text[first.start() :]}".encode()


def _place(text: str, version: str) -> tuple[int, int, int] | None:
    """Return where a version's part begins, where its heading ends, and where the next part begins."""
    headings = list(_HEADING.finditer(text))
    for number, heading in enumerate(headings):
        if heading["version"] == version:
            end = headings[number + 1].start() if number + 1 < len(headings) else len(text)
            return heading.start(), heading.end(), end
    return None


def _without_headings(entry: str) -> str:
    """Return an entry whose lines cannot be taken for the heading of another version."""
    return "\n".join(re.sub(r"^#+\s*", "", line) for line in entry.strip().splitlines())


def _text(changelog: bytes) -> str:
    return changelog.decode(errors="replace").replace("\r\n", "\n")
