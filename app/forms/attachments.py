"""A file that a person attached to a form, as forms see it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AttachmentRef:
    """One stored file: `id` is what the answers hold, `piece` the piece of the procedure it stands for.

    `filename` is already sanitised, `media_type` was found from the content, `size` is in bytes.
    """

    id: str
    piece: str
    filename: str
    media_type: str
    size: int
