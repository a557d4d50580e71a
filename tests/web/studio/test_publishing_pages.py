"""The pages of comparison and publication: an analyst and a second person publish a version, retire it, go back."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.store import publication, releases
from tests.builders.packages import SLUG as LIBRARY
from tests.world.drafting import second_analyst
from tests.world.places import AZROU, SLUG, World
from tests.world.releasing import a_complete_package, ask, draft_of, publish_version

WHY = "La loi a changé cette année."
JOURNAL = "- Une réponse plus rapide."


@pytest.fixture
def analyst(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("analyst@country")


@pytest.fixture
def colleague(world: World, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    second_analyst(world)
    return sign_in("second@country")


def changed(version: str = "1.1.0"):
    """Return the small procedure with a shorter period, another label and a message less."""
    builder = a_complete_package(version).parameter("library.answer", unit="day", kind="franc", value=8)
    return builder.form("request", lambda fields: fields[0].update(label="Votre nom"))


def text_of(page: object) -> str:
    return page.get_data(as_text=True)  # type: ignore[attr-defined, no-any-return]


def in_arabic(client: FlaskClient) -> FlaskClient:
    with client.session_transaction() as session:
        session["language"] = "ar"
    return client


def test_a_comparison_is_told_in_words_and_marked_on_both_drawings(world: World, analyst: FlaskClient) -> None:
    publish_version(world, "1.0.0")
    draft_id = draft_of(world, changed().diagram("Examiner&#10;الفحص", "Étudier&#10;الدراسة"))

    page = text_of(analyst.get(f"/studio/{draft_id}/compare"))

    assert "« library.answer » passe de 10 à 8 jours francs." in page
    assert "La question « Votre nom » (formulaire « Demande ») – l’intitulé" in page
    assert page.count('data-changed="review"') == 2
    assert "passe de 10" not in text_of(in_arabic(analyst).get(f"/studio/{draft_id}/compare"))


def test_a_draft_is_compared_with_its_own_revisions_and_never_with_nothing(world: World, analyst: FlaskClient) -> None:
    draft_id = draft_of(world)
    assert "Rien à comparer" in text_of(analyst.get(f"/studio/{draft_id}/compare"))

    assert "Aucune différence" in text_of(analyst.get(f"/studio/{draft_id}/compare?with=revision-1"))
    for unknown in ("revision-99", "revision-x", "nowhere", "revision-999999999999"):
        assert analyst.get(f"/studio/{draft_id}/compare?with={unknown}").status_code == 404
    drawing = analyst.get(f"/studio/{draft_id}/revisions/1/diagram.bpmn")
    assert drawing.mimetype == "application/xml"
    assert "sandbox" in drawing.headers["Content-Security-Policy"]


def test_a_draft_that_cannot_be_read_says_so_everywhere(world: World, analyst: FlaskClient) -> None:
    publish_version(world, "1.0.0")
    broken = a_complete_package().draw("<definitions")
    from tests.world.drafting import start_draft

    files = {path: content for path, content in broken.files().items() if f"/{LIBRARY}/" in path}
    draft_id = start_draft(world, LIBRARY, files)

    assert "Comparaison impossible" in text_of(analyst.get(f"/studio/{draft_id}/compare"))
    assert "Mesures impossibles" in text_of(analyst.get(f"/studio/{draft_id}/measures"))
    page = analyst.get(f"/studio/{draft_id}/publish")
    assert page.status_code == 200 and "Demander l’approbation" not in text_of(page)
    assert analyst.get(f"/studio/{draft_id}/revisions/1/diagram.bpmn").status_code == 404


def test_two_persons_publish_a_version(world: World, analyst: FlaskClient, colleague: FlaskClient) -> None:
    publish_version(world, "1.0.0")
    draft_id = draft_of(world, changed("1.0.0"), changelog="## 1.0.0\n- Avant, en ligne.\n")
    page = text_of(analyst.get(f"/studio/{draft_id}/publish"))
    assert "a déjà servi" in page and 'value="1.1.0"' in page
    assert analyst.post(f"/studio/{draft_id}/publish/changelog", data={"version": "2", "entry": ""}).status_code == 422

    analyst.post(f"/studio/{draft_id}/publish/changelog", data={"version": "1.1.0", "entry": JOURNAL})
    assert "Demander l’approbation" in text_of(analyst.get(f"/studio/{draft_id}/publish"))
    analyst.post(f"/studio/{draft_id}/publish/ask", data={"note": "Merci de relire."})
    request = releases.find_last_request(draft_id)
    assert request is not None and request.state == "asked"
    mine = text_of(analyst.get(f"/studio/approvals/{request.id}"))
    assert "Cette demande ou ce brouillon est de vous" in mine and 'value="approve"' not in mine
    assert request.id in text_of(colleague.get("/studio/approvals"))
    theirs = text_of(colleague.get(f"/studio/approvals/{request.id}"))
    assert "passe de 10 à 8 jours francs" in theirs and JOURNAL in theirs
    refused = colleague.post(f"/studio/approvals/{request.id}", data={"decision": "refuse", "reasons": ""})
    assert refused.status_code == 422
    colleague.post(f"/studio/approvals/{request.id}", data={"decision": "approve"})

    current = publication.find_newest_deployment(LIBRARY)
    assert current is not None
    late = analyst.post(f"/studio/{draft_id}/publish", data={"current": current.id, "effect": "2020-01-01"})
    assert late.status_code == 422 and "est passée" in text_of(late)
    assert analyst.post(f"/studio/{draft_id}/publish", data={"current": "", "effect": ""}).status_code == 302
    assert publication.find_newest_deployment(LIBRARY).version == "1.0.0"  # type: ignore[union-attr]
    analyst.post(f"/studio/{draft_id}/publish", data={"current": current.id, "effect": ""})

    assert publication.find_newest_deployment(LIBRARY).version == "1.1.0"  # type: ignore[union-attr]
    history = text_of(analyst.get(f"/studio/procedures/{LIBRARY}"))
    assert "Approuvée par" in history and JOURNAL in history


def test_a_void_request_is_shown_as_void(world: World, colleague: FlaskClient) -> None:
    publish_version(world, "1.0.0")
    draft_id = draft_of(world, changed())
    request_id = ask(world, draft_id)
    from tests.world.drafting import save

    save(world, draft_id, {f"processes/{LIBRARY}/CHANGELOG.md": b"## 1.1.0\n- Encore autre chose.\n"})

    page = text_of(colleague.get(f"/studio/approvals/{request_id}"))
    assert "Le brouillon a changé depuis la demande" in page
    assert 'value="approve"' not in page


def test_a_procedure_is_retired_and_citizens_read_why(world: World, analyst: FlaskClient, client: FlaskClient) -> None:
    publish_version(world, "1.0.0")
    address = f"/studio/procedures/{LIBRARY}"
    assert analyst.get(f"{address}/retire").status_code == 200
    assert analyst.post(f"{address}/retire", data={"reason_fr": WHY, "reason_ar": ""}).status_code == 422

    analyst.post(f"{address}/retire", data={"reason_fr": WHY, "reason_ar": "تغير القانون هذه السنة."})

    assert WHY in text_of(analyst.get(address))
    sheet = text_of(client.get(f"/ar/procedures/{LIBRARY}"))
    assert "تغير القانون هذه السنة." in sheet
    assert "plus proposée" in text_of(client.get(f"/fr/procedures/{LIBRARY}"))
    assert LIBRARY not in text_of(client.get("/fr/procedures"))
    analyst.post(f"{address}/reopen", data={"reason": "La loi a été rétablie."})
    assert "plus proposée" not in text_of(client.get(f"/fr/procedures/{LIBRARY}"))


def test_whoever_begins_a_retired_procedure_reads_a_clear_page(analyst: FlaskClient, client: FlaskClient) -> None:
    analyst.post(f"/studio/procedures/{SLUG}/retire", data={"reason_fr": WHY, "reason_ar": "تغير القانون هذه السنة."})

    page = client.post(f"/fr/communes/azrou/procedures/{SLUG}/start")

    assert page.status_code == 410
    assert "plus proposée" in text_of(page)


def test_versions_are_compared_and_gone_back_to(world: World, analyst: FlaskClient) -> None:
    first, second = publish_version(world, "1.0.0"), publish_version(world, "1.1.0")
    address = f"/studio/procedures/{LIBRARY}"
    compared = f"{address}/compare?from={first.deployment_id}&to={second.deployment_id}"
    assert "Le numéro de version passe de 1.0.0 à 1.1.0." in text_of(analyst.get(compared))
    assert analyst.get(f"{address}/compare?from={first.deployment_id}").status_code == 404

    back = f"{address}/go-back/{first.deployment_id}"
    assert "1.0.0" in text_of(analyst.get(back))
    assert analyst.post(back, data={"current": second.deployment_id, "reason": ""}).status_code == 422
    analyst.post(back, data={"current": second.deployment_id, "reason": "Erreur dans les frais."})

    assert publication.find_newest_deployment(LIBRARY).version == "1.0.0"  # type: ignore[union-attr]
    assert "Retour à la version" in text_of(analyst.get(address))


def test_every_page_is_whole_in_arabic(world: World, analyst: FlaskClient) -> None:
    first, second = publish_version(world, "1.0.0"), publish_version(world, "1.1.0")
    draft_id = draft_of(world, changed("1.2.0"))
    request_id = ask(world, draft_id)
    home = f"/studio/procedures/{LIBRARY}"
    for address in (
        f"/studio/{draft_id}/compare",
        f"/studio/{draft_id}/publish",
        f"/studio/{draft_id}/measures",
        "/studio/approvals",
        f"/studio/approvals/{request_id}",
        "/studio/publication-rule",
        home,
        f"{home}/retire",
        f"{home}/go-back/{first.deployment_id}",
        f"{home}/compare?from={first.deployment_id}&to={second.deployment_id}",
    ):
        page = in_arabic(analyst).get(address)
        assert page.status_code == 200, address
        assert 'dir="rtl"' in text_of(page)


def test_measures_stand_beside_the_version_in_effect(world: World, analyst: FlaskClient) -> None:
    publish_version(world, "1.0.0")
    lighter = a_complete_package("1.1.0").manifest(pieces=[])
    draft_id = draft_of(world, lighter)

    page = text_of(analyst.get(f"/studio/{draft_id}/measures"))

    assert '<span class="measure-better">mieux</span>' in page
    assert "hypothèse" in page


def test_the_rule_is_changed_with_a_reason(analyst: FlaskClient) -> None:
    assert analyst.post("/studio/publication-rule", data={"rule": "always", "reason": ""}).status_code == 422
    assert analyst.post("/studio/publication-rule", data={"rule": "maybe", "reason": WHY}).status_code == 422

    analyst.post("/studio/publication-rule", data={"rule": "always", "reason": WHY})

    assert WHY in text_of(analyst.get("/studio/publication-rule"))


def test_an_unknown_procedure_or_request_is_a_page(analyst: FlaskClient) -> None:
    for address in ("/studio/procedures/nothing", "/studio/approvals/nothing", "/studio/nothing/publish"):
        assert analyst.get(address).status_code == 404
    assert analyst.get(f"/studio/procedures/{LIBRARY}/retire").status_code == 404


def test_strangers_see_nothing(sign_in: Callable[[str], FlaskClient]) -> None:
    clerk = sign_in(f"agent_ec@{AZROU}")
    for address in ("/studio/approvals", "/studio/publication-rule"):
        assert clerk.get(address).status_code == 403
