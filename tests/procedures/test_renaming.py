"""A copy of a procedure under another slug is the same procedure: nothing of it is lost, nothing keeps the old name."""

from app.linting import lint_files
from app.procedures.library import Library
from app.procedures.renaming import renamed
from app.settings import ROOT

LIBRARY = Library(processes_root=ROOT / "processes", forms_root=ROOT / "forms")


def test_a_copy_under_another_slug_has_no_error_and_all_its_files() -> None:
    own = LIBRARY.own_files("civil-status-copy")

    copy = renamed(own, "civil-status-copy", "my-copy", version="0.1.0")

    report = lint_files("my-copy", {**LIBRARY.shared_files(), **copy})
    assert report.errors == []
    assert report.package is not None
    assert (report.package.key, report.package.version) == ("my-copy", "0.1.0")
    assert len(copy) == len(own)


def test_renaming_there_and_back_changes_nothing() -> None:
    own = LIBRARY.own_files("civil-status-copy")

    there = renamed(own, "civil-status-copy", "my-copy")

    assert renamed(there, "my-copy", "civil-status-copy") == own
