"""A picture that stands for a paper: it says that it is a specimen."""

import io
from functools import cache

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 640, 400


@cache
def specimen_picture() -> bytes:
    """Return a small JPEG with the word SPECIMEN and nobody on it."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#f3efe4")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((16, 16, WIDTH - 16, HEIGHT - 16), outline="#7a6a48", width=4)
    draw.rectangle((48, 96, 208, 304), outline="#7a6a48", width=3)
    for top in range(112, 300, 40):
        draw.line((248, top, WIDTH - 64, top), fill="#b9ad90", width=6)
    draw.text((WIDTH / 2, 56), "SPECIMEN - DEMONSTRATION", fill="#7a6a48", anchor="mm", font_size=28)
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=80)
    return content.getvalue()
