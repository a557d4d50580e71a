"""Files that come from elsewhere: a zip of the on-disk layout, or one diagram, decision or form from a modeler.

What comes in is told piece by piece: taken as it is, changed (and how), left aside (and why). Nothing is silent.
"""

import io
import json
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.domain.errors import MastaraError
from app.procedures.bpmn import BpmnRefused, read_bpmn
from app.procedures.layout import SHARED, manifest_path
from app.procedures.library import own_files, shared_files
from app.procedures.package import ArchiveRefused, pack_files, unpack_files
from app.procedures.renaming import rename_process
from app.procedures.xml import XmlRefused, in_utf8

Fate = Literal["taken", "changed", "left"]
MAX_UPLOAD_BYTES = 20_000_000
_NAME = re.compile(r"[^a-z0-9]+")


class ImportRefused(MastaraError):
    """The file cannot be taken in; `problem` says why: kind, archive, packages, slug, xml, process, json, size."""

    code = "import-refused"

    def __init__(self, problem: str, message: str, **details: object) -> None:
        super().__init__(message, **details)
        self.problem = problem


@dataclass(frozen=True, kw_only=True)
class Line:
    """What became of one thing; `why` is one of the words of the import page, `details` fill it."""

    fate: Fate
    path: str
    why: str
    details: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Files to be kept in a draft, and the report on everything that came."""

    slug: str
    files: Mapping[str, bytes]
    lines: tuple[Line, ...]


def export_files(slug: str, own: Mapping[str, bytes], shared: Mapping[str, bytes]) -> bytes:
    """Return the zip of the on-disk layout: the package with the shared files it was checked with."""
    return pack_files({**own_files(slug, dict(own)), **shared})


def slug_from(name: str) -> str:
    """Return lower-case words joined by dashes from a file's name; "" where nothing is left."""
    stem = posixpath.splitext(posixpath.basename(name.replace("\\", "/")))[0]
    words = _NAME.sub("-", stem.lower()).strip("-")
    return words if words[:1].isalpha() else ""


def read_archive(content: bytes, shared: Mapping[str, bytes]) -> Arrival:
    """Read a zip: the one package in it; shared files are compared with the library's and never taken.

    Raises ImportRefused.
    """
    try:
        files = unpack_files(without_folder(content))
    except ArchiveRefused as refused:
        raise ImportRefused("archive", refused.message) from refused
    slugs = sorted({path.split("/")[1] for path in files if path == manifest_path(path.split("/")[1])} - {SHARED})
    if len(slugs) != 1:
        raise ImportRefused(
            "packages", f"Expected one processes/<slug>/procedure.yaml, found {len(slugs)}.", found=slugs
        )
    (slug,) = slugs
    own = own_files(slug, files)
    lines = [Line(fate="taken", path=path, why="as-is", details={}) for path in own]
    for path, brought in shared_files(files).items():
        same = shared.get(path) == brought
        lines.append(Line(fate="left", path=path, why="shared-same" if same else "shared-differs", details={}))
    for path in sorted(set(files) - set(own) - set(shared_files(files))):
        lines.append(Line(fate="left", path=path, why="other-package", details={}))
    return Arrival(slug=slug, files=own, lines=tuple(sorted(lines, key=lambda line: (line.fate != "left", line.path))))


def without_folder(content: bytes) -> bytes:
    """Return the zip without the one folder in which some tools put everything."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
            tops = {name.split("/")[0] for name in names}
            if len(tops) != 1 or tops & {"processes", "forms"} or len(names) > 1000:
                return content
            (top,) = tops
            return _moved(archive, names, top)
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError):
        return content  # the reader of archives says what is wrong with it


def _moved(archive: zipfile.ZipFile, names: list[str], top: str) -> bytes:
    buffer = io.BytesIO()
    left = MAX_UPLOAD_BYTES
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as moved:
        for name in names:
            with archive.open(name) as member:
                data = member.read(left + 1)
            left -= len(data)
            if left < 0:
                raise ImportRefused("size", f"Expected at most {MAX_UPLOAD_BYTES} bytes of files, found more.")
            moved.writestr(name.removeprefix(f"{top}/"), data)
    return buffer.getvalue()


def read_diagram(name: str, content: bytes, slug: str) -> Arrival:
    """Read one BPMN file as the diagram of a package: its process takes the package's name. Raises ImportRefused."""
    path = f"processes/{slug}/{slug}.bpmn"
    try:
        model = read_bpmn(content, file=path)
    except XmlRefused as refused:
        raise ImportRefused("xml", refused.message) from refused
    except BpmnRefused as refused:
        raise ImportRefused("process", refused.message) from refused
    lines = [Line(fate="taken", path=path, why="elements", details={"count": len(model.elements)})]
    process = model.process.id
    content, recoded = in_utf8(content, file=path)
    if recoded:
        lines.append(Line(fate="changed", path=path, why="recoded", details={}))
    if process != slug:
        content = rename_process(content, process, slug)
        lines.append(Line(fate="changed", path=path, why="process-renamed", details={"old": process, "new": slug}))
    return Arrival(slug=slug, files={path: content}, lines=tuple(lines))


def read_decision(name: str, content: bytes, slug: str) -> Arrival:
    """Read one DMN file under its own name. Raises ImportRefused."""
    path = f"processes/{slug}/decisions/{_named(name)}.dmn"
    try:
        kept, recoded = in_utf8(content, file=path)
    except XmlRefused as refused:
        raise ImportRefused("xml", refused.message) from refused
    why = "recoded" if recoded else "as-is"
    fate: Fate = "changed" if recoded else "taken"
    return Arrival(slug=slug, files={path: kept}, lines=(Line(fate=fate, path=path, why=why, details={}),))


def read_form(name: str, content: bytes, slug: str) -> Arrival:
    """Read one form-js form under its own name: its id takes the file's name. Raises ImportRefused."""
    try:
        form = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ImportRefused("json", f"Expected a form-js JSON object: {error}.") from error
    if not isinstance(form, dict) or not isinstance(form.get("components"), list):
        raise ImportRefused("json", "Expected a form-js form with a list of components, found something else.")
    key = _named(name)
    path = f"forms/{slug}/{key}.json"
    lines = [Line(fate="taken", path=path, why="components", details={"count": len(form["components"])})]
    if form.get("id") != key:
        lines.append(Line(fate="changed", path=path, why="form-renamed", details={"old": form.get("id"), "new": key}))
        form["id"] = key
        content = (json.dumps(form, ensure_ascii=False, indent=2) + "\n").encode()
    return Arrival(slug=slug, files={path: content}, lines=tuple(lines))


def _named(name: str) -> str:
    found = slug_from(name)
    if not found:
        raise ImportRefused("slug", f"Expected a file name that begins with a letter, found “{name[:80]}”: rename it.")
    return found


def read_file(name: str, content: bytes, slug: str) -> Arrival:
    """Read one file by what its name says it is (.bpmn, .dmn, .json or .form). Raises ImportRefused."""
    suffix = posixpath.splitext(name)[1].lower()
    readers = {".bpmn": read_diagram, ".dmn": read_decision, ".json": read_form, ".form": read_form}
    if suffix == ".xml":
        suffix = ".dmn" if b"/DMN/" in content[:4000] else ".bpmn"
    reader = readers.get(suffix)
    if reader is None:
        raise ImportRefused("kind", f"Expected a .zip, .bpmn, .dmn, .json or .form file, found “{name[:80]}”.")
    return reader(name, content, slug)
