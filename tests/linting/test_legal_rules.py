"""Rules of law 55-19, each broken alone; an administration may ask for no more than the law allows."""

from itertools import pairwise
from typing import Any

import pytest

from tests.builders.packages import PackageBuilder, a_package

NAME = "fiche.pieces.identity-card.name"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Copie certifiée conforme à l'original"),
        ("fr", "Copie certifiée de la carte"),
        ("fr", "Demande signée et légalisée"),
        ("fr", "Contrat avec légalisation des signatures"),
        ("ar", "نسخة مصادق عليها من البطاقة"),
        ("ar", "نسخة مطابقة للأصل"),
        ("ar", "طلب مع تصحيح الإمضاء"),
    ],
)
def test_certified_copies_and_legalised_signatures_are_not_asked_for(language: str, words: str) -> None:
    [finding] = a_package().text(language, NAME, words).findings("certified-copy")
    assert finding.element == "identity-card"
    assert finding.severity == "error"
    assert finding.line


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Copie de la carte. Aucune copie certifiée n'est demandée."),
        ("fr", "Photo lisible, sans légalisation"),
        ("ar", "تكفي صورة واضحة، ولا حاجة إلى نسخة مصادق عليها"),
        ("ar", "صورة بدون تصحيح الإمضاء"),
    ],
)
def test_to_say_that_none_is_needed_is_right(language: str, words: str) -> None:
    assert a_package().text(language, NAME, words).findings("certified-copy") == []


def test_the_words_of_a_file_field_are_read_too() -> None:
    def change(components: list[dict[str, Any]]) -> None:
        components[2]["description"] = "Copie légalisée"

    [finding] = a_package().form("request", change).findings("certified-copy")
    assert finding.file == "forms/library-card/request.json"
    assert finding.element == "identity_card"


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Plan en trois exemplaires"), ("fr", "Plan, 4 copies"), ("fr", "En double"), ("ar", "ثلاث نسخ من التصميم")],
)
def test_a_piece_is_asked_for_once(language: str, words: str) -> None:
    [finding] = a_package().text(language, NAME, words).findings("single-copy")
    assert finding.element == "identity-card"


@pytest.mark.parametrize(("language", "words"), [("fr", "Plan en un exemplaire"), ("ar", "نسخة من التصميم")])
def test_one_copy_is_right(language: str, words: str) -> None:
    assert a_package().text(language, NAME, words).findings("single-copy") == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Extrait d'acte de naissance"),
        ("fr", "Copie intégrale de l’acte de mariage"),
        ("fr", "Certificat de résidence"),
        ("fr", "Extrait du casier judiciaire"),
        ("ar", "نسخة كاملة من رسم الولادة"),
        ("ar", "شهادة السكنى"),
    ],
)
def test_what_an_administration_holds_is_not_asked_of_the_user(language: str, words: str) -> None:
    other = "ar" if language == "fr" else "fr"
    builder = a_package().text(language, NAME, words).text(other, NAME, "وثيقة" if other == "ar" else "Pièce")
    [finding] = builder.findings("piece-already-held")
    assert finding.element == "identity-card"
    assert "provided_by" in finding.message


def test_what_is_fetched_from_its_holder_is_right() -> None:
    fetched = {"provided_by": "administration", "source_administration": "civil register", "field": None}
    builder = a_package().text("fr", NAME, "Extrait d'acte de naissance")
    builder.edit_manifest(lambda manifest: manifest["pieces"][0].update(fetched))
    assert builder.findings("piece-already-held") == []


def test_the_identity_card_proves_who_asks() -> None:
    assert a_package().text("fr", NAME, "Copie de la carte d'identité").findings("piece-already-held") == []


def test_a_refusal_gives_its_reasons() -> None:
    [finding] = a_package().form("review", lambda components: components.pop()).findings("refusal-reasons")
    assert finding.element == "end-refused"


def test_a_notification_with_a_reason_gives_reasons() -> None:
    builder = a_package().form("review", lambda components: components.pop())
    given = '<mastara:input name="message" value="received"/>'
    builder.diagram(given, f'{given}<mastara:input name="reason" value="=verdict"/>')
    assert builder.findings("refusal-reasons") == []


