"""Why a change of a national procedure by a commune is refused: one class a failure."""

from collections.abc import Sequence

from app.domain.errors import MastaraError
from app.domain.findings import Finding


class TailoringRefused(MastaraError):
    """Something about a commune's changes cannot be done now; the page says why and nothing was changed."""

    code = "tailoring-refused"


class OperationsRefused(TailoringRefused):
    """Operations that have no meaning on this version, or that its policy refuses; `findings` name rule and keeper."""

    code = "tailoring-operations-refused"

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(finding.message for finding in findings))
        self.findings = tuple(findings)


class AlreadyAdopted(TailoringRefused):
    """The commune has adopted this procedure before."""

    code = "tailoring-already-adopted"


class NothingNational(TailoringRefused):
    """No national version of the procedure is in effect, or it is retired."""

    code = "tailoring-nothing-national"


class NotPrepared(TailoringRefused):
    """What was checked is not what is to be published, or it did not pass."""

    code = "tailoring-not-prepared"


class OutcomesUnread(TailoringRefused):
    """National scenarios end otherwise under the changes, and nobody has said that they were read."""

    code = "tailoring-outcomes-unread"


class WaitsAlready(TailoringRefused):
    """Another overlay of the commune waits for its day: it is withdrawn first."""

    code = "tailoring-waits-already"


class OnOtherBase(TailoringRefused):
    """The changes stand on an older national version: they are carried over first."""

    code = "tailoring-on-other-base"


class EffectRefused(TailoringRefused):
    """The days of effect are over, too far, or in the wrong order."""

    code = "tailoring-effect-refused"


class ReasonMissing(TailoringRefused):
    """Nobody has said why the commune changes the procedure."""

    code = "tailoring-reason-missing"


class NothingToLeave(TailoringRefused):
    """The commune follows the national version already, or that overlay is the one in effect."""

    code = "tailoring-nothing-to-leave"


class NotScheduled(TailoringRefused):
    """No overlay of the commune waits for its day."""

    code = "tailoring-not-scheduled"
