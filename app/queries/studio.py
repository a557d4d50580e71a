"""What the studio shows of a draft: the one door of its rooms."""

from app.deployments.drafts import OpenDraft, open_draft, read_draft
from app.procedures.library import Library
from app.store.modelling import DraftUnknown

__all__ = ["DraftUnknown", "OpenDraft", "find_draft", "read_draft"]


def find_draft(draft_id: str, library: Library, *, revision: int | None = None) -> OpenDraft:
    """Return a draft at its newest revision, or at a given one. Raises DraftUnknown."""
    return open_draft(draft_id, library, revision=revision)
