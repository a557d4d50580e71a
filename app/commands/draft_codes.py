"""The secret of a draft: a code that a link carries and that a person may type on another device.

Like tracking codes it is derived from the installation's secret, so that a message can name it and the database need
not keep it.
"""

import hashlib
import hmac

from app.domain.codes import ALPHABET

SIGNS = 28
GROUP = 4


def draft_token(secret_key: str, draft_id: str) -> str:
    """Return the secret of a draft: 28 signs, 140 bits, the same each time it is asked for."""
    digest = hmac.new(secret_key.encode(), f"draft:{draft_id}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    return "".join(ALPHABET[(number >> (5 * position)) & 31] for position in range(SIGNS))


def written_code(token: str) -> str:
    """Return the secret as people copy it: in groups of four."""
    return "-".join(token[start : start + GROUP] for start in range(0, len(token), GROUP))
