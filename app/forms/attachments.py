"""A file that a person attached to a form, as forms see it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AttachmentRef:
    """One stored file: `id` is what the answers hold, `piece` the piece of the procedure it stands for.

    `filename` is already sanitised, `media_type` was found from the content, `size` is in bytes, `pages` are those of
    a PDF. `thumbnail` is the address of a small picture, None where there is none; `is_fixed` files cannot be taken
    back any more.
    """

    id: str
    piece: str
    filename: str
    media_type: str
    size: int
    pages: int | None = None
    thumbnail: str | None = None
    is_fixed: bool = False
