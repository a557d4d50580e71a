"""A copy of a procedure under another slug is the same procedure: nothing of it is lost, nothing keeps the old name."""

from app.linting import lint_files
from app.procedures.library import Library
from app.procedures.renaming import renamed
from app.settings import ROOT

LIBRARY = Library(processes_root=ROOT / "processes", forms_root=ROOT / "forms")


def test_a_copy_under_another_slug_has_no_error_and_all_its_files_but_the_overlays_of_communes() -> None:
    own = LIBRARY.own_files("civil-status-copy")

    copy = renamed(own, "civil-status-copy", "my-copy", version="0.1.0")

    report = lint_files("my-copy", {**LIBRARY.shared_files(), **copy})
    assert report.errors == []
    assert report.package is not None
    assert (report.package.key, report.package.version) == ("my-copy", "0.1.0")
    assert report.package.manifest["overlays"] == []
    assert len(copy) == sum(1 for path in own if "/overlays/" not in path) < len(own)


def test_renaming_there_and_back_changes_nothing() -> None:
    copy = renamed(LIBRARY.own_files("civil-status-copy"), "civil-status-copy", "my-copy")

    there = renamed(copy, "my-copy", "other-copy")

    assert renamed(there, "other-copy", "my-copy") == copy
