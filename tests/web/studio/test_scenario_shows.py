"""What the scenarios of a draft show of what goes wrong: said of each, missing in the list, written without loss."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from app.linting import lint
from app.procedures.showing import SHOWN
from app.queries.studio import find_draft, read_draft
from tests.builders.packages import a_package
from tests.web.studio.scenario_editor import Editor, open_editor
from tests.world.drafting import save, start_draft
from tests.world.places import World


@pytest.fixture
def editor(world: World, sign_in: Callable[[str], FlaskClient]) -> Editor:
    builder = a_package().scenario("accepted", shows=["system-fails"])
    return open_editor(sign_in("analyst@country"), world, builder)


def missing(editor: Editor) -> list[str]:
    """Return the words of the lint warnings about what no scenario shows."""
    package = read_draft(find_draft(editor.draft_id, editor.world.services.library)).package
    assert package is not None
    said = " ".join(each.message for each in lint(package) if each.rule == "scenario-shows")
    return [word for word in SHOWN if f"[{word}]" in said]


def test_the_list_says_what_no_scenario_shows_as_the_check_does(editor: Editor) -> None:
    page = editor.page(editor.room)
    assert page.count("Manque encore") - 1 == len(missing(editor)) == 2
    assert page.count(">Montré<") == 1
    for word in missing(editor):
        assert f"?shows={word}#add" in page


def test_a_scenario_is_added_for_what_is_missing(editor: Editor) -> None:
    page = editor.page(f"{editor.room}?shows=citizen-errs")
    assert 'value="citizen-errs" checked' in page and 'value="system-fails" checked' not in page

    editor.browser.post(editor.room, data={"title": "Erreur", "copy": "accepted", "shows": "citizen-errs"})
    editor.browser.post(editor.room, data={"title": "Retard", "shows": ["administration-late", "nonsense"]})

    files = find_draft(editor.draft_id, editor.world.services.library).files
    home = editor.path.rpartition("/")[0]
    assert b"- system-fails\n- citizen-errs\n" in files[f"{home}/erreur.yaml"]
    assert b"shows:\n- administration-late\n" in files[f"{home}/retard.yaml"]
    assert missing(editor) == [] and "Manque encore" not in editor.page(editor.room)


def test_what_a_scenario_shows_is_ticked_and_unticked(editor: Editor, world: World) -> None:
    save(world, editor.draft_id, {editor.path: b"# Pourquoi.\n" + editor.source()})
    before = editor.source()
    page = editor.post("/shows", shows=["system-fails", "citizen-errs", "nonsense"])
    assert editor.raw()["shows"] == ["system-fails", "citizen-errs"]
    assert "Une personne se trompe</span>" in page and "enregistré" in page

    editor.post("/shows", shows=["system-fails"])
    assert editor.source() == before
    editor.post("/shows")
    assert "shows" not in editor.raw() and len(missing(editor)) == 3
    editor.post("/shows", shows=["administration-late"])
    assert editor.source().startswith(b"# Pourquoi.\nname: Accepted\nshows: [administration-late]\n")


def test_a_warning_leads_to_the_scenarios(editor: Editor) -> None:
    page = editor.page(f"/studio/{editor.draft_id}/findings")
    assert f'/studio/{editor.draft_id}/scenarios"' in page


def test_a_trial_begun_from_a_scenario_keeps_what_it_shows(editor: Editor) -> None:
    editor.submit("/mistakes/new", {"age": "much"})
    board = editor.browser.post(
        f"/studio/{editor.draft_id}/play", data={"scenario": "scenarios/accepted.yaml"}, follow_redirects=True
    )
    kept = editor.browser.post(
        f"{board.request.path}/save", data={"title": "Repris", "expect": ["ends"]}, follow_redirects=True
    )
    assert "Réussi" in kept.get_data(as_text=True)
    files = find_draft(editor.draft_id, editor.world.services.library).files
    written = files[f"{editor.path.rpartition('/')[0]}/repris.yaml"]
    assert b"shows:\n- system-fails\n" in written and b"mistakes:\n- answers:\n    age: much\n" in written


@pytest.mark.parametrize(
    ("slug", "name", "mistakes"),
    [
        ("building-permit", "incomplete", 2),
        ("citizens-petition", "deliberated", 1),
        ("occupancy-permit", "traced", 2),
    ],
)
def test_shipped_mistakes_are_shown_and_saved_again_without_a_change(
    world: World, sign_in: Callable[[str], FlaskClient], slug: str, name: str, mistakes: int
) -> None:
    editor = Editor(sign_in("analyst@country"), world, start_draft(world, slug), slug=slug, name=name)
    before = editor.source()
    for number in range(1, mistakes + 1):
        assert "est enregistrée" in editor.submit(f"/mistakes/{number}")
    editor.post("/shows", shows=editor.raw()["shows"])
    assert editor.source() == before
