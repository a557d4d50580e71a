"""A request of a machine that is carried out once, however often it is sent: same key, same answer."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

from app.commands.bus import Answer, Command, Unit
from app.commands.tailoring.errors import TailoringRefused
from app.store import numbering, tailoring
from app.store.models import IdempotencyKey

SCOPE = "tailoring"


class KeyReused(TailoringRefused):
    """The key was used for another request before."""

    code = "idempotency-key-reused"


@dataclass(frozen=True, kw_only=True)
class OnceOnly(Generic[Answer]):
    """Run a command on a workshop unless its key has an answer already; the workshop is locked meanwhile.

    `request` is the digest of what was asked, `tell` the JSON of the answer.
    """

    command: Command[Answer]
    commune_id: str
    slug: str
    key: str
    request: str
    tell: Callable[[Any], dict[str, Any]]

    def authorise(self, unit: Unit) -> None:
        """As the command itself."""
        self.command.authorise(unit)

    def handle(self, unit: Unit) -> dict[str, Any]:
        tailoring.get_tailoring(self.commune_id, self.slug, lock=True)
        kept = kept_key(unit.actor.id or "", self.key)
        known = find_answer(self.commune_id, kept, self.request)
        if known is not None:
            return known
        answer = self.tell(self.command.handle(unit))
        row = IdempotencyKey(
            commune_id=self.commune_id,
            key=kept,
            command=SCOPE,
            answer={"request": self.request, "answer": answer},
            at=unit.now,
        )
        numbering.keep_idempotent_answer(row)
        return answer


def kept_key(caller: str, key: str) -> str:
    """Return the key as it is kept: one caller's keys are no other's."""
    return f"{SCOPE}-{hashlib.sha256(f'{caller}:{key}'.encode()).hexdigest()}"


def find_answer(commune_id: str, kept: str, request: str) -> dict[str, Any] | None:
    """Return the answer that a key has already, or None. Raises KeyReused for another request."""
    row = numbering.find_idempotent_answer(commune_id, kept)
    if row is None:
        return None
    if row.answer["request"] != request:
        raise KeyReused("Expected a new key for a new request, found one that was used for another.")
    answer: dict[str, Any] = row.answer["answer"]
    return answer
