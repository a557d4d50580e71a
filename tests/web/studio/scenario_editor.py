"""An analyst at one scenario of a draft, who posts what its pages post."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from lxml import html

from app.procedures.yaml_source import read_mapping
from app.queries.studio import find_draft
from tests.builders.packages import SLUG, PackageBuilder
from tests.world.drafting import start_draft
from tests.world.places import World

PATH = f"processes/{SLUG}/scenarios/accepted.yaml"


class Editor:
    """An analyst at a scenario of a draft: `accepted` of a small package, unless told otherwise."""

    def __init__(
        self, browser: FlaskClient, world: World, draft_id: str, *, slug: str = SLUG, name: str = "accepted"
    ) -> None:
        self.browser = browser
        self.world = world
        self.draft_id = draft_id
        self.room = f"/studio/{draft_id}/scenarios"
        self.home = f"{self.room}/{name}"
        self.path = f"processes/{slug}/scenarios/{name}.yaml"

    def page(self, address: str = "") -> str:
        answer = self.browser.get(address or self.home)
        assert answer.status_code == 200, address
        return str(answer.get_data(as_text=True))

    def post(self, where: str, **fields: Any) -> str:
        """Post to a page of the scenario as its own form does; return what follows."""
        digest = re.search(r'name="seen" value="(\w+)"', self.page())
        assert digest is not None
        return self._sent(where, {"seen": digest[1], **fields})

    def submit(self, where: str, changes: Mapping[str, Any] | None = None, *, on: str = "") -> str:
        """Send the form of a page as a browser without scripts would, after some changes; None empties a field.

        `on` is the page itself where it was not just opened.
        """
        form = html.fromstring(on or self.page(f"{self.home}{where}")).xpath("//form[contains(@class, 'play-form')]")[0]
        fields: dict[str, list[Any]] = {}
        for name, value in form.form_values():
            fields.setdefault(name, []).append(value)
        for picker in form.xpath(".//input[@type='file']"):
            fields[picker.name] = [(BytesIO(), "")]  # a browser posts the field without a file
        for name, value in (changes or {}).items():
            fields[name] = [] if value is None else value if isinstance(value, list) else [value]
        return self._sent(where, {name: values for name, values in fields.items() if values})

    def _sent(self, where: str, data: Mapping[str, Any]) -> str:
        answer = self.browser.post(f"{self.home}{where}", data=data, follow_redirects=True)
        assert answer.status_code in (200, 409, 422)
        return str(answer.get_data(as_text=True))

    def source(self) -> bytes:
        """Return the file as it is now."""
        return find_draft(self.draft_id, self.world.services.library).files[self.path]

    def raw(self) -> dict[str, Any]:
        """Return what the file says now."""
        return dict(read_mapping(self.source(), file="scenario.yaml").data)


def open_editor(browser: FlaskClient, world: World, builder: PackageBuilder, name: str = "accepted") -> Editor:
    """Begin a draft of a package in the making, and open one of its scenarios."""
    files = {path: content for path, content in builder.files().items() if SLUG in path}
    return Editor(browser, world, start_draft(world, SLUG, files), name=name)
