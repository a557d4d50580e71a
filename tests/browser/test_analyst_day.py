"""The analyst's day: a procedure from a template to a citizen's receipt, in the browser, without a line of code.

Three tasks, a gateway, a form in two languages, a decision, no error left, played, kept as a scenario, published.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from app.commands.publishing import OfferProcedure
from app.deployments.drafts import open_draft, read_draft
from app.procedures.bpmn import read_bpmn
from app.store import modelling, publication
from tests.browser import walking
from tests.browser.served import Colleague, Site, engage
from tests.browser.watching import Browsers, Visitor
from tests.world.places import AZROU

SLUG = "street-permit"
ZINEB = Colleague(
    username="zineb.alaoui",
    role="analyst",
    name_ar="زينب العلوي",
    name_fr="Zineb Alaoui",
    title_ar="محللة المساطر",
    title_fr="Analyste, DGCT",
)
TEXTS: Mapping[str, tuple[str, str]] = {
    "visiter-lieux.title": ("Visiter les lieux", "معاينة المكان"),
    "visiter-lieux.action": ("Enregistrer la visite", "تسجيل المعاينة"),
    "afficher-avis.title": ("Afficher l’avis", "تعليق الإعلان"),
    "afficher-avis.action": ("Confirmer l’affichage", "تأكيد التعليق"),
}
"""What the drawn tasks are called, and what their buttons say."""


@pytest.fixture(scope="module")
def zineb(site: Site) -> Colleague:
    """An analyst of the DGCT."""
    engage(site, ZINEB)
    return ZINEB


def test_a_procedure_goes_from_a_template_to_a_citizens_receipt(
    browsers: Browsers, site: Site, zineb: Colleague
) -> None:
    analyst = browsers.clerk()
    analyst.page.on("request", lambda request: _refuse_foreign(browsers, site, request.url))
    walking.sign_in(analyst, zineb)
    home = begin(analyst)
    decide(analyst, home)
    ask(analyst, home)
    draw(analyst, home)
    write_texts(analyst, home)
    assert errors(site) == []
    play(analyst, home)
    publish(analyst, home)
    offer(site)
    file(browsers)


def _refuse_foreign(browsers: Browsers, site: Site, address: str) -> None:
    if not address.startswith((site.address, "data:", "blob:")):
        browsers.complaints.append(f"foreign request: {address}")


def begin(analyst: Visitor) -> str:
    """Compose the procedure from the barest template; return the address of its workspace."""
    analyst.open("/studio/new?preset=bare")
    analyst.page.locator("#slug").fill(SLUG)
    analyst.fill(
        title_fr="Permis de voirie",
        title_ar="رخصة شغل الطريق",
        title_zgh="ⵜⵓⵔⴰⴳⵜ ⵏ ⵓⴱⵔⵉⴷ",
        summary_fr="Occuper un bout de rue pour des travaux.",
        summary_ar="شغل جزء من الطريق لأجل أشغال.",
        days="20",
    )
    analyst.page.locator("#domain").select_option("public-domain")
    analyst.look("new")
    analyst.press("Composer la démarche")
    analyst.look("workspace")
    return analyst.path


def stored(page: Any) -> Any:
    """Give a block in which something is done that the editor then stores by itself."""
    return page.expect_response(lambda answer: answer.request.method == "PUT" and answer.status == 200)


def decide(analyst: Visitor, home: str) -> None:
    """Write a decision: small works are free."""
    analyst.open(f"{home}decisions")
    analyst.page.locator("main #title").fill("Redevance")
    analyst.page.locator("main #name").fill("redevance")
    analyst.page.locator("main #question").fill("request_subject")
    analyst.press("Ajouter la décision")
    page = analyst.page
    page.locator("[data-editor][data-ready]").wait_for()
    page.locator("[data-element-id='redevance-rule-1-output-1']").click()
    page.keyboard.press("Control+A")
    with stored(page):
        page.keyboard.type('"free"')
    analyst.look("decision")


def ask(analyst: Visitor, home: str) -> None:
    """Ask the citizen for the identity card, in both languages at once."""
    analyst.open(f"{home}forms/request")
    page = analyst.page
    page.locator("[data-editor][data-ready]").wait_for()
    with stored(page):
        page.locator("[data-field-type='ready-cin']").press("Enter")
    page.locator("[data-texts-panel] [data-component='cin']").first.wait_for(state="attached")
    analyst.look("form")


def draw(analyst: Visitor, home: str) -> None:
    """Draw two tasks, a gateway and the decision; give each its role, form and condition."""
    analyst.open(f"{home}diagram")
    page = analyst.page
    page.locator("[data-diagram][data-ready]").wait_for()
    panel = page.locator("[data-panel]")

    find(page, "take-decision")
    drop(page, "create.exclusive", "examine-request--take-decision")
    panel.locator('[data-field="name-fr"] input').fill("Visite utile ?")
    panel.locator('[data-field="name-ar"] input').fill("هل المعاينة لازمة؟")
    panel.locator('[data-field="id"] input').fill("needs-visit")
    panel.locator('[data-field="id"] input').press("Tab")
    shows(page, "needs-visit")
    page.locator('.djs-context-pad [data-action="append.append-task"]').click()
    page.keyboard.type("Visiter les lieux")
    page.keyboard.press("Enter")
    shows(page, "visiter-lieux")
    panel.locator('[data-field="name-ar"] input').fill("معاينة المكان")
    panel.locator('[data-field="mastara:role"] select').select_option("agent_guichet")
    make_form(panel)
    page.locator('.djs-context-pad [data-action="connect"]').click()
    click(page, "take-decision")

    find(page, "needs-visit--visiter-lieux")
    panel.locator('[data-field="condition"] textarea').fill('=tariff = "free"')
    panel.locator('[data-field="condition"] textarea').press("Tab")
    find(page, "needs-visit--take-decision")
    panel.locator('[data-field="default"] input').check()

    find(page, "end-granted")
    drop(page, "create.user", "issue-grant--end-granted")
    page.keyboard.type("Afficher l’avis")
    page.keyboard.press("Enter")
    shows(page, "afficher-avis")
    panel.locator('[data-field="name-ar"] input').fill("تعليق الإعلان")
    panel.locator('[data-field="mastara:role"] select').select_option("agent_guichet")
    make_form(panel)

    find(page, "take-in")
    drop(page, "create.decision", "take-in--examine-request")
    page.keyboard.type("Calculer la redevance")
    page.keyboard.press("Enter")
    shows(page, "calculer-redevance")
    panel.locator('[data-field="name-ar"] input').fill("حساب الإتاوة")
    panel.locator('[data-field="mastara:decision"] select').select_option("redevance")
    panel.locator('[data-field="mastara:result"] input').fill("tariff")
    with stored(page):
        panel.locator('[data-field="mastara:result"] input').press("Tab")
    analyst.look("diagram")


def find(page: Any, words: str) -> None:
    """Bring an element into view by the search of the canvas."""
    page.locator(".djs-container svg").first.focus()
    page.keyboard.press("Control+f")
    page.keyboard.type(words)
    page.locator(".djs-search-result").first.wait_for()
    page.keyboard.press("Enter")
    shows(page, words)


def make_form(panel: Any) -> None:
    """Make the form of the task that is selected."""
    panel.locator('[data-field="form-make"] button').click()
    panel.locator('[data-field="form-open"]').wait_for()


def place(page: Any, identity: str) -> tuple[float, float]:
    """Return the middle of an element on the screen."""
    box = page.locator(f'.djs-container [data-element-id="{identity}"] .djs-visual').first.bounding_box()
    assert box is not None, identity
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def shows(page: Any, identity: str) -> None:
    """Wait until the panel is that of an element."""
    for _ in range(50):
        field = page.locator('[data-diagram]:not([aria-busy]) [data-field="id"] input')
        if field.count() and field.input_value() == identity:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"Expected the panel of “{identity}”.")


def drop(page: Any, tool: str, line: str) -> None:
    """Take something from the palette and put it on an arrow, which then passes through it."""
    x, y = place(page, line)
    page.locator(f'.djs-palette [data-action="{tool}"]').click()
    page.mouse.move(x - 3, y, steps=3)
    page.mouse.move(x, y, steps=3)
    page.mouse.click(x, y)
    page.wait_for_timeout(300)


def click(page: Any, identity: str) -> None:
    """Click on an element."""
    x, y = place(page, identity)
    page.mouse.move(x - 3, y, steps=3)
    page.mouse.click(x, y)
    page.wait_for_timeout(200)


def write_texts(analyst: Visitor, home: str) -> None:
    """Write what the new tasks are called, in both languages, on the page that puts missing texts first."""
    analyst.open(f"{home}texts?view=missing")
    for name, (french, arabic) in TEXTS.items():
        for language, words in (("fr", french), ("ar", arabic)):
            row = analyst.page.locator("fieldset", has=analyst.page.locator("legend", has_text=name))
            row.locator(f"textarea[name$='.{language}']").fill(words)
    analyst.look("texts")
    analyst.press("Enregistrer les textes de cette page")


def errors(site: Site) -> list[str]:
    """Return what would stop publication."""

    def read() -> list[str]:
        (row,) = modelling.list_drafts_of(SLUG)
        draft = open_draft(row.id, site.services.library)
        model = read_bpmn(draft.files[f"processes/{SLUG}/{SLUG}.bpmn"], file="a.bpmn")
        assert {"visiter-lieux", "afficher-avis", "needs-visit"} <= set(model.elements)
        return [str(finding) for finding in read_draft(draft).errors]

    return site.within(read)


def play(analyst: Visitor, home: str) -> None:
    """Drop the scenarios of the template, which no longer fit, and play the whole of it to each of its ends."""
    for name in ("granted", "refused"):
        analyst.open(f"{home}scenarios/{name}")
        analyst.press("Supprimer le scénario")
    keep(analyst, home, "Petits travaux, sans redevance", {"decision": "accept"}, last=[{}])
    reasons = "Le trottoir est trop étroit."
    keep(analyst, home, "Trottoir trop étroit", {"decision": "refuse", "decision_reasons": reasons}, last=[])


def keep(
    analyst: Visitor, home: str, title: str, decision: Mapping[str, str], *, last: Sequence[Mapping[str, str]]
) -> None:
    """Play as the citizen and as each agent, and keep what was played as a scenario, which passes."""
    analyst.open(f"{home}play")
    analyst.page.locator("#spoken").select_option("fr")
    analyst.press("Commencer l’essai")
    analyst.go(analyst.page.locator(".play-open").first)
    fill_request(analyst)
    analyst.press("Déposer la demande")
    for given in ({"examination_note": "Rien à signaler."}, {}, decision, *last):
        analyst.go(analyst.page.locator(".play-open").first)
        for name, value in given.items():
            field = analyst.page.locator(f"[name='{name}']")
            field.fill(value) if field.count() == 1 else analyst.choose(**{name: value})
        analyst.go(analyst.page.locator(".play-form button[type=submit]").last)
    analyst.draw()
    analyst.look("played")
    analyst.follow("En faire un scénario")
    analyst.fill(title=title)
    analyst.press("Enregistrer le scénario")
    assert "Réussi" in analyst.page.locator(".fact-line").first.inner_text()


def fill_request(person: Visitor) -> None:
    """Answer what the request asks."""
    person.fill(requester_first="Yousra", requester_last="Amziane", requester_phone="0661234567", cin="ZT48213")
    person.fill(request_subject="Deux jours d’échafaudage devant le 12, rue des Cèdres.")


def publish(analyst: Visitor, home: str) -> None:
    """Read the check list and publish."""
    analyst.open(f"{home}publish")
    analyst.look("publish")
    analyst.press("Publier")
    analyst.look("published")


def offer(site: Site) -> None:
    """Let Azrou offer it, as the operator's command does."""
    newest = site.within(lambda: publication.find_newest_deployment(SLUG))
    assert newest is not None
    site.run(OfferProcedure(deployment_id=newest.id, slug=SLUG, communes=[(AZROU, None)]))


def file(browsers: Browsers) -> None:
    """File it on a telephone, without scripts, in French."""
    citizen = browsers.citizen(scripts=False)
    citizen.open(f"/fr/communes/azrou/procedures/{SLUG}")
    citizen.look("sheet")
    citizen.press("Commencer la demande")
    citizen.fill(requester_first="Yousra", requester_last="Amziane", requester_phone="0661234567", cin="ZT48213")
    walking.go_on(citizen, "fr")
    citizen.fill(request_subject="Deux jours d’échafaudage devant le 12, rue des Cèdres.")
    walking.go_on(citizen, "fr")
    citizen.press("Déposer ma demande")
    citizen.look("receipt")
    assert citizen.page.locator("bdi.code").first.inner_text().startswith("2026-")
