"""HTML that an author wrote, rebuilt from an allow-list: what is not known to be safe never reaches the page.

Nothing of the source is copied: known tags are written again with known attributes, all words are escaped.
"""

import re
from html.parser import HTMLParser

from markupsafe import Markup, escape

LONGEST_SOURCE = 50_000
DEEPEST = 20
_VOID = frozenset(["br", "hr", "img"])
_BLOCKS = frozenset(["p", "ul", "ol", "table", "blockquote", "pre", "hr", "h2", "h3", "h4", "h5", "h6", "div", "dl"])
_INLINE = frozenset(["a", "b", "strong", "em", "i", "span", "code", "br", "img", "bdi", "sub", "sup", "small", "abbr"])
_PARENTS = {
    "li": ("ul", "ol"),
    "tr": ("table", "thead", "tbody"),
    "td": ("tr",),
    "th": ("tr",),
    "thead": ("table",),
    "tbody": ("table",),
    "caption": ("table",),
    "dt": ("dl",),
    "dd": ("dl",),
}
_ONLY_PARTS = frozenset(["ul", "ol", "table", "thead", "tbody", "tr", "dl"])
"""Tags that hold other tags only, no words of their own."""
_WITHOUT_BLOCKS = frozenset(["p", "pre", "caption", "dt", "h2", "h3", "h4", "h5", "h6"]) | (_INLINE - _VOID)
_DROPPED = frozenset(["script", "style", "iframe", "object", "embed", "template", "svg", "math", "noscript", "title"])
"""Tags whose words go too; of every other unknown tag the words stay."""
_LANGUAGES = frozenset(["ar", "fr", "zgh", "en"])
_SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:|/(?![/\\]))[^\\\s]*", re.IGNORECASE)
_SAFE_IMAGE = re.compile(r"/static/(?!.*\.\.)[\w./-]+|data:image/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/=]+")


def safe_link(address: str) -> str | None:
    """Return an address that a link may have: this site, http(s), mail or telephone; None for another."""
    return address if _SAFE_LINK.fullmatch(address) else None


def safe_image(address: str) -> str | None:
    """Return the address of a picture of this site (`/static/…`) or in the form itself (`data:`); None for another."""
    return address if len(address) <= 200_000 and _SAFE_IMAGE.fullmatch(address) else None


def clean_html(source: str) -> Markup:
    """Return the safe part of some HTML, well nested. Beyond 50,000 signs it is cut."""
    cleaner = _Cleaner()
    cleaner.feed(source[:LONGEST_SOURCE])
    cleaner.close()
    return cleaner.finish()


class _Cleaner(HTMLParser):
    """Writes what it reads again, with only what is allowed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[str] = []
        self._dropped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = "h2" if tag == "h1" else tag  # the page has the only h1
        if tag in _DROPPED:
            self._dropped += 1
        if self._dropped or tag not in _BLOCKS | _INLINE | _PARENTS.keys():
            return
        if not self._make_room(tag):
            return
        written = _attributes(tag, {name: value or "" for name, value in attrs})
        if written is None:
            return
        self._parts.append(f"<{tag}{written}>")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        tag = "h2" if tag == "h1" else tag
        if tag in _DROPPED:
            self._dropped = max(0, self._dropped - 1)
        elif not self._dropped and tag in self._open:
            self._close_to(tag)

    def handle_data(self, data: str) -> None:
        if self._dropped:
            return
        if self._open and self._open[-1] in _ONLY_PARTS:
            data = data if not data.strip() else ""
        self._parts.append(str(escape(data)))

    def finish(self) -> Markup:
        """Close what is open and return the whole."""
        while self._open:
            self._parts.append(f"</{self._open.pop()}>")
        return Markup("".join(self._parts))  # noqa: S704 - every part is escaped or from the allow-list

    def _make_room(self, tag: str) -> bool:
        """Close what the tag may not stand in; tell whether it may stand here."""
        if len(self._open) >= DEEPEST:
            return False
        if tag in _PARENTS:
            return self._close_to_parent(_PARENTS[tag])
        if tag in _BLOCKS:
            while self._open and self._open[-1] in _WITHOUT_BLOCKS:
                self._parts.append(f"</{self._open.pop()}>")
        if tag == "a" and "a" in self._open:
            self._close_to("a")
        return not (self._open and self._open[-1] in _ONLY_PARTS)

    def _close_to_parent(self, parents: tuple[str, ...]) -> bool:
        inner = next((tag for tag in reversed(self._open) if tag in _ONLY_PARTS), None)
        while inner is not None and inner not in parents and inner != "table":
            self._close_to(inner)
            inner = next((tag for tag in reversed(self._open) if tag in _ONLY_PARTS), None)
        if inner not in parents:
            return False
        while self._open[-1] != inner:
            self._parts.append(f"</{self._open.pop()}>")
        return True

    def _close_to(self, tag: str) -> None:
        while self._open:
            last = self._open.pop()
            self._parts.append(f"</{last}>")
            if last == tag:
                return


def _attributes(tag: str, given: dict[str, str]) -> str | None:
    """Return the attributes that stay, None when the tag is nothing without them."""
    kept: dict[str, str] = {}
    if given.get("lang") in _LANGUAGES:
        kept["lang"] = given["lang"]
    if given.get("dir") in ("rtl", "ltr", "auto"):
        kept["dir"] = given["dir"]
    if tag == "a":
        link = safe_link(given.get("href", "").strip())
        kept |= {"href": link} if link else {}
    if tag == "th" and given.get("scope") in ("col", "row"):
        kept["scope"] = given["scope"]
    if tag == "img":
        source = safe_image(given.get("src", "").strip())
        if source is None:
            return None
        kept |= {"src": source, "alt": given.get("alt", ""), "class": "img-fluid"}
    return "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
