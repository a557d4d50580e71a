"""In the browser: an analyst says what communes may change; a commune draws steps for an extension point."""

from collections.abc import Iterator
from typing import Any

from flask.sessions import SecureCookieSessionInterface

from app.procedures.bpmn import read_bpmn
from app.queries.studio import find_draft
from app.store import modelling, people
from tests.browser.served import Site
from tests.browser.test_accessibility import AXE, faults
from tests.browser.watching import DESKTOP, PHONE, Browsers, Visitor
from tests.builders.packages import SLUG as LIBRARY
from tests.world.drafting import start_draft
from tests.world.local import LOCAL, offer_local, publish_with_point
from tests.world.places import AZROU

HOME = "/commune/azrou/studio"
ROOM = "[data-diagram][data-ready]"


def _enter(browsers: Browsers, site: Site, username: str) -> Visitor:
    agent = site.within(lambda: people.find_agent_by_username(username))
    signer = SecureCookieSessionInterface().get_signing_serializer(site.app)
    assert agent is not None and signer is not None
    session = signer.dumps({"_user_id": f"{agent.id}.{agent.session_version}", "_fresh": True, "language": "fr"})
    visitor = browsers.clerk()
    visitor.context.add_cookies([{"name": "mastara", "value": session, "url": site.address}])
    return visitor


def _saved(page: Any, act: Any) -> None:
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.status == 200):
        act()


def _diagram(site: Site, draft_id: str) -> bytes:
    draft = site.within(lambda: find_draft(draft_id, site.services.library))
    return draft.files[f"processes/{draft.slug}/{draft.slug}.bpmn"]


def _wrong(visitor: Visitor, pages: dict[str, str]) -> Iterator[str]:
    """Give what axe finds on each page, in Arabic on a telephone and in French on a desk; keep a picture of both."""
    for language, size in (("ar", PHONE), ("fr", DESKTOP)):
        visitor.open(f"/language/{language}")
        visitor.page.set_viewport_size(size)
        for name, path in pages.items():
            assert visitor.open(path) == 200, path
            visitor.look(f"{name}-{language}-{size['width']}")
            visitor.page.evaluate(AXE)
            yield from (f"{name} {language}: {fault}" for fault in faults(visitor))


def test_an_analyst_opens_a_step_and_a_value_to_communes(browsers: Browsers, site: Site) -> None:
    draft_id = site.within(lambda: start_draft(site.world))
    analyst = _enter(browsers, site, "analyst@country")
    page = analyst.page
    analyst.open(f"/studio/{draft_id}/diagram?element=sign")
    page.locator(ROOM).wait_for()
    _saved(page, lambda: page.locator('[data-field="optional-on"] input').check())
    _saved(page, lambda: page.locator('[data-field="optional-default"] input').uncheck())

    step = read_bpmn(_diagram(site, draft_id), file="a.bpmn").elements["sign"]

    assert (step.optional, step.optional_on) == ("sign", False)
    analyst.go(page.locator('[data-field="policy-steps"] a'))
    analyst.choose(choice="open")
    analyst.press("Enregistrer la règle")
    assert "La règle est enregistrée" in page.inner_text("main")
    rule = f"/studio/{draft_id}/policy/rule?group=parameters&name=watiqa.collection_period"
    pages = {"policy": f"/studio/{draft_id}/policy?group=roles", "policy-rule": rule}
    assert [*_wrong(analyst, pages)] == []


def test_a_commune_draws_steps_and_plugs_them_in(browsers: Browsers, site: Site) -> None:
    site.within(lambda: publish_with_point(site.world))
    site.within(lambda: offer_local(site.world))
    director = _enter(browsers, site, f"dgs@{AZROU}")
    page = director.page
    point = f"{HOME}/extensions/{LIBRARY}/more"
    director.open(point)
    director.press("Dessiner les étapes")
    page.locator(ROOM).wait_for()
    assert page.locator('[data-action="create.user"]').count() == 1
    assert page.locator('[data-action="create.service"], [data-action="create.sub"]').count() == 0

    page.locator('.djs-element[data-element-id="local-verification"]').first.click()
    page.locator('.djs-context-pad [data-action="append.append-task"]').click()
    page.keyboard.type("Constater sur place")
    _saved(page, lambda: page.keyboard.press("Enter"))

    assert page.locator('[data-field="id"] input').input_value() == "local-constater-place"
    assert page.locator('[data-field="mastara:outcome"], [data-field="repetition"]').count() == 0
    (draft_id,) = [one for one in page.url.split("/") if len(one) > 15 and "." not in one and ":" not in one]
    drafts = site.within(lambda: [row.id for row in modelling.list_drafts(AZROU)])
    assert draft_id in drafts
    pages = {"index": f"{HOME}/", "point": point, "plug": f"{HOME}/{draft_id}/plug"}
    pages |= {"versions": f"{HOME}/procedures/{LOCAL}", "new": f"{HOME}/new"}
    assert [*_wrong(director, pages)] == []
