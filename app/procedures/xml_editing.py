"""Changes attributes of an XML file that a person or a program drew: every other byte stays as it was written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from app.procedures.xml import XmlRefused, parse_xml

_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"""|<(?P<name>[A-Za-z_][\w.:-]*)(?P<rest>(?:[^<>"']|"[^"]*"|'[^']*')*)>""",
    re.DOTALL,
)
_UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, kw_only=True)
class StartTag:
    """One start tag as it is written: `name` with its prefix, `rest` what stands behind it."""

    name: str
    rest: str

    @property
    def local_name(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    def get(self, attribute: str) -> str | None:
        """Return an attribute as it is written, None where the tag has none."""
        found = _attribute(attribute).search(self.rest)
        return found["value"][1:-1] if found else None

    def having(self, attribute: str, value: str | None) -> "StartTag":
        """Return the tag with another value of an attribute; None takes the attribute away."""
        pattern = _attribute(attribute)
        if value is None:
            return StartTag(name=self.name, rest=pattern.sub("", self.rest, count=1))
        written = quoteattr(value)
        if pattern.search(self.rest):
            return StartTag(name=self.name, rest=pattern.sub(lambda found: found["before"] + written, self.rest, 1))
        body = self.rest[:-1] if self.rest.endswith("/") else self.rest
        blank = " " if self.rest.endswith(" /") else ""
        closing = self.rest[len(body) :]
        return StartTag(name=self.name, rest=f"{body.rstrip()} {attribute}={written}{blank}{closing}")

    def __str__(self) -> str:
        return f"<{self.name}{self.rest}>"


def with_changed_tags(source: bytes, *, file: str, change: Callable[[StartTag], StartTag]) -> bytes:
    """Return the file with each start tag as `change` gives it back.

    Raises:
        XmlRefused: the file is no XML that we accept, is not written in UTF-8, or is none after the change.
    """
    parse_xml(source, file=file)
    mark = _UTF8_MARK if source.startswith(_UTF8_MARK) else b""
    try:
        text = source.removeprefix(mark).decode("utf-8")
    except UnicodeDecodeError as error:
        message = "Expected UTF-8, found another encoding: save the file as UTF-8, then change it here."
        raise XmlRefused(message, file=file) from error

    def changed(found: re.Match[str]) -> str:
        if found["name"] is None:
            return found.group()
        return str(change(StartTag(name=found["name"], rest=found["rest"])))

    result = mark + _TOKEN.sub(changed, text).encode("utf-8")
    parse_xml(result, file=file)
    return result


def _attribute(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<before>\s{re.escape(name)}\s*=\s*)(?P<value>\"[^\"]*\"|'[^']*')")
