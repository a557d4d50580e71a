"""A text is written where it stands, in its language, and nowhere else."""

import re
from pathlib import Path

import pytest

from app.procedures import load_package, package_from_files
from app.procedures.authoring.texts import NewText, TextPlace, text_changes
from app.queries.package_texts import count_missing, list_texts, list_written_texts

SLUG = "civil-status-copy"
PACKAGE = load_package(Path("processes"), Path("forms"), SLUG)
FILES = dict(PACKAGE.files)


def written(*texts: tuple[str, str, str, str]) -> dict[str, bytes]:
    """Write (home, path, language, text) and return the changed files."""
    return text_changes(
        SLUG,
        FILES,
        [
            NewText(place=TextPlace(home=home, path=tuple(path.split("/"))), language=language, text=text)
            for home, path, language, text in texts
        ],
    )


def shown(files: dict[str, bytes], home: str, name: str) -> dict[str, str]:
    package = package_from_files(SLUG, {**FILES, **files})
    return next(dict(row.texts) for row in list_texts(package) if row.place.home == home and row.name == name)


@pytest.mark.parametrize(
    ("home", "path", "language", "file"),
    [
        ("procedure", "tasks/sign/title", "ar", "processes/{}/translations/ar.yaml"),
        ("procedure", "fiche/pieces/mandate/note", "fr", "processes/{}/translations/fr.yaml"),
        ("forms", "request/title", "fr", "forms/{}/translations/fr.yaml"),
        ("forms", "request/components/qty/label", "fr", "forms/{}/request.json"),
        ("forms", "request/components/qty/label", "ar", "forms/{}/translations/ar.yaml"),
        ("forms", "request/components/act_type/options/birth", "fr", "forms/{}/request.json"),
        ("forms", "request/components/qty/errors/min", "fr", "forms/{}/translations/fr.yaml"),
        ("forms", "request/components/qty/label", "zgh", "forms/{}/translations/zgh.yaml"),
        ("parameters", "watiqa.answer", "ar", "processes/{}/procedure.yaml"),
    ],
)
def test_a_text_changes_one_line_of_the_file_that_holds_it(home, path, language, file):
    changes = written((home, path, language, "Autre"))
    (changed,) = changes
    assert changed == file.format(SLUG)
    before, after = (content.decode().splitlines() for content in (FILES[changed], changes[changed]))
    assert len([line for line in after if line not in before]) <= (4 if language == "zgh" else 1)
    name = path.replace("/", ".")
    assert shown(changes, home, name)[language] == "Autre"


def test_the_same_text_again_changes_nothing():
    assert written(("procedure", "tasks/sign/title", "fr", "Signer la copie")) == {}


def test_an_empty_text_takes_the_old_one_away():
    changes = written(("procedure", "tasks/sign/hint", "fr", ""))
    assert "hint" not in package_from_files(SLUG, {**FILES, **changes}).translations["fr"]["tasks"]["sign"]


def test_many_texts_of_a_file_are_written_together():
    changes = written(
        *[("procedure", f"tasks/{task}/title", "fr", "T") for task in ("sign", "hand-over", "look-up-act")]
    )
    assert len(changes) == 1
    assert len(re.findall(rb"title: \"?T\"?,", changes[f"processes/{SLUG}/translations/fr.yaml"])) == 3


def test_the_shipped_procedure_lacks_no_text_and_keeps_none_too_many():
    rows = list_texts(PACKAGE)
    assert count_missing(rows, ("fr", "ar")) == {"fr": 0, "ar": 0}
    assert [row.name for row in rows if not row.read] == []
    assert len({row.place.id for row in rows}) == len(rows)


def test_a_missing_text_and_one_that_nothing_reads_are_told():
    fr = FILES[f"processes/{SLUG}/translations/fr.yaml"].replace(b"  sign: {title: Signer", b"  sing: {title: Signer")
    forms = FILES[f"forms/{SLUG}/translations/ar.yaml"] + "gone:\n  title: قديم\n".encode()
    package = package_from_files(
        SLUG,
        {**FILES, f"processes/{SLUG}/translations/fr.yaml": fr, f"forms/{SLUG}/translations/ar.yaml": forms},
    )
    rows = list_texts(package)
    assert {row.name for row in rows if row.misses("fr")} == {
        "tasks.sign.title",
        "tasks.sign.action",
        "tasks.sign.hint",
    }
    assert {row.name for row in rows if not row.read} == {
        "tasks.sing.title",
        "tasks.sing.action",
        "tasks.sing.hint",
        "gone.title",
    }
    assert not [row for row in rows if row.misses("ar")]


def test_texts_are_listed_even_where_the_procedure_cannot_be_loaded():
    names = {row.name for row in list_written_texts(SLUG, FILES)}
    assert {"fiche.title", "tasks.sign.title", "reasons.absent"} <= names
