"""A service task checks the sheet in force: what article 6 misses, and which rule of law it breaks."""

from dataclasses import replace

from app.commands.bus import execute
from app.commands.publishing import PublishProcedure
from app.domain.actors import SYSTEM
from app.procedures import ProcedurePackage, load_package, package_from_files
from app.queries.sheet_check import check_package
from app.store.models import Case
from tests.world.places import SLUG, World
from tests.world.registering import run, task

CHECK = task("checked", "sheet.check", sheet="=asked")
OTHER = "public-domain-occupation"


def shipped(world: World, slug: str) -> ProcedurePackage:
    """Return a package of the library."""
    settings = world.services.settings
    return load_package(settings.processes_root, settings.forms_root, slug)


def edited(package: ProcedurePackage, path: str, old: str, new: str) -> ProcedurePackage:
    """Return the package with one text of one file replaced."""
    text = package.files[path].decode()
    assert old in text
    return package_from_files(package.key, {**package.files, path: text.replace(old, new).encode()})


def check(world: World, slug: str) -> Case:
    """Run a case that checks the sheet of a procedure."""
    return run(world, "checking", CHECK, asked=slug)


def test_a_complete_sheet_may_be_published(world: World) -> None:
    found = check(world, SLUG).document["checked"]
    assert (found["found"], found["complete"], found["missing"]) == (True, True, [])
    assert (found["title_fr"], found["version"]) == ("Copie d'un acte d'état civil", "1.1.0")


def test_a_name_that_nothing_is_published_under_is_not_found(world: World) -> None:
    found = check(world, "copie-acte").document["checked"]
    assert (found["found"], found["complete"]) == (False, False)


def test_what_article_six_misses_is_named_in_both_languages(world: World) -> None:
    texts = f"processes/{OTHER}/translations/ar.yaml"
    poor = edited(shipped(world, OTHER), texts, "\n  responsible:", "\n  not_responsible:")
    execute(PublishProcedure(package=poor, published_by="test"), actor=SYSTEM, services=world.services)
    found = check(world, OTHER).document["checked"]
    assert (found["complete"], found["missing"]) == (False, ["responsible"])
    assert found["missing_fr"] == ["Administration chargée du dossier, dans les deux langues"]
    assert found["missing_ar"][0].startswith("الإدارة")


def test_a_broken_rule_of_law_counts_and_is_said_in_words(world: World) -> None:
    broken = edited(shipped(world, OTHER), f"processes/{OTHER}/procedure.yaml", "value: 30", "value: 75")
    found = check_package(broken)
    assert not found.complete and "deadline-ceiling" in found.missing
    assert all(any("60" in sentence for sentence in found.words[language]) for language in ("fr", "ar"))


def test_an_exempted_finding_does_not_count(world: World) -> None:
    assert check_package(shipped(world, SLUG)).complete, "its manifest exempts one rule of law with a reason"
    without = replace(shipped(world, SLUG), manifest={**shipped(world, SLUG).manifest, "exemptions": []})
    assert "second-request" in check_package(without).missing
