"""Makes a file name safe to show, to store as data and to offer for download."""

import re
import unicodedata

LONGEST = 120
_EXTENSIONS = {"application/pdf": (".pdf",), "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}
_UNWANTED_SIGNS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u061c\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_RESERVED_SIGNS = re.compile(r'[<>:"|?*;%\\/]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def clean_filename(filename: str, *, media_type: str) -> str:
    """Return a name without folders, control signs or direction marks, of at most 120 signs.

    Its extension is that of the content, whatever the sender called it.
    """
    extensions = _EXTENSIONS[media_type]
    visible = _UNWANTED_SIGNS.sub("", filename)
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", visible)[-1])
    stem, extension = _split(_RESERVED_SIGNS.sub("_", name), extensions)
    stem = " ".join(stem.split()).strip(". ")
    if not stem or _DEVICES.fullmatch(stem):
        stem = f"document_{stem}".rstrip("_")
    return stem[: LONGEST - len(extension)].rstrip(". ") + extension


def _split(name: str, extensions: tuple[str, ...]) -> tuple[str, str]:
    """Return the stem and the extension to use; a false extension (.exe, .pdf.html) is dropped with its dot."""
    for _ in range(2):
        found = _EXTENSION.search(name)
        if found is None:
            break
        name = name[: found.start()]
        if found[0].lower() in extensions:
            return name, found[0].lower()
    return name, extensions[0]
