"""The pages of scenarios: all run, edited row by row, by the real form, or as text; coverage of the diagram."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.builders.packages import a_package
from tests.web.studio.scenario_editor import PATH, Editor, open_editor
from tests.world.drafting import save, second_analyst
from tests.world.places import World


@pytest.fixture
def editor(world: World, sign_in: Callable[[str], FlaskClient]) -> Editor:
    return open_editor(sign_in("analyst@country"), world, a_package())


def test_the_list_runs_every_scenario_and_says_in_words_what_differs(editor: Editor) -> None:
    assert "1 sur 1 réussis" in editor.page(editor.room)

    editor.post("/expect", outcome="refused", check_ends="1", ends=["end-refused"], check_waiting="1")

    page = editor.page()
    assert "Ce scénario échoue" in page
    assert "Issue attendue : Carte de bibliothèque. Issue obtenue : Carte de bibliothèque." in page
    assert "Fins attendues : « Refusée ». Fins atteintes : « Acceptée »." in page
    assert "0 sur 1 réussis" in editor.page(editor.room)
    assert "Réussi" in editor.post("/expect", taken="1")
    assert editor.raw()["expect"]["ends"] == ["end-accepted"]


def test_steps_are_added_moved_and_removed_as_rows(editor: Editor) -> None:
    step = editor.post("/steps", change="add", what="advance:P1D", after="0")
    assert 'name="duration" value="P1D"' in step
    assert [next(iter(each)) for each in editor.raw()["steps"]] == ["advance", "complete"]

    editor.post("/steps", change="down:1")
    assert [next(iter(each)) for each in editor.raw()["steps"]] == ["complete", "advance"]
    assert "Choisissez l’étape à ajouter" in editor.post("/steps", change="add", what="script:x")
    editor.post("/steps", change="remove:2")
    assert len(editor.raw()["steps"]) == 1


def test_a_step_is_edited_with_the_real_form_and_checked_by_it(editor: Editor) -> None:
    page = editor.page(f"{editor.home}/steps/1")
    assert re.search(r'value="accepted"[^>]*checked', page)

    assert "error-summary" in editor.post("/steps/1", verdict="")
    editor.post("/steps/1", verdict="refused")

    assert editor.raw()["steps"] == [{"complete": "review", "answers": {"verdict": "refused"}}]
    assert "Ce scénario échoue" in editor.page()
    assert "L’étape est enregistrée" in editor.post("/steps/0", applicant_name="Salma", age="41")
    assert editor.raw()["start"] == {"applicant_name": "Salma", "age": 41}


def test_a_step_is_edited_as_text_too(editor: Editor) -> None:
    editor.post("/steps", change="add", what="job:tell-received", after="0")
    editor.post("/steps/1", **{"as": "yaml"}, data="channels: [sms]")
    assert editor.raw()["steps"][0] == {"job": "tell-received", "result": {"channels": ["sms"]}}
    editor.post("/steps/1", **{"as": "yaml"}, data="", error="no-network")
    assert editor.raw()["steps"][0] == {"job": "tell-received", "error": "no-network"}
    assert "n’est traitée nulle part" in editor.page()

    assert "ligne 1" in editor.post("/steps/1", **{"as": "yaml"}, data="a: [1")
    editor.post("/steps", change="add", what="advance:P1D", after="0")
    assert "Écrivez une durée" in editor.post("/steps/1", duration="dix jours")
    editor.post("/steps/1", duration="P10D")
    assert editor.raw()["steps"][0] == {"advance": "P10D"}


def test_a_step_whose_task_does_not_wait_is_edited_as_text(editor: Editor) -> None:
    editor.post("/steps", change="add", what="complete:review", after="1")
    page = editor.page(f"{editor.home}/steps/2")
    assert "n’attend pas à ce moment" in page and 'name="data"' in page


def test_circumstances_are_saved_and_absurd_ones_told(editor: Editor) -> None:
    fields = {
        "title": "Acceptée en avril",
        "clock": "2026-04-01T10:00",
        "language": "ar",
        "channel": "portal",
        "kind": "rural",
    }
    editor.post("", **fields)
    assert editor.raw()["name"] == "Acceptée en avril"
    assert editor.raw()["clock"] == "2026-04-01T10:00:00+01:00"
    assert editor.raw()["commune"] == {"kind": "rural"}
    assert "notification-danger" in editor.post("", **{**fields, "clock": "9999-01-01T00:00"})
    assert "notification-danger" in editor.post("", **{**fields, "title": "x"})


def test_the_source_is_saved_only_when_it_is_a_scenario(editor: Editor) -> None:
    before = editor.raw()
    page = editor.post("/source", source="name: Essai\nstart: {}\nexpect: {}\nstep: []\nname: encore\n")
    assert "Ligne 5" in page and "name: encore" in page
    assert "n’est pas un scénario" in editor.post("/source", source="name: Essai\n")
    assert editor.raw() == before

    editor.post(
        "/source", source="name: Essai\r\nstart: {applicant_name: N, age: 3}\r\nexpect: {waiting: [review]}\r\n"
    )
    assert editor.raw() == {
        "name": "Essai",
        "start": {"applicant_name": "N", "age": 3},
        "expect": {"waiting": ["review"]},
    }


def test_a_broken_file_opens_as_text(editor: Editor, world: World) -> None:
    save(world, editor.draft_id, {PATH: b"name: [unclosed\n"})
    page = editor.page()
    assert "n’est pas un scénario" in page and "unclosed" in page
    assert "Illisible" in editor.page(editor.room)


def test_what_another_person_saved_is_not_overwritten(editor: Editor, world: World) -> None:
    page = editor.page()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    hers = b"name: Autre\nstart: {applicant_name: A, age: 9}\nexpect: {}\n"
    save(world, editor.draft_id, {PATH: hers}, actor=second_analyst(world))

    data = {"seen": seen[1], "change": "add", "what": "advance:P1D"}
    answer = editor.browser.post(f"{editor.home}/steps", data=data, follow_redirects=True)

    assert "Une autre personne a changé ce fichier" in answer.get_data(as_text=True)
    assert editor.raw()["name"] == "Autre"


def test_scenarios_are_added_copied_renamed_and_removed(editor: Editor) -> None:
    added = editor.browser.post(editor.room, data={"title": "Une copie", "copy": "accepted"}, follow_redirects=True)
    assert added.request.path == f"{editor.room}/une-copie" and "Réussi" in added.get_data(as_text=True)
    empty = editor.browser.post(editor.room, data={"title": "Tout neuf"}, follow_redirects=True)
    assert "La demande" in empty.get_data(as_text=True)

    for name, said in (("Majuscule", "minuscules"), ("accepted", "a déjà ce nom"), ("../x", "minuscules")):
        refused = editor.browser.post(f"{editor.room}/une-copie/rename", data={"file": name}, follow_redirects=True)
        assert said in refused.get_data(as_text=True)
    renamed = editor.browser.post(f"{editor.room}/une-copie/rename", data={"file": "deuxieme"}, follow_redirects=True)
    assert renamed.request.path == f"{editor.room}/deuxieme"
    editor.browser.post(f"{editor.room}/tout-neuf/remove")
    page = editor.page(editor.room)
    assert "deuxieme" in page and "tout-neuf" not in page and "2 sur 2 réussis" in page


def test_what_is_not_there_leads_nowhere(editor: Editor) -> None:
    for path in ("gone", "accepted/steps/9", "accepted/steps/x", "accepted/steps/-1", "..%2Fprocedure"):
        assert editor.browser.get(f"{editor.room}/{path}").status_code == 404, path


def test_coverage_tells_what_no_scenario_reaches(editor: Editor) -> None:
    found = editor.browser.get(f"/studio/{editor.draft_id}/coverage.json").json
    assert found["reached"]["review"] == 1
    assert set(found["missed"]) == {"too-late", "end-refused", "end-lapsed"}
    assert found["missed_ends"] == ["end-refused", "end-lapsed"]
    assert found["percent"] == 62
    assert [report["passed"] for report in found["scenarios"]] == [True]
    page = editor.page(f"/studio/{editor.draft_id}/coverage")
    assert "Caduque" in page and 'data-missed="too-late end-refused end-lapsed"' in page
