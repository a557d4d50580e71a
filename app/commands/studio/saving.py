"""Saves files of a draft: what another person changed meanwhile is never overwritten unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.commands.bus import Unit
from app.commands.studio.scope import require_writer
from app.domain.actors import Actor
from app.domain.errors import MastaraError
from app.procedures.layout import MAX_FILES, MAX_TOTAL_BYTES, is_package_path, manifest_path
from app.procedures.titles import titles_of
from app.store import modelling
from app.store.models import DraftRevision, ProcedureDraft

MAX_FILE_BYTES = 2_000_000
LONGEST_NOTE = 240


@dataclass(frozen=True, kw_only=True)
class ChangedFile:
    """A file as somebody else left it: content None when it was removed."""

    content: bytes | None
    digest: str
    saved_by: str
    saved_at: datetime


class FilesChanged(MastaraError):
    """Files are no longer what the editor had opened; `paths` says what they are now and who saved them."""

    code = "draft-files-changed"

    def __init__(self, paths: Mapping[str, ChangedFile]) -> None:
        names = ", ".join(sorted(paths))
        super().__init__(f"Expected the files that were opened, found newer ones: {names}. Compare, then choose.")
        self.paths = paths


class FileRefused(MastaraError):
    """A file that a draft cannot hold; `problem` is one of: place, size, total, count, text, closed."""

    code = "draft-file-refused"

    def __init__(self, problem: str, message: str, **details: object) -> None:
        super().__init__(message, **details)
        self.problem = problem


@dataclass(frozen=True, kw_only=True)
class Saved:
    """The draft after the save: its revision and the digests of the paths that were written."""

    revision: int
    digests: Mapping[str, str]
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class SaveFiles:
    """Write files of a draft (None removes one). `seen`: path → digest opened, "" for a file that was not there."""

    draft_id: str
    changes: Mapping[str, bytes | None]
    seen: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def authorise(self, unit: Unit) -> None:
        """Who writes the draft: an analyst, or the commune whose own procedure it is."""
        require_writer(unit, self.draft_id)

    def handle(self, unit: Unit) -> Saved:
        draft = modelling.get_draft(self.draft_id)
        if draft.closed_at is not None:
            raise FileRefused("closed", "Expected an open draft, found one that was put away: take it out first.")
        before = modelling.get_revision(draft.id, draft.revision)
        self._compare(before)
        for path, content in self.changes.items():
            check_file(draft.slug, path, content)
        return write_tree(draft, before.tree, self.changes, actor=unit.actor, now=unit.now, note=self.note)

    def _compare(self, before: DraftRevision) -> None:
        moved = [path for path, digest in self.seen.items() if before.tree.get(path, "") != digest]
        wanted = [path for path in moved if self._differs(before, path)]
        if not wanted:
            return
        contents = modelling.load_contents([before.tree[path] for path in wanted if path in before.tree])
        raise FilesChanged(
            {
                path: ChangedFile(
                    content=contents.get(before.tree.get(path, "")),
                    digest=before.tree.get(path, ""),
                    saved_by=before.saved_by,
                    saved_at=before.saved_at,
                )
                for path in wanted
            }
        )

    def _differs(self, before: DraftRevision, path: str) -> bool:
        """Tell whether what stands is also another thing than what is to be written."""
        content = self.changes.get(path)
        return before.tree.get(path, "") != ("" if content is None else modelling.digest_of(content))


def check_file(slug: str, path: str, content: bytes | None) -> None:
    """Check place, size and encoding of one file. Raises FileRefused."""
    homes = (f"processes/{slug}/", f"forms/{slug}/")
    if not is_package_path(path) or not path.startswith(homes):
        raise FileRefused("place", f"Expected a path under {homes[0]} or {homes[1]}, found “{path[:200]}”.", path=path)
    if content is None:
        if path == manifest_path(slug):
            raise FileRefused("place", "Expected to keep procedure.yaml: it is the index of the package.", path=path)
        return
    if len(content) > MAX_FILE_BYTES:
        raise FileRefused("size", f"Expected at most {MAX_FILE_BYTES} bytes, found {len(content)}.", path=path)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise FileRefused("text", f"Expected UTF-8 text: {error}.", path=path) from error
    if "\0" in text:
        raise FileRefused("text", "Expected text, found the character NUL.", path=path)


def write_tree(
    draft: ProcedureDraft,
    tree: Mapping[str, str],
    changes: Mapping[str, bytes | None],
    *,
    actor: Actor,
    now: datetime,
    note: str = "",
) -> Saved:
    """Write the next revision: a tree with changes laid over it. Nothing is written when nothing differs."""
    contents = {path: content for path, content in changes.items() if content is not None}
    digests = {path: modelling.digest_of(content) for path, content in contents.items()}
    following = {path: digest for path, digest in {**tree, **digests}.items() if changes.get(path, b"") is not None}
    changed = sorted(path for path in {*tree, *following} if tree.get(path) != following.get(path))
    if not changed and not note and draft.revision:
        return Saved(revision=draft.revision, digests=digests, saved_at=draft.updated_at)
    _check_whole(following, contents)
    modelling.keep_contents({digests[path]: content for path, content in contents.items()})
    number = draft.revision + 1
    index = manifest_path(draft.slug)
    titles = titles_of(draft.slug, following, modelling.load_contents) if index in following else {}
    revision = DraftRevision(
        draft_id=draft.id,
        number=number,
        tree=following,
        changed=changed,
        note=note[:LONGEST_NOTE],
        begun_at=now,
        saved_at=now,
        saved_by=actor.name,
        saved_by_id=actor.id,
    )
    modelling.write_revision(draft, revision, titles=titles or draft.titles)
    return Saved(revision=number, digests=digests, saved_at=now)


def _check_whole(tree: Mapping[str, str], contents: Mapping[str, bytes]) -> None:
    if len(tree) > MAX_FILES:
        raise FileRefused("count", f"Expected at most {MAX_FILES} files, found {len(tree)}.")
    total = sum(len(content) for content in contents.values())
    if total > MAX_TOTAL_BYTES:
        raise FileRefused("total", f"Expected at most {MAX_TOTAL_BYTES} bytes together, found {total}.")
