"""Plain pages of a draft in tests: what a form would post, read from the page as a browser reads it."""

from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse


class _Form(HTMLParser):
    """Collects the fields of one form by its id, as a browser would post them without a button."""

    def __init__(self, identity: str) -> None:
        super().__init__(convert_charrefs=True)
        self.identity = identity
        self.fields: MultiDict[str, str] = MultiDict()
        self._inside = False
        self._select: str | None = None
        self._area: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = found.get("id") == self.identity
        if not self._inside:
            return
        if tag == "input" and found.get("name"):
            checked = found.get("type") not in ("checkbox", "radio") or "checked" in found
            if checked:
                self.fields.add(found["name"], found.get("value", ""))
        elif tag == "select":
            self._select = found["name"]
        elif tag == "option" and self._select and ("selected" in found or self._select not in self.fields):
            self.fields.setlist(self._select, [found.get("value", "")])
        elif tag == "textarea":
            self._area, self._text = found["name"], ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._area:
            self.fields.add(self._area, self._text.removeprefix("\n"))
            self._area = None


def typed(page: TestResponse, form: str, **changes: str | list[str]) -> MultiDict[str, str]:
    """Return what the form of a page posts, with changes (`title__fr` stands for `title.fr`)."""
    reader = _Form(form)
    reader.feed(page.get_data(as_text=True))
    assert reader.fields, f"no form {form} on the page"
    for name, value in changes.items():
        reader.fields.setlist(name.replace("__", "."), value if isinstance(value, list) else [value])
    return reader.fields


def text_of(page: TestResponse) -> str:
    """Return the page as text."""
    return page.get_data(as_text=True)


def french(client: FlaskClient) -> FlaskClient:
    """Return the client with pages in French."""
    client.get("/language/fr")
    return client
