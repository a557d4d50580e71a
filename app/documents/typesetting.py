"""Turns a Typst template and JSON data into a PDF/A-2b file, sealed off from the machine and the network."""

import json
import re
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

import typst

from app.documents.errors import DocumentError

FONTS = Path(__file__).parent / "fonts"
"""The only fonts that documents use; those of the machine are ignored, so that a page looks the same everywhere."""

MAIN = "document.typ"
_PDF_STANDARD: Final = "a-2b"
_LARGEST_DATA = 4_000_000
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.typ")
_PLACE = re.compile(r"┌─ (?P<path>\S+?):(?P<line>\d+):\d+")
_LOADING = re.compile(r"(?<![\w-])(?:import|include)(?![\w-])(?!\s*\"[a-z0-9-]+\.typ\")")
_FORBIDDEN = re.compile(r"(?<![\w-])(?:eval|std|plugin)(?![\w-])")


def render_pdf(
    source: str, data: Mapping[str, object], *, libraries: Mapping[str, str], moment: datetime, name: str = MAIN
) -> bytes:
    """Return the PDF/A-2b bytes of the template `source`; equal inputs give equal bytes.

    `data` is a JSON object of the shape of app/documents/README.md, read in the template from `sys.inputs.data`.
    `libraries` maps a file name (`letterhead.typ`) to the Typst text that `source` may import by that name.
    `moment` (aware) becomes the date of the file. `name` is how errors call the template.
    Raises DocumentError with the template, the line and what to do.
    """
    for file, text in {**libraries, name: source}.items():
        check_template(text, file=file)
    with tempfile.TemporaryDirectory(prefix="mastara-typst-") as root:
        try:
            return _compile(source, data, libraries, moment, root)
        except typst.TypstError as failure:
            raise explain_failure(failure.message, failure.diagnostic, failure.hints, name=name) from failure


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts of documents, read once a process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def check_template(text: str, *, file: str) -> None:
    """Raise DocumentError when the template loads anything but a neighbouring file, or runs text as code.

    Comments are read too: a string can look like the end of a comment, and hide what stands behind it.
    """
    if found := _LOADING.search(text):
        raise DocumentError(
            'Expected import or include followed by the quoted name of a shared file, such as "letterhead.typ"; '
            f"found something else in {file}. Packages and computed names are not available to documents.",
            template=file,
            line=_line_of(text, found.start()),
        )
    if found := _FORBIDDEN.search(text):
        raise DocumentError(
            f"Expected plain Typst, found the word {found[0]} in {file}: documents may not run text as code. "
            "Write what it should compute, or name it differently.",
            template=file,
            line=_line_of(text, found.start()),
        )


def read_libraries(processes_root: Path) -> dict[str, str]:
    """Return the shared templates of `<processes_root>/_shared/documents`, by file name."""
    folder = processes_root / "_shared" / "documents"
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.typ"))}


def _compile(
    source: str, data: Mapping[str, object], libraries: Mapping[str, str], moment: datetime, root: str
) -> bytes:
    """Return the PDF; `root` is a folder of its own, the only one that the template can read."""
    write_files(source, libraries, root)
    return typst.compile(
        str(Path(root) / MAIN),
        root=root,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": as_json(data)},
        pdf_standards=_PDF_STANDARD,
        package_path=root,
        package_cache_path=root,
        timestamp=int(moment.timestamp()),
    )


def write_files(source: str, libraries: Mapping[str, str], root: str) -> None:
    """Write a template and what it may import into a folder. Raises DocumentError for a name that is none."""
    if wrong := sorted(file for file in libraries if not _NAME.fullmatch(file) or file == MAIN):
        raise DocumentError(f"Expected names such as letterhead.typ for shared templates, found {', '.join(wrong)}.")
    for file, text in {**libraries, MAIN: source}.items():
        (Path(root) / file).write_text(text, encoding="utf-8")


def as_json(data: Mapping[str, object]) -> str:
    """Return the data as the JSON text that templates read. Raises DocumentError."""
    try:
        text = json.dumps(dict(data), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as failure:
        raise DocumentError(
            f"Expected JSON data for the document, found a value that JSON cannot hold: {failure}. "
            "Write dates as ISO text and amounts as integers of centimes."
        ) from failure
    if len(text) > _LARGEST_DATA:
        raise DocumentError(
            f"Expected at most {_LARGEST_DATA} characters of data, found {len(text)}. Print less, or in parts."
        )
    return text


def explain_failure(message: str, diagnostic: str, hints: Iterable[str], *, name: str) -> DocumentError:
    """Return what Typst says of a failure with the innermost place that it names."""
    place = _PLACE.search(diagnostic)
    file = Path(place["path"]).name if place else name
    template = name if file == MAIN else file
    line = int(place["line"]) if place else None
    hinted = "".join(f" {hint.capitalize()}." for hint in hints)
    where = f"{template}, line {line}" if line else template
    return DocumentError(
        f"Expected a template that can be printed; in {where}, Typst found: {message}.{hinted} "
        "Correct the template, or give it the data that it expects.",
        template=template,
        line=line,
    )


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
