"""`flask overlays …`: what a commune's file changes, told on files alone."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app.procedures.tailoring import Operation, write_overlay
from app.settings import ROOT
from tests.builders.packages import SLUG
from tests.builders.tailoring import a_base, an_overlay, change, set_to

SHIPPED = str(ROOT / "processes" / "civil-status-copy" / "overlays" / "azrou.yaml")


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    """A terminal."""
    return app.test_cli_runner()


@pytest.fixture
def base(tmp_path: Path) -> str:
    """The folder of a procedure with a policy."""
    for name, content in a_base().files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return str(tmp_path / "processes" / SLUG)


def written(folder: Path, *operations: Operation) -> str:
    path = folder / "azrou.yaml"
    path.write_bytes(write_overlay(an_overlay(*operations), file=str(path)))
    return str(path)


def test_the_shipped_overlay_is_accepted(run: FlaskCliRunner) -> None:
    result = run.invoke(args=["overlays", "check", SHIPPED])
    assert result.exit_code == 0, result.output
    assert "The variant is " in result.output


def test_a_refusal_names_line_rule_and_who_may_change_it(run: FlaskCliRunner, base: str, tmp_path: Path) -> None:
    file = written(tmp_path, change("fiche.summary", fr="À Azrou."), set_to("library.card_fee", 900))
    result = run.invoke(args=["overlays", "check", file, "--base", base, "--json"])
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert (answer["passed"], answer["variant"]) == (False, None)
    [finding] = answer["findings"]
    assert (finding["file"], finding["severity"], finding["element"]) == (file, "error", "operations.1")
    assert "set-parameter" in Path(file).read_text().splitlines()[finding["line"] - 1]
    assert (finding["policy_rule"], finding["changed_by"]) == ("parameters.library.card_fee", "the DGCT")
    plain = run.invoke(args=["overlays", "check", file, "--base", base])
    assert plain.exit_code == 1
    assert f"{file}:{finding['line']}" in plain.output and "changed by the DGCT" in plain.output


@pytest.mark.parametrize(
    ("content", "says"),
    [("procedures: x\n", "Unknown field"), ("procedure: [", "Expected YAML"), ("", "Expected keys and values")],
)
def test_a_file_that_is_no_overlay_is_refused_with_its_line(
    run: FlaskCliRunner, tmp_path: Path, content: str, says: str
) -> None:
    path = tmp_path / "azrou.yaml"
    path.write_text(content)
    result = run.invoke(args=["overlays", "check", str(path)])
    assert result.exit_code == 1
    assert says in result.output and f"{path}:" in result.output
    for command in ("show", "diff"):
        told = run.invoke(args=["overlays", command, str(path)])
        assert told.exit_code == 1 and says in told.output


def test_an_overlay_of_an_older_version_is_refused(run: FlaskCliRunner, tmp_path: Path) -> None:
    path = tmp_path / "azrou.yaml"
    path.write_text(Path(SHIPPED).read_text().replace("version: 1.1.0", "version: 0.9.0"))
    result = run.invoke(args=["overlays", "check", str(path)])
    assert result.exit_code == 1
    assert f"{path}:4" in result.output and "rebase it first" in result.output


def test_the_scenarios_are_run_on_request(run: FlaskCliRunner, base: str, tmp_path: Path) -> None:
    file = written(tmp_path, set_to("library.card_fee", 300))
    result = run.invoke(args=["overlays", "check", file, "--base", base, "--scenarios", "--json"])
    assert result.exit_code == 0, result.output
    [scenario] = json.loads(result.stdout)["scenarios"]
    assert (scenario["passed"], scenario["skipped"], scenario["own"]) == (True, None, False)


def test_show_prints_what_the_country_and_the_commune_say(run: FlaskCliRunner) -> None:
    result = run.invoke(args=["overlays", "show", SHIPPED])
    assert result.exit_code == 0, result.output
    assert "azrou: civil-status-copy" in result.output
    assert "2020-01-01: 90; 2026-04-01: 120" in result.output and "fields.local_douar" in result.output
    parts = json.loads(run.invoke(args=["overlays", "show", SHIPPED, "--json"]).stdout)["parts"]
    assert {part["do"] for part in parts} == {"set-parameter", "change-text", "add-field", "replace-block"}


def test_diff_tells_what_the_variant_changes_in_sentences(run: FlaskCliRunner) -> None:
    french = run.invoke(args=["overlays", "diff", SHIPPED])
    assert french.exit_code == 0, french.output
    assert "azrou: " in french.output and "120" in french.output
    assert "La fiche" not in french.output and "overlays/" not in french.output
    arabic = run.invoke(args=["overlays", "diff", SHIPPED, "--language", "ar", "--json"])
    rows = json.loads(arabic.stdout)["differences"]
    assert rows and all(row["sentence"] for row in rows)


def test_diff_of_a_refused_overlay_tells_why(run: FlaskCliRunner, base: str, tmp_path: Path) -> None:
    file = written(tmp_path, set_to("library.card_fee", 900))
    result = run.invoke(args=["overlays", "diff", file, "--base", base])
    assert result.exit_code == 1 and "not higher than the national 500" in result.output
