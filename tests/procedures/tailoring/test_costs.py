"""A country of variants costs what differs between them: counted, never timed."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from app.decisions import packages as decision_packages
from app.forms import packages as form_packages
from app.linting import lint
from app.linting.written import forget_passages
from app.procedures import package_from_files
from app.procedures.layout import manifest_path
from app.procedures.remembered import forget_everything
from app.procedures.tailoring import Operation, Resolution, resolve
from app.procedures.yaml_source import YamlSource
from tests.builders.packages import SLUG
from tests.builders.tailoring import a_base, an_overlay, change, set_to
from tests.procedures.tailoring.test_resolving import EVERY_KIND

TEXT = change("fiche.summary", fr="À la bibliothèque d'Azrou.", ar="في مكتبة أزرو.")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The YAML files and the forms that are read, in order; nothing that an earlier test read is remembered."""
    _forget()
    files: list[str] = []

    class Counting(YamlSource):
        def __init__(self, content: bytes, *, file: str) -> None:
            files.append(file)
            super().__init__(content, file=file)

    read_form = form_packages.read_form

    def counted(raw: Any, **rest: Any) -> Any:
        files.append(rest["file"])
        return read_form(raw, **rest)

    monkeypatch.setattr("app.procedures.yaml_source.YamlSource", Counting)
    monkeypatch.setattr("app.forms.packages.read_form", counted)
    return files


def checked(*operations: Operation, base: Any) -> Resolution:
    resolution = resolve(base, an_overlay(*operations))
    assert resolution.variant is not None
    lint(resolution.variant.package)
    return resolution


def test_a_variant_reads_the_files_that_its_operations_change(read: list[str]) -> None:
    base = a_base()
    checked(TEXT, base=base)
    read.clear()
    checked(TEXT, set_to("library.card_fee", 300), base=base)
    assert read == [manifest_path(SLUG)]
    read.clear()
    checked(TEXT, set_to("library.card_fee", 300), change("fiche.title", fr="Carte d'Azrou"), base=base)
    assert read == [f"processes/{SLUG}/translations/fr.yaml"]


def test_the_lint_of_a_variant_reads_no_form_that_is_as_it_was(read: list[str]) -> None:
    base = a_base()
    checked(EVERY_KIND[2], base=base)
    read.clear()
    checked(EVERY_KIND[3], TEXT, base=base)
    assert [file for file in read if file.startswith("forms/") and file.endswith(".json")] == [
        f"forms/{SLUG}/request.json"
    ]


def test_communes_that_change_the_same_share_one_variant(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(slug: str, files: Any) -> Any:
        made.append(slug)
        return package_from_files(slug, files)

    monkeypatch.setattr("app.procedures.tailoring.resolving.package_from_files", counted)
    base = a_base()
    one = resolve(base, an_overlay(TEXT, set_to("library.card_fee", 300)))
    other = resolve(base, an_overlay(set_to("library.card_fee", 300), TEXT))
    assert one.variant is not None and one.variant is other.variant
    assert resolve(base, an_overlay(set_to("library.card_fee", 301), TEXT)).variant is not one.variant
    assert made == [SLUG, SLUG]


def test_a_base_that_changed_gives_another_variant() -> None:
    cheap, dear = (
        resolve(a_base(lambda sheet, fee=fee: _fee(sheet, fee)), an_overlay(TEXT)).variant for fee in (400, 500)
    )
    assert cheap is not None and dear is not None
    assert cheap.digest != dear.digest


def _fee(builder: Any, fee: int) -> None:
    builder.edit_manifest(lambda manifest: manifest["parameters"][0]["values"][0].update(value=fee))


def test_findings_are_those_of_a_process_that_remembers_nothing() -> None:
    """Texts that stand in the wrong language, hold markup or lead abroad give findings in half of the variants."""
    drawn = random.Random(7)
    hostile: tuple[Operation, ...] = (
        change("statuses.received.title", ar="Une phrase en français"),
        change("fiche.title", fr="Voir https://bit.ly/3xyz", ar="<script>"),
    )
    base = a_base()
    wanted = [tuple(drawn.sample((*EVERY_KIND, *hostile), drawn.randint(0, 7))) for _ in range(40)]
    remembered = [_findings(operations, base) for operations in wanted]
    for operations, warm in zip(wanted, remembered, strict=True):
        _forget()
        assert _findings(operations, a_base()) == warm
    assert sum(map(len, remembered)) > 20


def _findings(operations: tuple[Operation, ...], base: Any) -> list[Any]:
    resolution = resolve(base, an_overlay(*operations))
    found: list[Any] = list(resolution.findings)
    return found + (lint(resolution.variant.package) if resolution.variant else [])


def _forget() -> None:
    forgetting: tuple[Callable[[], object], ...] = (
        forget_everything,
        forget_passages,
        form_packages._read.cache_clear,
        form_packages._read_form.cache_clear,
        form_packages._read_blocks.cache_clear,
        decision_packages._read.cache_clear,
    )
    for forget in forgetting:
        forget()
