"""Every scenario of every package of the library is a test; together they reach every end event."""

from collections.abc import Iterator
from functools import cache

import pytest

from app.procedures import ProcedurePackage, load_package
from app.procedures.layout import list_slugs
from app.procedures.showing import SHOWN
from app.scenarios import PackageReport, ScenarioReport, run_all
from app.settings import ROOT

PROCESSES, FORMS = ROOT / "processes", ROOT / "forms"
SLUGS = list_slugs(PROCESSES)


@cache
def package_of(slug: str) -> ProcedurePackage:
    """Return a package of the library, loaded once."""
    return load_package(PROCESSES, FORMS, slug)


@cache
def report_of(slug: str) -> PackageReport:
    """Return the run of all scenarios of a package, made once."""
    return run_all(package_of(slug))


def scenario_names() -> Iterator[tuple[str, str]]:
    """Give each package with each of its scenario files, without loading it: a broken one fails its own tests."""
    for slug in SLUGS:
        for path in sorted((PROCESSES / slug / "scenarios").glob("*.yaml")):
            yield slug, f"scenarios/{path.name}"


def find_report(slug: str, file: str) -> ScenarioReport:
    """Return the report of one scenario file."""
    return next(report for report in report_of(slug).scenarios if report.file == file)


def test_the_library_has_a_package() -> None:
    assert SLUGS


@pytest.mark.parametrize(("slug", "file"), list(scenario_names()), ids=lambda value: str(value))
def test_scenario(slug: str, file: str) -> None:
    report = find_report(slug, file)
    assert report.passed, "\n".join(report.differences)


@pytest.mark.parametrize("slug", SLUGS)
def test_scenarios_reach_every_end_event(slug: str) -> None:
    assert report_of(slug).unreached_ends == ()


@pytest.mark.parametrize("slug", SLUGS)
def test_scenarios_reach_nine_elements_in_ten(slug: str) -> None:
    assert report_of(slug).ratio >= 0.9, report_of(slug).unreached_elements


@pytest.mark.parametrize("slug", SLUGS)
def test_a_reader_finds_a_person_who_errs_an_administration_that_is_late_and_a_system_that_fails(slug: str) -> None:
    shown = {word for raw in package_of(slug).scenarios.values() for word in raw.get("shows", ())}
    assert shown == set(SHOWN)
