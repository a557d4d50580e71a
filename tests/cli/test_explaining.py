"""`flask procedures explain`: a procedure in plain words, in both languages, for people and machines."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ["Déroulement", "Signer la copie – Officier d'état civil · 1 jour ouvrable", "Loi 55-19 art. 10"]),
        ("ar", ["سير المسطرة", "ضابط الحالة المدنية", "الفوارق مع الملف المرجعي"]),
    ],
)
def test_a_procedure_is_explained_in_the_language_asked_for(
    run: FlaskCliRunner, language: str, said: list[str]
) -> None:
    result = run.invoke(args=["procedures", "explain", "civil-status-copy", "--language", language])
    assert result.exit_code == 0
    assert [words for words in said if words not in result.output] == []


def test_differences_from_the_reference_stand_with_their_reasons(run: FlaskCliRunner) -> None:
    output = run.invoke(args=["procedures", "explain", "civil-status-copy"]).output
    assert "P20" in output
    assert "→ La loi 36-21, art. 43, ouvre le tribunal." in output


def test_machines_read_the_same(run: FlaskCliRunner) -> None:
    result = run.invoke(args=["procedures", "explain", "civil-status-copy", "--json"])
    told = json.loads(result.output)
    assert told["dossier"]["reference"] == "P20"
    assert {"step", "choice", "wait", "document", "end"} <= {item["kind"] for item in told["course"]}
    assert told["appeals"][0]["file_within"] == "30 jours francs"
