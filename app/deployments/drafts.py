"""A draft of a procedure, opened: its own files, the shared ones of the library, and what the checks say of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.deployments.sub_procedures import sub_procedure_report
from app.linting.kept import KeptReports
from app.linting.linter import LintReport
from app.procedures.library import Library
from app.store import modelling
from app.store.models import ProcedureDraft

_reports = KeptReports()


@dataclass(frozen=True, kw_only=True)
class OpenDraft:
    """A draft at one revision. `files` are its own by path; `digests` their SHA-256, which an editor hands back."""

    id: str
    commune_id: str | None
    """The commune whose own procedure it is, None for one of the country."""
    slug: str
    titles: Mapping[str, str]
    origin: str
    based_on: str | None
    extends: str | None
    """The extension point of `based_on` for which a commune draws steps, None for a whole procedure."""
    revision: int
    files: Mapping[str, bytes]
    digests: Mapping[str, str]
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str
    closed_at: datetime | None
    library: Library

    @cached_property
    def all_files(self) -> dict[str, bytes]:
        """The draft's own files with the shared ones: what a package is read from."""
        return {**self.library.shared_files(), **self.files}


def open_draft(draft_id: str, library: Library, *, revision: int | None = None) -> OpenDraft:
    """Return a draft at its newest revision, or at a given one. Raises DraftUnknown."""
    row = modelling.get_draft(draft_id)
    number = row.revision if revision is None else revision
    tree = modelling.get_revision(draft_id, number).tree
    contents = modelling.load_contents(list(tree.values()))
    return _opened(row, number, {path: contents[digest] for path, digest in tree.items()}, tree, library)


def _opened(
    row: ProcedureDraft, number: int, files: Mapping[str, bytes], tree: Mapping[str, str], library: Library
) -> OpenDraft:
    return OpenDraft(
        id=row.id,
        commune_id=row.commune_id,
        slug=row.slug,
        titles=row.titles,
        origin=row.origin,
        based_on=row.based_on,
        extends=row.extends,
        revision=number,
        files=files,
        digests=tree,
        created_at=row.created_at,
        created_by=row.created_by,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
        closed_at=row.closed_at,
        library=library,
    )


def read_draft(draft: OpenDraft) -> LintReport:
    """Return the package of a draft, None where it cannot be loaded, with every finding; kept by content."""
    if draft.extends is not None and draft.based_on is not None:
        return sub_procedure_report(draft.based_on, draft.extends, draft.slug, draft.files)
    return _reports.get(draft.slug, draft.all_files)
