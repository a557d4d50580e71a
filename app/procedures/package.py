"""A procedure package in memory: everything an analyst wrote, checked and content-addressed."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.errors import MastaraError
from app.domain.findings import Finding
from app.domain.languages import Language, choose
from app.procedures.bpmn import BpmnModel, Element
from app.procedures.flows import CalledFlows
from app.procedures.layout import MAX_FILES, MAX_TOTAL_BYTES, is_package_path
from app.procedures.parameters import Parameters
from app.procedures.registers import RegisterKind
from app.procedures.systems import OutsideSystem

ZIP_DATE = (2020, 1, 1, 0, 0, 0)
"""Fixed date of zip members, so that the same files give the same bytes."""


class ArchiveRefused(MastaraError):
    """The zip is not one of a package."""

    code = "archive-refused"


@dataclass(frozen=True, kw_only=True)
class ProcedurePackage:
    """A loaded package. `files` maps paths (`processes/<slug>/…`, `forms/<slug>/…`) to bytes."""

    key: str
    version: str
    manifest: Mapping[str, Any]
    bpmn: BpmnModel
    bpmn_source: bytes
    forms: Mapping[str, dict[str, Any]]
    form_translations: Mapping[Language, Mapping[str, Any]]
    decisions: Mapping[str, bytes]
    documents: Mapping[str, str]
    document_libraries: Mapping[str, str]
    messages: Mapping[str, Mapping[Language, str]]
    translations: Mapping[Language, Mapping[str, Any]]
    parameters: Parameters
    roles: Mapping[str, Mapping[str, str]]
    scenarios: Mapping[str, dict[str, Any]]
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...] = field(default=())
    flows: CalledFlows = field(default_factory=CalledFlows)
    registers: Mapping[str, RegisterKind] = field(default_factory=dict)
    systems: Mapping[str, OutsideSystem] = field(default_factory=dict)

    def text(self, path: str, language: Language) -> str:
        """Return the text at a dotted path of the translations, in the language or the nearest one; "" if absent."""
        found = {code: self._lookup(code, path) for code in self.translations}
        for code in self.flows.texts:
            found[code] = found.get(code) or _look_up(self.flows.texts[code], path)
        return choose({code: text for code, text in found.items() if text}, language)

    def has_text(self, path: str, language: Language) -> bool:
        """Tell whether the text exists in this very language, in the package or in the flows that it calls."""
        return bool(self._lookup(language, path) or _look_up(self.flows.texts.get(language, {}), path))

    def _lookup(self, language: Language, path: str) -> str:
        return _look_up(self.translations.get(language, {}), path)

    def find_element(self, identity: str) -> Element | None:
        """Return an element of the diagram or of a flow that it calls, or None."""
        models = (self.bpmn, *self.flows.models.values())
        return next((model.elements[identity] for model in models if identity in model.elements), None)

    def places_of(self, identities: Iterable[str]) -> tuple[str, ...]:
        """Return the elements of the diagram itself at which these stand, each once: of one inside a flow its call.

        A flow may be called at several places: that call is meant which is itself among `identities`, else the first.
        """
        known = frozenset(identities)
        return tuple(dict.fromkeys(self._place_of(identity, known) for identity in identities))

    def _place_of(self, identity: str, known: frozenset[str]) -> str:
        for _ in range(len(self.flows.by_key) + 1):
            if identity in self.bpmn.elements:
                return identity
            callers = self._callers_of(identity)
            identity = next((caller for caller in callers if caller in known), callers[0] if callers else identity)
        return identity

    def _callers_of(self, identity: str) -> list[str]:
        flow = next((key for key, model in self.flows.models.items() if identity in model.elements), None)
        models = (self.bpmn, *self.flows.models.values())
        elements = (element for model in models for element in model.elements.values())
        return [each.id for each in elements if each.called and each.called.process == flow]

    def surroundings_of(self, identity: str) -> tuple[str, ...]:
        """Return the sub-processes and call activities in which an element stands, the nearest first."""
        found = [identity]
        for each in found:  # grows while it is read
            element = self.find_element(each)
            outer = [element.parent] if element is not None and element.parent else self._callers_of(each)
            found += [place for place in outer if place not in found]
        return tuple(found[1:])

    @property
    def digest(self) -> str:
        """SHA-256 over paths and contents: the identity of what runs."""
        total = hashlib.sha256()
        for path in sorted(self.files):
            total.update(path.encode() + b"\0" + hashlib.sha256(self.files[path]).digest())
        return total.hexdigest()

    def to_zip(self) -> bytes:
        """Return the on-disk layout as a zip; equal packages give equal bytes."""
        return pack_files(self.files)


def _look_up(texts: Mapping[str, Any], path: str) -> str:
    node: Any = texts
    for part in path.split("."):
        node = node.get(part) if isinstance(node, Mapping) else None
    return node if isinstance(node, str) else ""


def pack_files(files: Mapping[str, bytes]) -> bytes:
    """Zip the files in order of path with a fixed date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            archive.writestr(zipfile.ZipInfo(path, ZIP_DATE), files[path], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def unpack_files(content: bytes) -> dict[str, bytes]:
    """Read the files of a zip made by `pack_files`. Raises ArchiveRefused.

    Sizes are counted while the bytes come out: what an archive says of itself is not believed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _unpack(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise ArchiveRefused(f"Expected a zip of a package, found one that cannot be read: {error}.") from error


def _unpack(archive: zipfile.ZipFile) -> dict[str, bytes]:
    members = [info for info in archive.infolist() if not info.is_dir()]
    if len(members) > MAX_FILES:
        raise ArchiveRefused(f"Expected at most {MAX_FILES} files, found {len(members)}.")
    files: dict[str, bytes] = {}
    left = MAX_TOTAL_BYTES
    for info in members:
        path = info.filename
        if not is_package_path(path) or path in files:
            raise ArchiveRefused(f"Expected paths processes/… and forms/…, each once, found “{path[:200]}”.")
        with archive.open(info) as member:
            files[path] = member.read(left + 1)
        left -= len(files[path])
        if left < 0:
            raise ArchiveRefused(f"Expected at most {MAX_TOTAL_BYTES} bytes of files, found more.")
    return files
