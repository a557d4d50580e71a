"""Drafts of procedures: their files by revision, contents kept once, soft locks."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, select, update

from app.domain.errors import MastaraError
from app.store.database import database
from app.store.models import DraftContent, DraftHold, DraftRevision, ProcedureDraft

SAME_SITTING = timedelta(minutes=10)
"""Autosaves of one person in the same files within this time are one revision."""
MOST_LISTED = 200
CONTENTS_AT_ONCE = 400


class DraftUnknown(MastaraError):
    """No draft of a procedure has this id, or it has no such revision."""

    code = "procedure-draft-unknown"


class DraftMoved(MastaraError):
    """Another writer was first: the draft has a newer revision than the one the work began from."""

    code = "procedure-draft-moved"


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def add_draft(draft: ProcedureDraft) -> None:
    """Add a draft; its first revision is written by `write_revision`."""
    database.session.add(draft)
    database.session.flush()


def get_draft(draft_id: str) -> ProcedureDraft:
    """Return a draft as it stands in the database now. Raises DraftUnknown."""
    statement = select(ProcedureDraft).where(ProcedureDraft.id == draft_id)
    draft = database.session.scalar(statement.execution_options(populate_existing=True))
    if draft is None:
        raise DraftUnknown(f"Expected a draft of a procedure, found the id “{draft_id[:40]}”.")
    return draft


def list_drafts(commune_id: str | None = None, *, closed: bool = False) -> Sequence[ProcedureDraft]:
    """Return the drafts of the country, or of a commune, that are open (or put away), the last changed first."""
    wanted = ProcedureDraft.closed_at.is_not(None) if closed else ProcedureDraft.closed_at.is_(None)
    owner = ProcedureDraft.commune_id
    mine = owner.is_(None) if commune_id is None else owner == commune_id
    statement = select(ProcedureDraft).where(wanted, mine).order_by(ProcedureDraft.updated_at.desc()).limit(MOST_LISTED)
    return database.session.scalars(statement).all()


def list_drafts_of(slug: str) -> Sequence[ProcedureDraft]:
    """Return the open drafts of one procedure, the last changed first."""
    statement = select(ProcedureDraft).where(ProcedureDraft.slug == slug, ProcedureDraft.closed_at.is_(None))
    return database.session.scalars(statement.order_by(ProcedureDraft.updated_at.desc())).all()


def get_revision(draft_id: str, number: int) -> DraftRevision:
    """Return one revision. Raises DraftUnknown."""
    statement = select(DraftRevision).where(DraftRevision.draft_id == draft_id, DraftRevision.number == number)
    found = database.session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise DraftUnknown(f"Expected a revision of the draft, found the number {number}.")
    return found


def list_revisions(draft_id: str) -> Sequence[DraftRevision]:
    """Return the newest revisions, the last one first."""
    statement = select(DraftRevision).where(DraftRevision.draft_id == draft_id)
    return database.session.scalars(statement.order_by(DraftRevision.number.desc()).limit(MOST_LISTED)).all()


def load_contents(digests: Sequence[str]) -> dict[str, bytes]:
    """Return contents by digest, in as few statements as the database's limit of values allows."""
    wanted = sorted(set(digests))
    found: dict[str, bytes] = {}
    for begin in range(0, len(wanted), CONTENTS_AT_ONCE):
        part = wanted[begin : begin + CONTENTS_AT_ONCE]
        rows = database.session.execute(
            select(DraftContent.digest, DraftContent.content).where(DraftContent.digest.in_(part))
        )
        found |= {digest: content for digest, content in rows}
    return found


def load_files(draft_id: str, number: int) -> dict[str, bytes]:
    """Return the files of one revision by path. Raises DraftUnknown."""
    tree = get_revision(draft_id, number).tree
    contents = load_contents(list(tree.values()))
    return {path: contents[digest] for path, digest in tree.items()}


def keep_contents(contents: Mapping[str, bytes]) -> None:
    """Keep contents by digest; one that is kept already stays."""
    if not contents:
        return
    known = set(database.session.scalars(select(DraftContent.digest).where(DraftContent.digest.in_(list(contents)))))
    database.session.add_all(
        DraftContent(digest=digest, content=content) for digest, content in contents.items() if digest not in known
    )
    database.session.flush()


def write_revision(draft: ProcedureDraft, revision: DraftRevision, *, titles: Mapping[str, str]) -> None:
    """Write the next revision by compare and set on the draft. Raises DraftMoved.

    A revision of the same person in the same files, without a note, takes the place of the one before when both belong
    to one sitting.
    """
    before = draft.revision
    result = database.session.execute(
        update(ProcedureDraft)
        .where(ProcedureDraft.id == draft.id, ProcedureDraft.revision == before)
        .values(
            revision=revision.number,
            titles=dict(titles),
            updated_at=revision.saved_at,
            updated_by=revision.saved_by,
        )
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    if result.rowcount != 1:
        raise DraftMoved(f"Expected revision {before} of the draft, found a newer one: read it again.")
    last = database.session.get(DraftRevision, (draft.id, before)) if before else None
    if last is not None and _one_sitting(last, revision):
        revision.begun_at = last.begun_at
        database.session.execute(
            delete(DraftRevision).where(DraftRevision.draft_id == draft.id, DraftRevision.number == before)
        )
    database.session.add(revision)
    database.session.flush()


def _one_sitting(last: DraftRevision, following: DraftRevision) -> bool:
    same = last.saved_by_id == following.saved_by_id and set(last.changed) == set(following.changed)
    unnamed = not last.note and not following.note and last.number > 1
    return same and unnamed and following.saved_at - last.begun_at < SAME_SITTING


def hold(row: DraftHold, *, now: datetime) -> DraftHold:
    """Take or prolong a soft lock; return the one that counts: one's own, or another person's that has not ended."""
    known = database.session.get(DraftHold, (row.draft_id, row.part), populate_existing=True)
    if known is not None and known.agent_id != row.agent_id and known.until > now:
        return known
    merged = database.session.merge(row)
    database.session.flush()
    return merged


def release(draft_id: str, part: str, agent_id: str) -> None:
    """Give a soft lock back, when it is one's own."""
    database.session.execute(
        delete(DraftHold).where(DraftHold.draft_id == draft_id, DraftHold.part == part, DraftHold.agent_id == agent_id)
    )


def list_holds(draft_id: str, *, now: datetime) -> Sequence[DraftHold]:
    """Return the soft locks of a draft that have not ended, by part."""
    statement = select(DraftHold).where(DraftHold.draft_id == draft_id, DraftHold.until > now)
    return database.session.scalars(statement.order_by(DraftHold.part)).all()


def close(draft: ProcedureDraft, at: datetime | None) -> None:
    """Put a draft away, or take it out again (None)."""
    draft.closed_at = at
    database.session.flush()
