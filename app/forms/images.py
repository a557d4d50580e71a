"""Re-encodes pictures: what is stored is made by us, so that nothing hidden in the sender's file survives.

The orientation is applied; position, device and thumbnails are dropped with the rest of the metadata.
"""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageOps

from app.domain.errors import MastaraError

MOST_PIXELS = 60_000_000
"""Of a JPEG, which is decoded at a reduced scale: today's telephones reach 50 million."""

MOST_PIXELS_DECODED = 26_000_000
"""Of a PNG or WebP, which must be decoded whole: 104 MB of RGBA."""

LONGEST_SIDE = 3_600
"""Pixels kept: an A4 page at 300 dots an inch is 3,508 long."""

THUMBNAIL_SIDE = 240
"""Pixels: shown at most 120 points wide, sharp on a telephone."""

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_PROBLEMS: tuple[type[Exception], ...] = (
    OSError,
    ValueError,
    TypeError,
    SyntaxError,
    IndexError,
    KeyError,
    OverflowError,
    EOFError,
    MemoryError,
)
_PROBLEMS += (AttributeError, RuntimeError, ZeroDivisionError, struct.error, zlib.error)


class ImageUnreadable(MastaraError):
    """The content is not a whole picture of the type that it claims."""

    code = "forms.image_unreadable"


class ImageTooLarge(MastaraError):
    """The picture has more pixels than can be decoded safely."""

    code = "forms.image_too_large"


def reencode(content: bytes, *, media_type: str) -> tuple[bytes, str, tuple[int, int]]:
    """Return (content, media type, (width, height)) of a fresh JPEG, or of a PNG for transparency or when PNG came.

    Raises ImageUnreadable, ImageTooLarge.
    """
    try:
        with Image.open(BytesIO(content), formats=[FORMATS[media_type]]) as picture:
            _check_size(picture)
            upright = _decode(picture)
            return _encode(upright, keep_png=media_type == "image/png")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise ImageTooLarge("Expected fewer pixels: take the picture again at a lower resolution.") from problem
    except _PROBLEMS as problem:
        raise ImageUnreadable("Expected a whole picture: open it, save it again and retry.") from problem


def make_thumbnail(content: bytes) -> bytes:
    """Return a small JPEG of a picture that `reencode` made; transparency becomes white."""
    with Image.open(BytesIO(content)) as picture:
        picture.draft("RGB", (THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        small = picture.convert("RGBA")
        small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        page = Image.new("RGB", small.size, "white")
        page.paste(small, mask=small.getchannel("A"))
    output = BytesIO()
    page.save(output, "JPEG", quality=72)
    return output.getvalue()


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    most = MOST_PIXELS if picture.format == "JPEG" else MOST_PIXELS_DECODED
    if width * height > most or max(width, height) > 30_000:
        raise ImageTooLarge(f"Expected at most {most} pixels, found {width} × {height}.", width=width, height=height)


def _decode(picture: Image.Image) -> Image.Image:
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # only JPEG can, and then large ones cost little memory
    picture.load()
    transparent = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    plain = picture.convert("RGBA" if transparent else "L" if picture.mode in ("1", "L") else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain.getexif().update({key: value for key, value in picture.getexif().items() if key == _ORIENTATION})
    return ImageOps.exif_transpose(plain)


_ORIENTATION = 0x0112


def _encode(picture: Image.Image, *, keep_png: bool) -> tuple[bytes, str, tuple[int, int]]:
    output = BytesIO()
    # A new picture holds pixels only: no profile, comment or metadata goes on.
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    if keep_png or picture.mode == "RGBA":
        bare.save(output, "PNG", compress_level=4)
        return output.getvalue(), "image/png", bare.size
    bare.save(output, "JPEG", quality=88)
    return output.getvalue(), "image/jpeg", bare.size
