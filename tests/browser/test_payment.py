"""Paying in the sandbox: refused, abandoned, told twice, told late, told by an impostor."""

from datetime import timedelta

import pytest

from tests.browser.served import Site
from tests.browser.watching import Browsers, Visitor
from tests.world.journeys import Filed, case_of, complete, file_request, newest_payment, open_task, reach

TROUBLE = "Essayer ce qui tourne mal"


@pytest.fixture
def filed(site: Site) -> Filed:
    """A request whose fee is to be paid."""

    def file_and_check() -> Filed:
        filed = file_request(site.world, language="fr")
        reach(site.world, filed, "check-completeness")
        complete(site.world, open_task(filed))
        return filed

    return site.within(file_and_check)


@pytest.fixture
def payer(browsers: Browsers, site: Site, filed: Filed) -> Visitor:
    """The citizen, on the provider's page, come by the link of the message."""
    citizen = browsers.citizen()
    citizen.open(f"/fr/follow/{filed.reference}?code={site.code_of(filed)}")
    citizen.follow("Payer 2,00 DH")
    assert citizen.path.startswith("/sandbox/payment/")
    return citizen


def state_of(site: Site, filed: Filed) -> str:
    return site.within(lambda: newest_payment(filed).state)


def status_of(site: Site, filed: Filed) -> str:
    site.work()
    return site.within(lambda: case_of(filed).status)


def misbehave(payer: Visitor, button: str) -> None:
    """Press one of the buttons by which a provider goes wrong."""
    if not payer.page.get_by_role("button", name=button, exact=True).is_visible():
        payer.page.get_by_text(TROUBLE).click()
    payer.press(button)


def test_a_refused_payment_can_be_tried_again(site: Site, filed: Filed, payer: Visitor) -> None:
    payer.press("Faire refuser la carte")
    payer.look("refused")
    assert payer.path.startswith(f"/fr/cases/{filed.reference}")
    assert payer.page.get_by_text("Le paiement a été refusé").first.is_visible()
    payer.follow("Payer 2,00 DH")
    payer.press("Payer")
    payer.look("paid")
    assert state_of(site, filed) == "paid"
    assert status_of(site, filed) == "searching"


def test_an_abandoned_payment_is_taken_up_from_the_follow_page(site: Site, filed: Filed, payer: Visitor) -> None:
    payer.press("Abandonner et revenir")
    payer.look("abandoned")
    assert state_of(site, filed) == "pending"
    payer.open("/fr/follow")
    payer.fill(reference=filed.reference, code=site.code_of(filed))
    payer.press("Voir ma demande")
    payer.follow("Payer 2,00 DH")
    payer.press("Payer")
    assert state_of(site, filed) == "paid"


def test_a_payment_told_twice_counts_once(site: Site, filed: Filed, payer: Visitor) -> None:
    misbehave(payer, "Payer et prévenir deux fois")
    payer.look("told-twice")
    answers = payer.page.locator("main tbody tr").all_inner_texts()
    assert len(answers) == 2 and all("200" in answer for answer in answers)
    payer.follow("Revenir au site de la commune")
    assert payer.page.locator("main").inner_text().count("Votre paiement est arrivé") == 1
    assert state_of(site, filed) == "paid"


def test_a_payment_told_too_late_is_given_back(site: Site, filed: Filed, payer: Visitor) -> None:
    misbehave(payer, "Payer sans prévenir")
    payer.look("paid-silently")
    site.pass_time(timedelta(days=40))
    assert state_of(site, filed) == "expired"
    payer.page.reload()
    misbehave(payer, "Envoyer l’avis maintenant")
    payer.look("told-late")
    site.work()
    payer.follow("Revenir au site de la commune")
    payer.look("given-back")
    assert state_of(site, filed) == "refunded"
    assert payer.page.get_by_text("Votre paiement vous a été rendu").first.is_visible()


@pytest.mark.parametrize(
    ("button", "status"),
    [("Envoyer un avis mal signé", "401"), ("Envoyer un avis d’un autre montant", "409")],
)
def test_a_notice_that_is_not_genuine_is_refused(
    site: Site, filed: Filed, payer: Visitor, button: str, status: str
) -> None:
    misbehave(payer, button)
    payer.look("refused-notice")
    assert status in payer.page.locator("main tbody tr").first.inner_text()
    assert state_of(site, filed) == "pending"
