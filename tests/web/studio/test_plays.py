"""The pages of a trial: real forms, the clock, messages, services, papers, and whatever may go wrong on the way."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.store import plays
from tests.builders.packages import SLUG, PackageBuilder, a_package
from tests.world.drafting import save, start_draft
from tests.world.places import SLUG as COPIES
from tests.world.places import World

HOME = f"processes/{SLUG}"
BEGUN = {"clock": "2026-03-02T09:00", "language": "fr", "channel": "portal", "kind": "urban"}
FILED = {"applicant_name": "Nora", "age": "30"}
SEVERAL = (
    'mastara:target="library.review_target"><multiInstanceLoopCharacteristics isSequential="false">'
    "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>"
)


def own_files(builder: PackageBuilder | None = None) -> dict[str, bytes]:
    return {path: content for path, content in (builder or a_package()).files().items() if SLUG in path}


class Player:
    """An analyst who plays one draft."""

    def __init__(self, browser: FlaskClient, draft_id: str) -> None:
        self.browser = browser
        self.room = f"/studio/{draft_id}/play"
        self.draft_id = draft_id
        self.board = ""

    def begin(self, **changes: str) -> "Player":
        answer = self.browser.post(self.room, data={**BEGUN, **changes})
        assert answer.status_code == 302, answer.get_data(as_text=True)
        self.board = answer.headers["Location"]
        return self

    def page(self) -> str:
        answer = self.browser.get(self.board)
        assert answer.status_code == 200
        return str(answer.get_data(as_text=True))

    def step(self, **fields: str) -> str:
        """Take a step; return the page that follows."""
        answer = self.browser.post(f"{self.board}/steps", data=fields, follow_redirects=True)
        assert answer.status_code == 200
        return str(answer.get_data(as_text=True))

    def file(self, **answers: str) -> Any:
        return self.browser.post(f"{self.board}/request", data={**FILED, **answers})

    def tasks(self) -> list[str]:
        """Return the addresses of the tasks that wait, in order."""
        return re.findall(r'class="play-open" href="([^"]+)"', self.page())

    def kept(self) -> dict[str, Any]:
        return dict(plays.get_play(self.draft_id, self.board.rpartition("/")[2]).trial)


@pytest.fixture
def player(world: World, sign_in: Callable[[str], FlaskClient]) -> Callable[..., Player]:
    def of(builder: PackageBuilder | None = None, *, slug: str = SLUG) -> Player:
        files = own_files(builder) if slug == SLUG else None
        return Player(sign_in("analyst@country"), start_draft(world, slug, files))

    return of


def test_a_draft_is_played_from_the_request_to_its_end(player: Callable[..., Player]) -> None:
    amina = player().begin()
    assert "Pas encore déposé" in amina.page()

    assert amina.file().status_code == 302
    [review] = amina.tasks()
    form = amina.browser.get(review).get_data(as_text=True)
    assert "vous êtes « librarian »" in form and 'name="verdict"' in form
    answer = amina.browser.post(review, data={"verdict": "accepted"}, follow_redirects=True)

    page = answer.get_data(as_text=True)
    assert "Fin atteinte" in page and "Acceptée" in page
    assert amina.kept()["steps"] == [{"complete": "review", "answers": {"verdict": "accepted"}}]


def test_answers_that_do_not_validate_come_back_filled_in(player: Callable[..., Player]) -> None:
    amina = player().begin()

    answer = amina.file(age="beaucoup")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="Nora"' in page and 'value="beaucoup"' in page and "error-summary" in page
    assert amina.kept()["start"] is None


def test_the_last_step_is_undone(player: Callable[..., Player]) -> None:
    amina = player().begin()
    amina.file()
    amina.browser.post(amina.tasks()[0], data={"verdict": "refused"})

    amina.browser.post(f"{amina.board}/back")
    assert len(amina.tasks()) == 1
    amina.browser.post(f"{amina.board}/back")
    assert "Pas encore déposé" in amina.page()


def test_a_trial_goes_back_to_any_step(player: Callable[..., Player]) -> None:
    amina = player().begin()
    amina.file()
    for _ in range(3):
        amina.step(verb="amount", amount="1", unit="D")
    assert 'name="to" value="3"' in amina.page()

    amina.browser.post(f"{amina.board}/back", data={"to": "2"})

    assert amina.kept()["steps"] == [{"advance": "P1D"}]
    amina.browser.post(f"{amina.board}/back", data={"to": "x"})
    assert amina.kept()["steps"] == []


def test_the_clock_moves_to_the_next_timer_by_days_and_to_a_date(player: Callable[..., Player]) -> None:
    amina = player().begin()
    amina.file()
    assert "mercredi 4 mars 2026" in amina.step(verb="amount", amount="2", unit="D")
    assert "mardi 10 mars 2026" in amina.step(verb="date", date="2026-03-10")
    lapsed = amina.step(verb="next")

    assert "Caduque" in lapsed and "vendredi 13 mars 2026" in lapsed
    assert amina.kept()["steps"][0] == {"advance": "P2D"}


IMPOSSIBLE: tuple[dict[str, str], ...] = (
    {"verb": "amount", "amount": "-3", "unit": "D"},
    {"verb": "amount", "amount": "99999999", "unit": "D"},
    {"verb": "amount", "amount": "1", "unit": "Y"},
    {"verb": "amount", "amount": "9999", "unit": "M"},
    {"verb": "date", "date": "9999-12-31"},
    {"verb": "date", "date": "1900-01-01"},
    {"verb": "date", "date": "demain"},
    {"verb": "date", "date": "2026-03-02"},
    {"verb": "message", "name": "nobody-waits", "data": ""},
    {"verb": "message", "name": "", "data": ""},
    {"verb": "message", "name": "x", "data": "a: [1"},
    {"verb": "signal", "name": "nobody-waits"},
    {"verb": "job", "element": "gone", "item": "x"},
    {"verb": "fail", "element": "gone", "error": ""},
    {"verb": "invented"},
    {},
)


def test_what_cannot_happen_is_said_and_changes_nothing(player: Callable[..., Player]) -> None:
    amina = player().begin()
    amina.file()
    silent = [fields for fields in IMPOSSIBLE if "notification-danger" not in amina.step(**fields)]

    assert silent == []
    assert amina.kept()["steps"] == []


def test_services_are_answered_by_hand_with_the_sample_that_is_offered(player: Callable[..., Player]) -> None:
    amina = player().begin(hold="1")
    amina.file()
    page = amina.page()
    assert "Accuser réception" in page and "channels:" in page and amina.tasks() == []

    amina.step(verb="job", element="tell-received", result="channels: [sms]")

    assert len(amina.tasks()) == 1
    assert amina.kept()["steps"] == [{"job": "tell-received", "result": {"channels": ["sms"]}}]


def test_a_service_that_fails_unforeseen_is_an_incident_in_words(player: Callable[..., Player]) -> None:
    amina = player().begin(hold="1")
    amina.file()

    page = amina.step(verb="fail", element="tell-received", error="no-network")

    assert "n’est traitée nulle part" in page and "Le dossier ne va pas plus loin" in page
    amina.browser.post(f"{amina.board}/back", data={"to": "1"})
    assert amina.kept()["steps"] == []


def test_each_instance_of_a_repeated_task_is_played_by_itself(player: Callable[..., Player]) -> None:
    builder = a_package().diagram('mastara:target="library.review_target"></userTask>', SEVERAL)
    amina = player(builder).begin()
    amina.file()
    assert len(amina.tasks()) == 2

    amina.browser.post(amina.tasks()[1], data={"verdict": "accepted"})

    assert amina.kept()["steps"][0]["item"] == 1
    assert len(amina.tasks()) == 1


def test_a_file_stands_in_and_a_chosen_one_keeps_its_name_only(player: Callable[..., Player]) -> None:
    def require_card(components: list[dict[str, Any]]) -> None:
        components[2]["validate"] = {"required": True}

    amina = player(a_package().form("request", require_card)).begin()
    assert amina.file().status_code == 422
    shown = amina.browser.post(
        f"{amina.board}/request",
        data={"age": "x", "identity_card": (BytesIO(b"%PDF-"), "../../ma carte.pdf")},
        content_type="multipart/form-data",
    ).get_data(as_text=True)
    assert 'name="kept_file" value="identity_card:ma carte.pdf"' in shown
    assert amina.file(stand_in="1").status_code == 302
    assert amina.kept()["start"]["identity_card"] == ["identity-card.pdf"]


def test_the_scripts_of_a_form_are_answered_as_on_the_portal(player: Callable[..., Player]) -> None:
    def add_children(components: list[dict[str, Any]]) -> None:
        name = {"type": "textfield", "id": "child", "key": "child", "label": "Enfant"}
        components.append(
            {"type": "dynamiclist", "id": "children", "path": "children", "label": "Enfants", "components": [name]}
        )

    amina = player(a_package().form("request", add_children)).begin()
    address = f"{amina.board}/request"
    checked = amina.browser.post(address, data={**FILED, "age": "x"}, headers={"X-Mastara-Form": "check"})
    assert set(checked.json["errors"]) == {"age"}
    rows = {**FILED, "children[0].child": "Ali", "add_row": "children"}
    grown = amina.browser.post(address, data=rows, headers={"X-Mastara-Form": "part"}).get_data(as_text=True)
    assert 'value="Ali"' in grown and "children[1].child" in grown
    assert amina.kept()["start"] is None

    filed = {**FILED, "children[0].child": "Ali", "children[1].child": "Aya"}
    assert amina.browser.post(address, data=filed).status_code == 302
    assert amina.kept()["start"]["children"] == [{"child": "Ali"}, {"child": "Aya"}]


def test_a_procedure_that_nobody_files_is_opened_by_its_message(player: Callable[..., Player]) -> None:
    started = '<startEvent id="filed" name="Déposée&#10;مودع" mastara:status="received">'
    by_message = f'{started}<messageEventDefinition messageRef="asked"/>'
    builder = a_package().diagram(started, by_message)
    builder.diagram('<process id="', '<message id="asked" name="asked"/><process id="')
    amina = player(builder).begin()
    assert "Ouvrir le dossier" in amina.page()
    assert "Personne ne dépose cette démarche" in amina.browser.get(f"{amina.board}/request").get_data(as_text=True)

    amina.browser.post(f"{amina.board}/request")
    amina.step(verb="message", name="asked", data="applicant_name: Nora")

    assert len(amina.tasks()) == 1
    assert amina.kept()["start"] == {}


def test_a_task_that_no_longer_waits_leads_back_to_the_trial(player: Callable[..., Player]) -> None:
    amina = player().begin()
    amina.file()
    [review] = amina.tasks()
    amina.browser.post(review, data={"verdict": "accepted"})

    answer = amina.browser.post(review, data={"verdict": "refused"}, follow_redirects=True)

    assert "Cette tâche n’attend plus" in answer.get_data(as_text=True)
    assert len(amina.kept()["steps"]) == 1


def test_the_same_steps_on_the_newest_files_say_where_they_no_longer_fit(
    player: Callable[..., Player], world: World
) -> None:
    amina = player().begin()
    amina.file()
    amina.browser.post(amina.tasks()[0], data={"verdict": "accepted"})
    renamed = a_package().rename_form("review", "decide")
    files = own_files(renamed.manifest(forms=["request", "decide"]))
    diagram = files[f"{HOME}/{SLUG}.bpmn"].replace(b'"review"', b'"decide"').replace(b">review<", b">decide<")
    changes = {**files, f"{HOME}/{SLUG}.bpmn": diagram, f"forms/{SLUG}/review.json": None}
    save(world, amina.draft_id, changes)
    assert "Le brouillon a changé depuis" in amina.page()

    amina.browser.post(f"{amina.board}/newest")

    page = amina.page()
    assert "Une étape ne convient plus" in page and "n’attend pas à ce moment" in page
    assert amina.browser.post(f"{amina.board}/back", data={"to": "1"}).status_code == 302
    assert len(amina.tasks()) == 1


def test_a_draft_that_cannot_be_loaded_shows_its_findings(player: Callable[..., Player], world: World) -> None:
    amina = player()
    save(world, amina.draft_id, {f"{HOME}/{SLUG}.bpmn": b"<!DOCTYPE x><definitions"})

    page = amina.browser.get(amina.room).get_data(as_text=True)

    assert "ne peut pas encore être jouée" in page and f"{SLUG}.bpmn" in page
    assert amina.browser.post(amina.room, data=BEGUN).status_code == 422
    for path in ("scenarios", "coverage"):
        shown = amina.browser.get(f"/studio/{amina.draft_id}/{path}").get_data(as_text=True)
        assert "ne peut pas encore être jouée" in shown
    assert amina.browser.get(f"/studio/{amina.draft_id}/coverage.json").json["runnable"] is False


def test_an_absurd_day_is_refused_with_what_was_typed(player: Callable[..., Player]) -> None:
    amina = player()
    for day in ("", "hier", "0001-01-01T00:00", "9999-01-01T00:00", "1950-01-01T09:00", "2001-01-01T09:00"):
        answer = amina.browser.post(amina.room, data={**BEGUN, "clock": day, "hold": "1"})
        assert (answer.status_code, "checked" in answer.get_data(as_text=True)) == (422, True), day
    assert plays.list_plays(amina.draft_id) == []


def test_unknown_trials_and_papers_lead_nowhere(player: Callable[..., Player]) -> None:
    amina = player().begin()
    for path in (
        f"{amina.room}/gone",
        f"{amina.room}/gone/request",
        f"{amina.board}/documents/1.pdf",
        f"{amina.board}/documents/x.pdf",
    ):
        assert amina.browser.get(path).status_code == 404, path
    assert amina.browser.post(f"{amina.board}/remove").status_code == 302
    assert amina.browser.get(amina.board).status_code == 404


def test_papers_letters_and_the_period_of_the_shipped_procedure(player: Callable[..., Player]) -> None:
    amina = player(slug=COPIES).begin(scenario="scenarios/electronic.yaml")
    page = amina.page()

    assert "Document remis" in page and "EC-0000000-2026-00001" in page
    assert 'lang="ar" dir="rtl"' in page and 'lang="fr" dir="ltr"' in page
    assert "10 jours francs" in page
    pdf = amina.browser.get(f"{amina.board}/documents/2.pdf")
    assert (pdf.status_code, pdf.mimetype, pdf.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert amina.browser.get(f"{amina.board}/diagram.bpmn").data.startswith(b"<?xml")


def test_a_template_that_cannot_be_printed_says_why(player: Callable[..., Player], world: World) -> None:
    amina = player(slug=COPIES)
    save(world, amina.draft_id, {f"processes/{COPIES}/documents/copy.typ": b'#panic("unfinished")'})
    amina.begin(scenario="scenarios/electronic.yaml")

    answer = amina.browser.get(f"{amina.board}/documents/2.pdf", follow_redirects=True)

    page = answer.get_data(as_text=True)
    assert answer.request.path == amina.board
    assert "ne s’imprime pas" in page and "copy.typ" in page


def test_a_trial_becomes_a_scenario_of_the_draft(player: Callable[..., Player]) -> None:
    amina = player().begin()
    amina.file()
    amina.browser.post(amina.tasks()[0], data={"verdict": "refused"})
    assert "Acceptée" not in amina.browser.get(f"{amina.board}/save").get_data(as_text=True)
    assert amina.browser.post(f"{amina.board}/save", data={"title": "x"}).status_code == 422

    fields = {"title": "Demande refusée, « motif »", "expect": ["ends", "outcome", "status", "waiting", "period"]}
    answer = amina.browser.post(f"{amina.board}/save", data=fields, follow_redirects=True)

    page = answer.get_data(as_text=True)
    assert answer.request.path.endswith("/scenarios/demande-refusee-motif")
    assert "est devenu le scénario" in page and "Réussi" in page
    source = amina.browser.get(f"{answer.request.path}/source").get_data(as_text=True)
    assert "# librarian · Carte de bibliothèque" in source
    listed = amina.browser.get(f"/studio/{amina.draft_id}/scenarios").get_data(as_text=True)
    assert "2 sur 2 réussis" in listed


def test_the_room_is_for_analysts(player: Callable[..., Player], sign_in: Callable[[str], FlaskClient]) -> None:
    amina = player().begin()
    assert sign_in("agent_ec@03.271.01.01").get(amina.board).status_code in (403, 404)
