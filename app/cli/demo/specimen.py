"""Papers of the demonstration: a picture, or a page, that says it is a specimen."""

import io
from functools import cache

from PIL import Image, ImageDraw

from app.commands.attaching import UploadedFile
from app.forms import FormComponent
from app.forms.media_types import accepted_media_types
from app.scenarios.attachments import names_of

WIDTH, HEIGHT = 640, 400
PICTURE = "image/jpeg"


def specimens(field: FormComponent, named: object) -> list[UploadedFile]:
    """Return a specimen for each name that an answer gives to a field of files: a picture where it takes one."""
    pictured = PICTURE in accepted_media_types(field.accept)
    content, ending = (specimen_picture(), "jpg") if pictured else (specimen_page(), "pdf")
    return [
        UploadedFile(filename=f"{name.rpartition('.')[0] or name}-specimen.{ending}", content=content)
        for name in names_of(field.field_key, named)
    ]


@cache
def specimen_picture() -> bytes:
    """Return a small JPEG with the word SPECIMEN and nobody on it."""
    return _drawn("JPEG", quality=80)


@cache
def specimen_page() -> bytes:
    """Return the same as a PDF of one page."""
    return _drawn("PDF")


def _drawn(kind: str, **options: int) -> bytes:
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#f3efe4")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((16, 16, WIDTH - 16, HEIGHT - 16), outline="#7a6a48", width=4)
    draw.rectangle((48, 96, 208, 304), outline="#7a6a48", width=3)
    for top in range(112, 300, 40):
        draw.line((248, top, WIDTH - 64, top), fill="#b9ad90", width=6)
    draw.text((WIDTH / 2, 56), "SPECIMEN - DEMONSTRATION", fill="#7a6a48", anchor="mm", font_size=28)
    content = io.BytesIO()
    picture.save(content, kind, **options)
    return content.getvalue()
