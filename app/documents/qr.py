"""QR codes of addresses and references, as SVG for pages and documents, or PNG for e-mail."""

import io

import segno

_ERROR_LEVEL = "m"
"""15 % of the squares may be lost to a fold, a stamp or a stain."""


def qr_svg(text: str, *, scale: int = 4, title: str | None = None) -> str:
    """Return an SVG element of the code: attributes only, no style and no script, so any strict CSP accepts it."""
    buffer = io.BytesIO()
    segno.make(text, error=_ERROR_LEVEL, micro=False).save(
        buffer,
        kind="svg",
        scale=scale,
        border=2,
        xmldecl=False,
        svgns=True,
        nl=False,
        svgclass="qr",
        lineclass=None,
        title=title,
        omitsize=False,
        dark="#000000",
        light="#ffffff",
    )
    return buffer.getvalue().decode()


def qr_png(text: str, *, scale: int = 6) -> bytes:
    """Return a PNG image of the code; one square of the code is `scale` pixels wide."""
    buffer = io.BytesIO()
    segno.make(text, error=_ERROR_LEVEL, micro=False).save(buffer, kind="png", scale=scale, border=2)
    return buffer.getvalue()
