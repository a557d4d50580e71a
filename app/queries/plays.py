"""A trial of a draft with where it stands: played again from its steps, with the files to which it is pinned."""

from dataclasses import dataclass, replace

from app.decisions import DecisionError
from app.domain.errors import MastaraError
from app.domain.findings import Finding
from app.engine import DefinitionRefused
from app.procedures import ProcedurePackage
from app.queries.coverage import workshop
from app.queries.studio import OpenDraft, read_draft
from app.scenarios.trial import Played, Trial, read_trial
from app.scenarios.workshop import run_digest
from app.store import modelling, plays
from app.store.models import DraftPlay


class NotPlayable(MastaraError):
    """The files cannot be played at all; `findings` say why, where it is known."""

    code = "draft-not-playable"

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


@dataclass(frozen=True, kw_only=True)
class OpenPlay:
    """A trial: its row, the draft it belongs to, the package to which it is pinned, and where it stands."""

    row: DraftPlay
    draft: OpenDraft
    package: ProcedurePackage
    played: Played

    @property
    def trial(self) -> Trial:
        """What was played."""
        return self.played.trial

    @property
    def is_newest(self) -> bool:
        """Tell whether nothing has changed since of what a trial depends on; scenarios do not count."""
        if self.row.tree == self.draft.digests:
            return True
        newest = read_draft(self.draft).package
        return newest is not None and run_digest(newest) == run_digest(self.package)


def open_play(draft: OpenDraft, play_id: str) -> OpenPlay:
    """Return a trial of a draft. Raises PlayUnknown, NotPlayable."""
    row = plays.get_play(draft.id, play_id)
    package = package_to_play(pinned_draft(draft, row))
    return OpenPlay(row=row, draft=draft, package=package, played=played(package, read_trial(row.trial)))


def pinned_draft(draft: OpenDraft, row: DraftPlay) -> OpenDraft:
    """Return the draft with the files to which a trial is pinned."""
    contents = modelling.load_contents(list(row.tree.values()))
    files = {path: contents[digest] for path, digest in row.tree.items()}
    return replace(draft, revision=row.revision, files=files, digests=dict(row.tree))


def package_to_play(draft: OpenDraft) -> ProcedurePackage:
    """Return the package of a draft that can be run. Raises NotPlayable."""
    report = read_draft(draft)
    if report.package is None:
        raise NotPlayable("Expected a package that can be loaded, found errors: correct them.", report.findings)
    try:
        workshop().prepared(report.package)
    except DefinitionRefused as refused:
        raise NotPlayable(refused.message, refused.findings) from refused
    except DecisionError as refused:
        raise NotPlayable(refused.message) from refused
    return report.package


def played(package: ProcedurePackage, trial: Trial) -> Played:
    """Play a trial of a package. Raises NotPlayable when not even its circumstances can be."""
    try:
        return workshop().play(package, trial)
    except MastaraError as refused:
        raise NotPlayable(refused.message) from refused
