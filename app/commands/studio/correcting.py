"""Corrects one finding of a draft by its registered fix, or exempts it with a written reason."""

from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.studio.saving import Saved, SaveFiles
from app.commands.studio.scope import require_writer
from app.deployments.drafts import OpenDraft, open_draft, read_draft
from app.domain.clock import CASABLANCA
from app.domain.errors import MastaraError
from app.domain.findings import Finding
from app.linting.exemptions import SHORTEST_REASON, with_exemption
from app.linting.fixes import apply_fix, find_fix
from app.linting.linter import LintReport
from app.linting.registry import find_rule
from app.procedures.layout import manifest_path


class FindingGone(MastaraError):
    """The finding is no longer there: somebody corrected it, or the draft changed."""

    code = "finding-gone"


class NotCorrected(MastaraError):
    """No correction was made; the draft is as it was."""

    code = "finding-not-corrected"


class ReasonMissing(MastaraError):
    """An exemption needs a reason that explains something."""

    code = "exemption-without-reason"


@dataclass(frozen=True, kw_only=True)
class CorrectFinding:
    """Let the fix of a finding write its files; `key` names the finding in the report of the newest revision."""

    draft_id: str
    key: str
    note: str

    def authorise(self, unit: Unit) -> None:
        """Who writes the draft: an analyst, or the commune whose own procedure it is."""
        require_writer(unit, self.draft_id)

    def handle(self, unit: Unit) -> Saved:
        """Raises FindingGone, NotCorrected."""
        draft, report, finding = _opened(unit, self.draft_id, self.key)
        known = find_fix(finding)
        changes = apply_fix(known, report, draft.all_files, finding) if known is not None else None
        if not changes:
            raise NotCorrected(f"Expected a fix that corrects “{finding.rule}” here, found none: correct it by hand.")
        seen = {path: draft.digests.get(path, "") for path in changes}
        return SaveFiles(draft_id=draft.id, changes=changes, seen=seen, note=self.note).handle(unit)


@dataclass(frozen=True, kw_only=True)
class ExemptFinding:
    """Write an exemption from a rule of law into the manifest, with its reason, its author and its day."""

    draft_id: str
    key: str
    reason: str
    legal_ref: str = ""
    note: str = ""

    def authorise(self, unit: Unit) -> None:
        """Who writes the draft: an analyst, or the commune whose own procedure it is."""
        require_writer(unit, self.draft_id)

    def handle(self, unit: Unit) -> Saved:
        """Raises FindingGone, NotCorrected, ReasonMissing."""
        draft, _, finding = _opened(unit, self.draft_id, self.key)
        rule = find_rule(finding.rule)
        if rule is None or rule.family != "legal":
            raise NotCorrected(f"Expected a rule of law, found “{finding.rule}”: correct the package instead.")
        reason = " ".join(self.reason.split())
        if len(reason) < SHORTEST_REASON:
            raise ReasonMissing(
                f"Expected a reason of {SHORTEST_REASON} signs or more, found “{reason}”: write it out."
            )
        path = manifest_path(draft.slug)
        entry = {
            "rule": finding.rule,
            "element": finding.element,
            "reason": reason,
            "by": unit.actor.name,
            "date": unit.now.astimezone(CASABLANCA).date(),
            "legal_ref": " ".join(self.legal_ref.split()) or None,
        }
        changes = {path: with_exemption(draft.files[path], path, entry)}
        seen = {path: draft.digests[path]}
        return SaveFiles(draft_id=draft.id, changes=changes, seen=seen, note=self.note).handle(unit)


def _opened(unit: Unit, draft_id: str, key: str) -> tuple[OpenDraft, LintReport, Finding]:
    draft = open_draft(draft_id, unit.services.library)
    report = read_draft(draft)
    finding = report.find(key)
    if finding is None:
        raise FindingGone("Expected a finding of the draft, found it gone: look at the list again.")
    return draft, report, finding
