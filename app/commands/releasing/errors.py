"""Why a publication, an approval or a retirement is refused: one class a failure."""

from app.domain.errors import MastaraError


class ReleaseRefused(MastaraError):
    """Something about a publication cannot be done now; the page says why and nothing was changed."""

    code = "release-refused"


class DraftChangedSince(ReleaseRefused):
    """The draft is not the one that was checked or shown."""

    code = "release-draft-changed"


class NotReady(ReleaseRefused):
    """The check list has points that stop publication; `details["points"]` are their keys."""

    code = "release-not-ready"


class PublishedMeanwhile(ReleaseRefused):
    """Another version took effect since the page was shown."""

    code = "release-published-meanwhile"


class VersionTaken(ReleaseRefused):
    """The version number was used before."""

    code = "release-version-taken"


class EffectInPast(ReleaseRefused):
    """The day of effect is over."""

    code = "release-effect-in-past"


class EffectTooFar(ReleaseRefused):
    """The day of effect is years away: a slip of the keyboard."""

    code = "release-effect-too-far"


class AlreadyScheduled(ReleaseRefused):
    """Another version waits for its day."""

    code = "release-already-scheduled"


class NotScheduled(ReleaseRefused):
    """The release does not wait for its day: it took effect, or was withdrawn."""

    code = "release-not-scheduled"


class ApprovalMissing(ReleaseRefused):
    """A second person must approve these very files first."""

    code = "release-approval-missing"


class ApprovalByAuthor(ReleaseRefused):
    """Who asked for an approval, or wrote what is to be approved, cannot give it."""

    code = "release-approval-by-author"


class ApprovalNotOpen(ReleaseRefused):
    """The request was decided, withdrawn, or the draft changed since."""

    code = "release-approval-not-open"


class ReasonMissing(ReleaseRefused):
    """The act needs a reason of 10 to 500 signs."""

    code = "release-reason-missing"


class AlreadyRetired(ReleaseRefused):
    """The procedure is retired already."""

    code = "release-already-retired"


class NotRetired(ReleaseRefused):
    """The procedure is not retired."""

    code = "release-not-retired"


class NeverInEffect(ReleaseRefused):
    """Only a version that was in effect can be gone back to."""

    code = "release-never-in-effect"
