"""What goes wrong on purpose is written on the pages of a scenario: refused answers, messages without effect."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.builders.packages import a_package
from tests.scenarios.test_going_wrong import DIAGRAM
from tests.web.studio.scenario_editor import Editor, open_editor
from tests.world.drafting import save, second_analyst
from tests.world.places import World

REFUSED = "form-refuses"
AGE = "Écrivez un nombre en chiffres, par exemple 12 ou 12,5."


@pytest.fixture
def editor(world: World, sign_in: Callable[[str], FlaskClient]) -> Editor:
    return open_editor(sign_in("analyst@country"), world, a_package())


def with_mistakes(editor: Editor, world: World, *mistakes: dict[str, Any]) -> None:
    """Give the scenario wrong requests, as text."""
    lines = "".join(f"- answers: {each['answers']}\n  refused: {each['refused']}\n" for each in mistakes)
    source = f"{editor.source().decode()}# Ce que le formulaire refuse.\nmistakes:\n{lines}"
    save(world, editor.draft_id, {editor.path: source.encode()})


def test_a_wrong_request_is_filled_in_on_the_real_form_and_written_where_it_departs(editor: Editor) -> None:
    page = editor.submit("/mistakes/new", {"age": "beaucoup", "applicant_name": [""]})

    assert "L’erreur de saisie est enregistrée" in page
    assert editor.raw()["mistakes"] == [
        {"answers": {"applicant_name": None, "age": "beaucoup"}, "refused": ["applicant_name", "age"]}
    ]
    assert "« Nom » laissé vide" in page and "« Âge » : \u2068beaucoup\u2069" in page
    assert "Refusé : « Nom », « Âge »" in page and "Réussi" in page
    assert [key for key in editor.raw() if key in ("start", "mistakes", "steps")] == ["start", "mistakes", "steps"]


def test_answers_that_the_form_accepts_are_no_mistake(editor: Editor) -> None:
    before = editor.source()
    assert "changez-en au moins une" in editor.submit("/mistakes/new")
    accepted = editor.submit("/mistakes/new", {"age": "31"})
    assert "Le formulaire accepte ces réponses" in accepted and 'value="31"' in accepted
    assert editor.source() == before


def test_a_refusal_that_the_form_does_not_know_yet_may_be_demanded(editor: Editor) -> None:
    page = editor.submit("/mistakes/new", {"age": "0", "other-field": "age"})
    assert editor.raw()["mistakes"] == [{"answers": {"age": 0}, "refused": ["age"]}]
    assert "Ce scénario échoue" in page
    assert "Erreur de saisie 1" in page and "devait refuser : « Âge ». Ce qu’il refuse : rien" in page


def test_a_sentence_is_demanded_and_what_the_form_says_instead_is_told(editor: Editor) -> None:
    editor.submit("/mistakes/new", {"age": "beaucoup"})
    assert f"{AGE}</bdi>" in editor.page(f"{editor.home}/mistakes/1")

    editor.submit("/mistakes/1", {"sentence:age": AGE})
    assert editor.raw()["mistakes"][0]["refused"] == {"age": AGE}
    page = editor.submit("/mistakes/1", {"sentence:age": "Non."})
    assert "Pour « Âge », le formulaire devait dire : \u2068Non.\u2069" in page
    editor.submit("/mistakes/1", {"sentence:age": ""})
    assert editor.raw()["mistakes"][0]["refused"] == ["age"]


def test_what_is_refused_follows_the_answers_only_when_asked_to(editor: Editor) -> None:
    editor.submit("/mistakes/new", {"age": "beaucoup"})
    page = editor.submit("/mistakes/1", {"applicant_name": [""]})
    assert editor.raw()["mistakes"][0]["refused"] == ["age"] and "Ce scénario échoue" in page

    page = editor.submit("/mistakes/1", {"as-refused": "1"})
    assert editor.raw()["mistakes"][0]["refused"] == ["applicant_name", "age"] and "Réussi" in page


def test_an_answer_that_the_page_cannot_show_is_kept_until_it_is_let_go(editor: Editor) -> None:
    editor.post("/steps/1", **{"as": "yaml"}, data="verdict: maybe")
    assert "\u2068maybe\u2069" in editor.page(f"{editor.home}/steps/1")
    editor.submit("/steps/1", {REFUSED: "1"})
    assert editor.raw()["steps"] == [{"complete": "review", "answers": {"verdict": "maybe"}, "refused": ["verdict"]}]

    before = editor.source()
    editor.submit("/steps/1")
    assert editor.source() == before
    editor.submit("/steps/1", {"kept-answer": None})
    assert "answers" not in editor.raw()["steps"][0]


def test_a_task_whose_form_refuses_is_added_filled_in_and_put_right(editor: Editor) -> None:
    page = editor.post("/steps", change="add", what="refuse:review", after="0")
    assert 'name="form-refuses" value="1" checked' in page
    page = editor.submit("/steps/1?refuse=1", {"verdict_reasons": "Je ne sais pas."})

    wrong = {"complete": "review", "answers": {"verdict_reasons": "Je ne sais pas."}, "refused": ["verdict"]}
    assert editor.raw()["steps"][0] == wrong
    assert "le formulaire refuse" in page and "Refusé : « Décision »" in page and "Réussi" in page

    editor.submit("/steps/1", {REFUSED: "0", "verdict": "refused"})
    assert editor.raw()["steps"][0] == {
        "complete": "review",
        "answers": {"verdict": "refused", "verdict_reasons": "Je ne sais pas."},
    }


def test_a_task_that_does_not_wait_may_be_refused_by_the_name_of_its_field(editor: Editor) -> None:
    editor.post("/steps", change="add", what="refuse:review", after="1")
    assert 'name="other-field"' in editor.page(f"{editor.home}/steps/2")
    assert "choisissez le champ" in editor.submit("/steps/2", {REFUSED: "1", "data": "verdict: maybe"})
    editor.submit("/steps/2", {REFUSED: "1", "data": "verdict: maybe", "other-field": "verdict"})
    assert editor.raw()["steps"][1] == {"complete": "review", "answers": {"verdict": "maybe"}, "refused": ["verdict"]}


def test_a_file_is_taken_away_from_a_wrong_request(world: World, sign_in: Callable[[str], FlaskClient]) -> None:
    def require_card(components: list[dict[str, Any]]) -> None:
        components[2]["validate"] = {"required": True}

    builder = a_package().form("request", require_card)
    builder.scenario("accepted", start={"applicant_name": "Nora", "age": 30, "identity_card": ["card.pdf"]})
    editor = open_editor(sign_in("analyst@country"), world, builder)

    page = editor.submit("/mistakes/new", {"remove_attachment": "identity_card:card.pdf"})
    assert "card.pdf" not in page and "mistakes" not in editor.raw()
    editor.submit("/mistakes/new", on=page)
    assert editor.raw()["mistakes"] == [{"answers": {"identity_card": None}, "refused": ["identity_card"]}]
    assert "card.pdf" not in editor.page(f"{editor.home}/mistakes/1")
    assert "Réussi" in editor.page()


def test_what_another_person_wrote_is_not_overwritten_by_a_mistake(editor: Editor, world: World) -> None:
    hers = editor.source() + b"# Relu.\n"
    digest = re.search(r'name="seen" value="(\w+)"', editor.page(f"{editor.home}/mistakes/new"))
    assert digest is not None
    save(world, editor.draft_id, {editor.path: hers}, actor=second_analyst(world))
    answers = {"applicant_name": "Nora", "age": "much", "seen": digest[1]}
    page = editor.browser.post(f"{editor.home}/mistakes/new", data=answers, follow_redirects=True)
    assert "Une autre personne a changé ce fichier" in page.get_data(as_text=True)
    assert editor.source() == hers


def test_a_message_that_comes_again_or_too_late_is_a_step_of_its_own(
    world: World, sign_in: Callable[[str], FlaskClient]
) -> None:
    told = {"message": "payment-paid", "data": {"sum": 2}}
    builder = a_package().draw(DIAGRAM).scenario("accepted", steps=[told], expect={"waiting": ["told"]})
    editor = open_editor(sign_in("analyst@country"), world, builder)

    page = editor.post("/steps", change="add", what="again:payment-paid", after="0")
    assert re.search(r'name="ignored" value="again"\s+checked', page)
    assert editor.raw()["steps"] == [{"message": "payment-paid", "ignored": "again"}, told]
    assert "il n’est jamais arrivé" in editor.page()
    editor.post("/steps", change="down:1")
    assert "arrive une seconde fois, sans effet" in editor.page() and "Réussi" in editor.page()

    editor.submit("/steps/2", {"ignored": "late", "data": "sum: 3"})
    assert editor.raw()["steps"][1] == {"message": "payment-paid", "ignored": "late", "data": {"sum": 3}}
    assert "arrive quand personne ne l’attend" in editor.page()
    editor.submit("/steps/2", {"ignored": ""})
    assert editor.raw()["steps"][1] == {"message": "payment-paid", "data": {"sum": 3}}
    assert "n’attend pas le message" in editor.page()


def test_a_wrong_request_is_removed_and_the_rest_of_the_file_stays(editor: Editor, world: World) -> None:
    with_mistakes(
        editor,
        world,
        {"answers": "{age: much}", "refused": "[age]"},
        {"answers": "{applicant_name: null}  # rien", "refused": "[applicant_name]"},
    )
    before = editor.source().decode()
    editor.post("/mistakes", remove="9")
    assert editor.source().decode() == before
    page = editor.post("/mistakes", remove="1")
    assert "supprimée" in page and "laissé vide" in page
    assert editor.source().decode() == before.replace("- answers: {age: much}\n  refused: [age]\n", "")
    editor.post("/mistakes", remove="1")
    assert "mistakes" not in editor.raw()


def test_a_wrong_request_may_be_written_as_text(editor: Editor) -> None:
    editor.post("/mistakes/new", **{"as": "yaml"}, data="age: much\napplicant_name: null")
    assert editor.raw()["mistakes"] == [
        {"answers": {"age": "much", "applicant_name": None}, "refused": ["applicant_name", "age"]}
    ]
    assert "au moins une réponse" in editor.post("/mistakes/1", **{"as": "yaml"}, data="")
    assert "ne se lisent pas, ligne 1" in editor.post("/mistakes/1", **{"as": "yaml"}, data="a: [1")
    for number in ("2", "0", "x", "-1"):
        assert editor.browser.get(f"{editor.home}/mistakes/{number}").status_code == 404, number


def test_the_form_says_what_it_would_refuse_while_it_is_filled_in(editor: Editor) -> None:
    answer = editor.browser.post(
        f"{editor.home}/mistakes/new", data={"age": "much"}, headers={"X-Mastara-Form": "check"}
    )
    assert answer.json["errors"]["age"] == AGE


@pytest.mark.parametrize(
    ("faulty", "line", "said"),
    [
        ("shows: [citizens]", 5, "les mots attendus sont"),
        ("mistakes: [{answers: {age: 1}, refused: []}]", 5, "Erreur de saisie 1"),
        ("mistakes: [{refused: [age]}]", 5, "les réponses fausses sont attendues"),
        ("steps: [{message: x, ignored: twice}]", 5, "« again » ou « late » est attendu"),
        ("steps: [{message: x, refused: [age]}]", 5, "Étape 1"),
    ],
)
def test_a_fault_of_the_text_is_told_with_its_line_in_the_language_of_the_page(
    editor: Editor, faulty: str, line: int, said: str
) -> None:
    source = f"name: Essai\nstart: {{}}\nexpect: {{}}\n# Suite\n{faulty}\n"
    page = editor.post("/source", source=source)
    assert f"Ligne {line}" in page and said in page
    editor.browser.get("/language/ar?next=/studio/")
    assert "المنتظر" in editor.post("/source", source=source)


def test_whatever_a_wrong_request_holds_is_told_in_words(editor: Editor, world: World) -> None:
    with_mistakes(
        editor,
        world,
        {"answers": "{applicant_name: false, 7: x, age: [un, deux]}", "refused": "{age: null, 7: 'Non.'}"},
    )
    page = editor.page()
    assert "« Nom » : non" in page and "\u2068un, deux\u2069" in page
    assert "Refusé : « Âge », « \u20667\u2069 »" in page
    opened = editor.page(f"{editor.home}/mistakes/1")
    assert re.search(r'name="kept-answer" value="7"\s+checked', opened) and 'value="Non."' in opened
    editor.submit("/mistakes/1", {"kept-answer": None, "refused-field": ["age"]})
    assert "7" not in editor.raw()["mistakes"][0]["answers"] and editor.raw()["mistakes"][0]["refused"] == ["age"]
