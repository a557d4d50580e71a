"""Scenarios are changed one thing at a time: what an analyst wrote around it stays; the index follows."""

import pytest

from app.procedures.yaml_source import SourceRefused, read_mapping
from app.scenarios import editing, files
from tests.builders.packages import SLUG, a_package

FILE = "scenarios/tried.yaml"
SOURCE = """\
# Ce que ce scénario montre.
name: Refusée   # le nom
clock: "2026-03-02T09:00:00+01:00"
start:
  applicant_name: Nora
  age: 30   # majeure
steps:
# La bibliothécaire attend.
- advance: P2D
# Puis elle refuse.
- complete: review
  answers:
    verdict: refused
expect:
  outcome: refused
""".encode()


def read(source: bytes) -> dict[str, object]:
    return dict(read_mapping(source, file=FILE).data)


def test_circumstances_change_and_comments_stay() -> None:
    changed = editing.with_circumstances(SOURCE, FILE, {"name": "Autre", "language": "ar", "kind": "rural"})

    assert b"# Ce que ce sc" in changed and b"# majeure" in changed and b"# Puis elle refuse." in changed
    assert read(changed) | {"steps": 0} == read(SOURCE) | {
        "name": "Autre",
        "language": "ar",
        "commune": {"kind": "rural"},
        "steps": 0,
    }
    assert editing.with_circumstances(SOURCE, FILE, {"name": "Refusée"}) == SOURCE


def test_steps_are_added_moved_changed_and_removed() -> None:
    added = editing.with_new_step(SOURCE, FILE, 1, {"message": "opinion"})
    assert [next(iter(step)) for step in read(added)["steps"]] == ["advance", "message", "complete"]
    moved = editing.with_moved_step(added, FILE, 2, -1)
    assert [next(iter(step)) for step in read(moved)["steps"]] == ["message", "advance", "complete"]
    changed = editing.with_step(moved, FILE, 2, {"advance": "P1M"})
    assert read(changed)["steps"][1] == {"advance": "P1M"}
    left = editing.without_step(editing.without_step(changed, FILE, 1), FILE, 1)
    assert read(left)["steps"] == [{"complete": "review", "answers": {"verdict": "refused"}}]
    assert "steps" not in read(editing.without_step(left, FILE, 1))


def test_a_place_that_is_not_there_changes_nothing() -> None:
    for changed in (
        editing.with_moved_step(SOURCE, FILE, 1, -1),
        editing.with_moved_step(SOURCE, FILE, 2, 1),
        editing.without_step(SOURCE, FILE, 9),
        editing.with_step(SOURCE, FILE, 0, {"advance": "P1D"}),
    ):
        assert changed == SOURCE


def test_answers_and_expectations_are_replaced_entry_by_entry() -> None:
    answered = editing.with_start(SOURCE, FILE, {"applicant_name": "Nora", "age": 31, "phone": "0661234567"})
    assert read(answered)["start"] == {"applicant_name": "Nora", "age": 31, "phone": "0661234567"}
    expected = editing.with_expectation(SOURCE, FILE, {"ends": ["end-refused"], "waiting": []})
    assert read(expected)["expect"] == {"ends": ["end-refused"], "waiting": []}


def test_what_goes_wrong_is_written_behind_the_start_and_the_name() -> None:
    shown = editing.with_shows(SOURCE, FILE, read(SOURCE), ["system-fails"])
    assert "name: Refusée   # le nom\nshows: [system-fails]\nclock:" in shown.decode()
    again = editing.with_shows(shown, FILE, read(shown), ["citizen-errs", "system-fails"])
    assert read(again)["shows"] == ["system-fails", "citizen-errs"]
    assert editing.with_shows(again, FILE, read(again), []) == SOURCE

    first = {"answers": {"age": None, "applicant_name": "N"}, "refused": ["age"]}
    mistaken = editing.with_new_mistake(SOURCE, FILE, read(SOURCE), first)
    assert "  age: 30   # majeure\nmistakes:\n- answers:" in mistaken.decode()
    second = {"answers": {"age": 0}, "refused": {"age": "Trop jeune.", "applicant_name": None}}
    mistaken = editing.with_new_mistake(mistaken, FILE, read(mistaken), second)
    assert read(mistaken)["mistakes"] == [first, second]
    put_right = editing.with_mistake(mistaken, FILE, 2, {**second, "refused": ["age"]})
    assert read(put_right)["mistakes"] == [first, {"answers": {"age": 0}, "refused": ["age"]}]
    assert editing.without_mistake(editing.without_mistake(put_right, FILE, 2), FILE, 1) == SOURCE
    assert editing.without_mistake(SOURCE, FILE, 1) == SOURCE


def test_comments_above_what_follows_stay_there() -> None:
    source = SOURCE.replace(b"steps:", b"\n# La suite.\nsteps:")
    mistake = {"answers": {"age": 0}, "refused": ["age"]}
    written = editing.with_new_mistake(source, FILE, read(source), mistake).decode()
    assert "  refused: [age]\n\n# La suite.\nsteps:" in written


def test_a_step_that_is_rewritten_keeps_the_comments_of_what_stays() -> None:
    source = SOURCE.replace(b"verdict: refused", b"verdict: refused   # non\n    day: 2026-03-02")
    step = {"complete": "review", "answers": {"verdict": "refused", "day": "2026-03-02", "more": "oui"}}
    written = editing.with_step(source, FILE, 2, {**step, "refused": ["more"]}).decode()
    assert "verdict: refused   # non\n    day: 2026-03-02\n    more: oui\n  refused: [more]\n" in written
    assert editing.with_step(written.encode(), FILE, 2, step).decode() == written.replace("  refused: [more]\n", "")


def test_a_file_that_cannot_be_read_is_refused_with_its_line() -> None:
    with pytest.raises(SourceRefused) as refused:
        editing.without_step(b"name: x\nsteps: [1", FILE, 1)
    assert refused.value.finding.line == 2


def test_the_index_follows_what_is_added_renamed_and_removed() -> None:
    own = {path: content for path, content in a_package().files().items() if SLUG in path}
    index = f"processes/{SLUG}/procedure.yaml"

    added = {**own, **files.adding(SLUG, own, "tried", SOURCE)}
    assert read(added[index])["scenarios"] == ["scenarios/accepted.yaml", "scenarios/tried.yaml"]
    assert files.adding(SLUG, added, "tried", b"name: again\n") == {files.file_path(SLUG, "tried"): b"name: again\n"}
    renamed = files.renaming(SLUG, added, "accepted", "granted")
    assert read(renamed[index])["scenarios"] == ["scenarios/granted.yaml", "scenarios/tried.yaml"]
    assert renamed[files.file_path(SLUG, "accepted")] is None
    removed = files.removing(SLUG, added, "accepted")
    assert read(removed[index])["scenarios"] == ["scenarios/tried.yaml"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Pièces jamais fournies : classée", "pieces-jamais-fournies-classee"),
        ("نسخة إلكترونية", "essai"),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 300, "x" * 56),
    ],
)
def test_a_file_name_is_made_of_any_title(title: str, name: str) -> None:
    assert files.name_from(title) == name
    assert files.is_name(name)
    assert files.name_from(title, [name]) == f"{name}-2"