def test_reasons_that_the_citizen_gives_are_not_the_administrations() -> None:
    builder = a_package().diagram('<userTask id="review"', '<userTask id="review" mastara:role="citizen"')
    assert [finding.element for finding in builder.findings("refusal-reasons")] == ["end-refused"]


def test_an_end_that_refuses_nothing_needs_no_reasons() -> None:
    builder = a_package().form("review", lambda components: components.pop())
    assert builder.diagram('mastara:outcome="refused"', 'mastara:outcome="answered"').findings("refusal-reasons") == []


ASKED = '<userTask id="{id}" name="Fournir&#10;الإدلاء" mastara:role="citizen" mastara:form="request"/>'


def _asking(*tasks: str, back: str = "", **deadline: Any) -> PackageBuilder:
    """Return a package whose citizen supplies something before the review; `back` is a condition that leads back."""
    builder = a_package().edit_manifest(lambda manifest: manifest["deadline"].update(deadline))
    drawn = "".join(ASKED.format(id=task) for task in tasks)
    chain = ["tell-received", *tasks, "review"]
    flows = "".join(
        f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}"/>'
        for source, target in pairwise(chain)
    )
    if back:
        condition = f"<conditionExpression>{back}</conditionExpression>"
        flows += f'<sequenceFlow id="again" sourceRef="is-accepted" targetRef="{tasks[0]}">{condition}</sequenceFlow>'
    return builder.diagram(
        '<sequenceFlow id="to-review" sourceRef="tell-received" targetRef="review"></sequenceFlow>', drawn + flows
    )


def _stop(*tasks: str, **more: Any) -> dict[str, Any]:
    return {"waiting_at": list(tasks), "reason": "correction", "once": True, "legal_ref": "law-1-00 a.1"} | more


def test_the_file_is_completed_once() -> None:
    assert _asking("supply", restarts_after=["supply"]).findings("second-request") == []
    found = _asking("supply", "supply-more", restarts_after=["supply", "supply-more"]).findings("second-request")
    assert [finding.element for finding in found] == ["supply"]


def test_a_circle_that_asks_again_is_a_second_request() -> None:
    asks = {"suspended_while": [_stop("correct")], "half_window": True}
    assert _asking("correct", **asks).findings("second-request") == []
    assert [
        finding.element
        for finding in _asking("correct", back='=verdict = "refused"', **asks).findings("second-request")
    ] == ["correct"]


def test_a_circle_that_asks_while_the_law_lets_it_is_right() -> None:
    back = '=verdict = "refused" and case.may_ask'
    asks = {"suspended_while": [_stop("correct")], "half_window": True}
    assert _asking("correct", back=back, **asks).findings("second-request") == []


@pytest.mark.parametrize(
    ("stop", "half_window", "element"),
    [
        (_stop("correct", once=False), True, "deadline.suspended_while.0"),
        (_stop("correct"), False, "deadline.half_window"),
    ],
)
def test_a_request_is_declared_as_one_in_the_first_half(stop: dict[str, Any], half_window: bool, element: str) -> None:
    found = _asking("correct", suspended_while=[stop], half_window=half_window).findings("second-request")
    assert [finding.element for finding in found] == [element]


def test_a_payment_may_be_awaited_at_any_time() -> None:
    stop = _stop("pay", once=False, any_time=True)
    assert _asking("pay", suspended_while=[stop], half_window=False).findings("second-request") == []


def test_the_message_about_silence_exists() -> None:
    silence = {"effect": "consent", "legal_ref": "law-1-00 a.3", "message": "period-over"}
    [finding] = a_package().manifest(silence=silence).findings("silence-declared")
    assert finding.element == "silence.message"
    assert a_package().manifest(silence=silence | {"message": "received"}).findings("silence-declared") == []


@pytest.mark.parametrize(("reference", "found"), [("law-1-00 a.9", 1), ("law-1-00 a.2", 0), ("law-1-00", 0)])
def test_an_article_is_listed_with_its_text(reference: str, found: int) -> None:
    builder = a_package().edit_manifest(lambda manifest: manifest["pieces"][0].update(legal_ref=reference))
    assert len(builder.findings("legal-article")) == found
