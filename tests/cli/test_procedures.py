"""`flask procedures …`: an analyst at the command line."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.cli import locate_app
from flask.testing import FlaskCliRunner

from app.store import publication
from tests.builders.packages import SLUG, PackageBuilder, a_package
from tests.world.places import AZROU

LIBRARY = "civil-status-copy"


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    """A terminal."""
    return app.test_cli_runner()


def complete_package() -> PackageBuilder:
    """Return a package whose scenarios reach every end."""
    refused = [{"complete": "review", "answers": {"verdict": "refused"}}]
    builder = a_package().scenario("refused", steps=refused, expect={"ends": ["end-refused"]})
    return builder.scenario("lapsed", steps=[{"advance": "P1M"}], expect={"ends": ["end-lapsed"]})


def write(builder: PackageBuilder, folder: Path) -> str:
    """Write a package to disk; return the path of its folder."""
    for name, content in builder.files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return str(folder / "processes" / SLUG)


@pytest.mark.parametrize("command", ["lint", "test", "show"])
def test_the_library_passes(run: FlaskCliRunner, command: str) -> None:
    result = run.invoke(args=["procedures", command, LIBRARY])
    assert result.exit_code == 0, result.output


def test_lint_exits_with_1_on_errors_and_prints_findings_as_json(run: FlaskCliRunner, tmp_path: Path) -> None:
    path = write(a_package().manifest(appeals=[]), tmp_path)
    result = run.invoke(args=["procedures", "lint", path, "--json"])
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert not answer["passed"]
    [finding] = answer["findings"]
    assert finding["rule"] == "appeals-present"
    assert set(finding) == {"rule", "severity", "file", "element", "line", "message"}


def test_lint_prints_what_is_exempted_with_its_reason(run: FlaskCliRunner, tmp_path: Path) -> None:
    exemption = {
        "rule": "single-copy",
        "element": "identity-card",
        "reason": "The decree asks for two of them.",
        "by": "A. Alaoui",
        "date": "2026-03-02",
    }
    builder = a_package().text("fr", "fiche.pieces.identity-card.name", "Carte, deux copies")
    path = write(builder.manifest(exemptions=[exemption]), tmp_path)
    result = run.invoke(args=["procedures", "lint", path])
    assert result.exit_code == 0
    assert "Exempted by A. Alaoui on 2026-03-02: The decree asks for two of them." in result.stdout


def test_lint_of_a_package_that_cannot_be_loaded_prints_findings(run: FlaskCliRunner, tmp_path: Path) -> None:
    path = write(a_package().diagram("<definitions", "<!DOCTYPE x><definitions"), tmp_path)
    result = run.invoke(args=["procedures", "lint", path])
    assert result.exit_code == 1
    assert "DOCTYPE" in result.stdout
    assert "Traceback" not in result.output


def test_lint_takes_a_zip(run: FlaskCliRunner, tmp_path: Path) -> None:
    file = tmp_path / "package.zip"
    file.write_bytes(a_package().build().to_zip())
    assert run.invoke(args=["procedures", "lint", str(file)]).exit_code == 0


@pytest.mark.parametrize("command", ["lint", "test", "show", "publish"])
def test_an_unknown_package_names_the_known_ones(run: FlaskCliRunner, command: str) -> None:
    result = run.invoke(args=["procedures", command, "fence-permit"])
    assert result.exit_code == 1
    assert LIBRARY in result.output
    assert "Traceback" not in result.output


def test_test_exits_with_1_when_a_scenario_fails(run: FlaskCliRunner, tmp_path: Path) -> None:
    path = write(complete_package().scenario("wrong", expect={"outcome": "refused"}), tmp_path)
    result = run.invoke(args=["procedures", "test", path])
    assert result.exit_code == 1
    assert "outcome: expected refused, found accepted" in result.stdout


def test_test_exits_with_1_when_an_end_is_never_reached(run: FlaskCliRunner, tmp_path: Path) -> None:
    result = run.invoke(args=["procedures", "test", write(a_package(), tmp_path), "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["packages"][0]["unreached_ends"] == ["end-refused", "end-lapsed"]


def test_show_as_json_holds_tasks_with_roles_ends_and_parameters(run: FlaskCliRunner) -> None:
    sheet = json.loads(run.invoke(args=["procedures", "show", LIBRARY, "--json", "--language", "ar"]).stdout)
    assert {"id": "sign", "role": "officier_ec"}.items() <= next(t for t in sheet["tasks"] if t["id"] == "sign").items()
    assert "end-rejected" in {end["id"] for end in sheet["ends"]}
    assert "watiqa.stamp_fee" in {value["parameter"] for value in sheet["parameters"]}


@pytest.mark.parametrize(
    ("topic", "said"), [("end-outcome", "Why:"), ("watiqa.stamp_fee", "200"), (LIBRARY, "Officier d'état civil")]
)
def test_explain_speaks_of_rules_parameters_and_procedures(run: FlaskCliRunner, topic: str, said: str) -> None:
    result = run.invoke(args=["procedures", "explain", topic])
    assert result.exit_code == 0
    assert said in result.stdout


def test_explain_of_nothing_known_says_what_may_be_asked(run: FlaskCliRunner) -> None:
    result = run.invoke(args=["procedures", "explain", "weather"])
    assert result.exit_code == 1
    assert "end-outcome" in result.output


def test_publish_offers_the_procedure_and_a_second_time_changes_nothing(run: FlaskCliRunner, tmp_path: Path) -> None:
    path = write(complete_package(), tmp_path)
    first = json.loads(run.invoke(args=["procedures", "publish", path, "--commune", "azrou", "--json"]).stdout)
    second = json.loads(run.invoke(args=["procedures", "publish", path, "--json"]).stdout)
    assert first == [{"slug": SLUG, "version": "1.0.0", "fresh": True, "communes": [AZROU]}]
    assert second == [{"slug": SLUG, "version": "1.0.0", "fresh": False, "communes": [AZROU]}]
    assert publication.find_offering(AZROU, SLUG) is not None


FAULTS = {
    "lint": (complete_package().manifest(appeals=[]), "has 1 errors"),
    "failing-scenario": (complete_package().scenario("wrong", expect={"outcome": "refused"}), "do not pass"),
    "unreached-end": (a_package(), "leave ends unreached"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_package_with_faults_is_not_published(run: FlaskCliRunner, tmp_path: Path, fault: str) -> None:
    builder, said = FAULTS[fault]
    result = run.invoke(args=["procedures", "publish", write(builder, tmp_path)])
    assert result.exit_code == 1
    assert said in result.output
    assert publication.find_newest_deployment(SLUG) is None


def test_the_flask_command_finds_the_platform_in_its_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MASTARA_INSTANCE", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "sqlite://")
    found = locate_app("app", None)
    assert {"procedures", "cases", "incidents"} <= set(found.cli.commands)


def test_diff_tells_in_words_what_a_package_changes(run: FlaskCliRunner, tmp_path: Path) -> None:
    before = write(complete_package(), tmp_path / "before")
    after = write(complete_package().manifest(pieces=[]), tmp_path / "after")

    told = run.invoke(args=["procedures", "diff", after, before])
    as_json = json.loads(run.invoke(args=["procedures", "diff", after, before, "--json"]).stdout)

    assert told.exit_code == 0
    assert "La pièce « Carte de bibliothèque » n’est plus demandée." in told.stdout
    assert [one["kind"] for one in as_json["differences"]] == ["piece-removed"]
    assert as_json["differences"][0]["sentence"].startswith("La pièce")


def test_diff_compares_with_the_version_in_effect(run: FlaskCliRunner, tmp_path: Path) -> None:
    same = run.invoke(args=["procedures", "diff", LIBRARY])
    unpublished = run.invoke(args=["procedures", "diff", write(complete_package(), tmp_path)])

    assert same.exit_code == 0 and "0 differences" in same.stdout
    assert unpublished.exit_code == 1 and "Expected a published version" in unpublished.output
    assert "Traceback" not in unpublished.output


def test_publishing_earlier_files_again_moves_no_commune_back(run: FlaskCliRunner, tmp_path: Path) -> None:
    first = write(complete_package(), tmp_path / "first")
    second = write(complete_package().manifest(version="1.1.0"), tmp_path / "second")
    run.invoke(args=["procedures", "publish", first, "--commune", "azrou"])
    run.invoke(args=["procedures", "publish", second])

    again = run.invoke(args=["procedures", "publish", first])

    newest, offering = publication.find_newest_deployment(SLUG), publication.find_offering(AZROU, SLUG)
    assert again.exit_code == 0
    assert newest is not None and offering is not None
    assert newest.version == "1.1.0" and offering.deployment_id == newest.id
