"""The types of files that forms accept, and the terms by which an author names them."""

from collections.abc import Sequence

ACCEPTED = ("application/pdf", "image/jpeg", "image/png", "image/webp")

_EXTENSIONS = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


def accepted_media_types(accept: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the media types that the terms name, within ACCEPTED."""
    terms = accept.split(",") if isinstance(accept, str) else list(accept or ())
    names = [term.strip().lower() for term in terms if term.strip()]
    if not names or "*/*" in names:
        return ACCEPTED
    wanted = {_EXTENSIONS.get(name, name) for name in names}
    return tuple(known for known in ACCEPTED if known in wanted or f"{known.partition('/')[0]}/*" in wanted)
