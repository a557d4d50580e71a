"""Previews of templates still being written: pictures of the pages, or the PDF, within seconds or not at all."""

import base64
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from app.documents.errors import DocumentError
from app.documents.typesetting import FONTS, MAIN, as_json, check_template, explain_failure, write_files

SECONDS = 8
"""Time of one preview; a page takes about a tenth of a second."""
MEMORY = 2_000_000_000
"""Bytes of address space, fonts included."""
MOST_PAGES = 12
_PROCESS = Path(__file__).with_name("preview_process.py")


def preview_document(
    source: str,
    data: Mapping[str, object],
    *,
    libraries: Mapping[str, str],
    moment: datetime,
    name: str,
    form: Literal["png", "pdf"],
) -> list[bytes]:
    """Return the pages of a template as pictures of 96 points an inch, or as one PDF.

    Raises DocumentError with the template, the line and what to do; also when it does not end within its time.
    """
    for file, text in {**libraries, name: source}.items():
        check_template(text, file=file)
    with tempfile.TemporaryDirectory(prefix="mastara-preview-") as root:
        write_files(source, libraries, root)
        asked = {
            "root": root,
            "main": str(Path(root) / MAIN),
            "fonts": str(FONTS),
            "data": as_json(data),
            "timestamp": int(moment.timestamp()),
            "memory": MEMORY,
            "seconds": SECONDS,
            "format": form,
        }
        answered = _run(asked, name)
    if "failure" in answered:
        message, diagnostic, hints = answered["failure"]
        raise explain_failure(message, diagnostic, hints, name=name)
    return [base64.b64decode(page) for page in answered["pages"][:MOST_PAGES]]


def _run(asked: Mapping[str, object], name: str) -> dict[str, Any]:
    try:
        ended = subprocess.run(  # noqa: S603 - our own interpreter on our own file; what is asked travels as data
            [sys.executable, "-I", str(_PROCESS)],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=SECONDS + 2,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _endless(name) from None
    if ended.returncode != 0:
        raise _endless(name)
    answered: dict[str, Any] = json.loads(ended.stdout)
    return answered


def _endless(name: str) -> DocumentError:
    return DocumentError(
        f"Expected a page within {SECONDS} seconds, found none: look for a loop without end, or for one too long, "
        f"in {name}.",
        template=name,
        line=None,
    )
