"""Who moved a case, in its history: the person who started the batch, or the platform's own command line."""

from app.domain.actors import SYSTEM, ActorKind


def author_kind(name: str | None) -> ActorKind:
    """Return the kind of the actor whose name a batch keeps."""
    return "system" if name in (None, SYSTEM.name) else "agent"
