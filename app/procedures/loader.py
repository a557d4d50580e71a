"""Loads a package from disk or from a zip: all findings at once, nothing half loaded."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.domain.errors import MastaraError
from app.domain.findings import Finding, errors_of
from app.domain.languages import LANGUAGES, Language
from app.procedures.bpmn import BpmnRefused
from app.procedures.diagrams import read_diagram
from app.procedures.flows import CalledFlows, read_flows
from app.procedures.layout import (
    MAX_FILES,
    MAX_TOTAL_BYTES,
    SHARED,
    compare_with_index,
    is_package_path,
    manifest_path,
    read_tree,
)
from app.procedures.manifest import read_manifest
from app.procedures.package import ProcedurePackage
from app.procedures.parameters import (
    Parameter,
    Parameters,
    build_parameter,
    keys_as_groups,
    keys_twice,
)
from app.procedures.registers import REGISTERS, RegisterKind, read_registers
from app.procedures.remembered import remembered
from app.procedures.shared_parameters import SHARED_PARAMETERS, read_shared_parameters
from app.procedures.systems import SYSTEMS, OutsideSystem, read_systems
from app.procedures.xml import XmlRefused
from app.procedures.yaml_source import SourceRefused, read_mapping

MAX_JSON_BYTES = 2_000_000


class PackageRefused(MastaraError):
    """The package cannot be used; `findings` says why, with file and line."""

    code = "package-refused"

    def __init__(self, slug: str, findings: list[Finding]) -> None:
        lines = "\n".join(str(finding) for finding in findings)
        super().__init__(f"The package “{slug}” has {len(findings)} errors:\n{lines}", slug=slug)
        self.findings = findings


def load_package(processes_root: Path, forms_root: Path, slug: str) -> ProcedurePackage:
    """Load a package from the two folders. Raises PackageRefused."""
    return package_from_files(slug, read_tree(processes_root, forms_root, slug))


def package_from_files(slug: str, files: Mapping[str, bytes]) -> ProcedurePackage:
    """Build a package from its files by path. Raises PackageRefused with every error found."""
    reading = _Reading(slug, dict(files))
    package = reading.package()
    errors = errors_of(reading.findings)
    if errors or package is None:
        raise PackageRefused(slug, errors)
    return package


_BLOCKS = "forms/_shared/"


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of JSON pairs. Raises ValueError where a key stands twice: the first would be lost silently."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"the key {name[:60]!r} stands twice in one object")
        found[name] = value
    return found


def _refuse_constant(name: str) -> object:
    """Refuse NaN and Infinity, which JSON does not have. Raises ValueError."""
    raise ValueError(f"{name} is not a number of JSON")


@remembered(most_bytes=2_000_000)
def _read_manifest(content: bytes, *, file: str) -> tuple[Mapping[str, Any] | None, tuple[Finding, ...]]:
    """Return the manifest with its defaults, None with findings where it cannot be used. Raises SourceRefused."""
    manifest, findings = read_manifest(read_mapping(content, file=file))
    return manifest, tuple(findings)


@remembered(most_bytes=4_000_000)
def _read_json(content: bytes, *, file: str) -> dict[str, Any]:
    """Return the object of a file; it is shared, never changed. Raises ValueError, RecursionError."""
    if len(content) > MAX_JSON_BYTES:
        raise ValueError(f"at most {MAX_JSON_BYTES} bytes are accepted, found {len(content)}")
    data = json.loads(content, object_pairs_hook=_without_repetition, parse_constant=_refuse_constant)
    if not isinstance(data, dict):
        raise ValueError(f"an object is expected at the top, found {type(data).__name__}")
    return data


def _laid_over(
    shared: Mapping[Language, Mapping[str, Any]], own: Mapping[Language, Mapping[str, Any]]
) -> dict[Language, Mapping[str, Any]]:
    """Return texts of forms by language and form: a package's own before those of the flows."""
    return {
        language: {**shared.get(language, {}), **own.get(language, {})}
        for language in LANGUAGES
        if language in own or shared.get(language)
    }


class _Reading:
    """One load in progress: collects findings so that the analyst sees all of them."""

    def __init__(self, slug: str, files: dict[str, bytes]) -> None:
        self.slug = slug
        self.files = files
        self.findings: list[Finding] = []

    def package(self) -> ProcedurePackage | None:
        if not self._fits():
            return None
        manifest = self._manifest()
        if manifest is None:
            return None
        self.findings += compare_with_index(self.slug, self.files, manifest)
        home = f"processes/{self.slug}"
        process_path = f"{home}/{manifest['process']}"
        model = self._bpmn(process_path)
        flows = read_flows(model, self.files, self._error) if model is not None else CalledFlows()
        parameters = Parameters(self._own_parameters(manifest), self._shared_parameters())
        self._refuse_groups(parameters)
        package_parts: dict[str, Any] = {
            "forms": {
                **flows.forms,
                **{name: self._json(f"forms/{self.slug}/{name}.json") for name in manifest["forms"]},
            },
            "form_translations": _laid_over(flows.form_texts, self._translations(f"forms/{self.slug}/translations")),
            "translations": self._translations(f"{home}/translations"),
            "scenarios": {name: self._yaml(f"{home}/{name}") for name in manifest["scenarios"]},
        }
        self._check_blocks()
        documents = {document["key"]: self._text(f"{home}/{document['file']}") for document in manifest["documents"]}
        shared = [document for document in flows.documents if document["key"] not in documents]
        documents |= {one["key"]: self._text(f"processes/{SHARED}/documents/{one['file']}") for one in shared}
        manifest = {**manifest, "documents": [*manifest["documents"], *shared]}
        messages = self._shared_messages() | {
            key: {
                language: self._text(f"{home}/messages/{key}.{language}.txt")
                for language in manifest["translations"]
                if f"{home}/messages/{key}.{language}.txt" in self.files
            }
            for key in manifest["messages"]
        }
        libraries = self._libraries()
        roles = self._yaml(f"processes/{SHARED}/roles.yaml")
        registers, systems = self._registers(), self._systems()
        if model is None or errors_of(self.findings):
            return None
        return ProcedurePackage(
            key=manifest["key"],
            version=manifest["version"],
            manifest=manifest,
            bpmn=model,
            bpmn_source=self.files[process_path],
            decisions={name: self.files[f"{home}/{name}"] for name in manifest["decisions"]},
            documents=documents,
            document_libraries=libraries,
            messages=messages,
            parameters=parameters,
            roles=roles,
            files=self.files,
            flows=flows,
            registers=registers,
            systems=systems,
            findings=tuple(self.findings),
            **package_parts,
        )

    def _fits(self) -> bool:
        """Report files beyond count, size or place; nothing of such a package is read."""
        path = manifest_path(self.slug)
        total = sum(len(content) for content in self.files.values())
        if len(self.files) > MAX_FILES or total > MAX_TOTAL_BYTES:
            self._error(
                "size",
                path,
                f"Expected at most {MAX_FILES} files of {MAX_TOTAL_BYTES} bytes together, "
                f"found {len(self.files)} of {total}: remove what the procedure does not need.",
            )
        for stray in sorted(name for name in self.files if not is_package_path(name)):
            self._error("path", path, f"Expected paths processes/… and forms/…, found “{stray[:200]}”: move the file.")
        return not self.findings

    def _text(self, path: str) -> str:
        try:
            return self.files.get(path, b"").decode()
        except UnicodeDecodeError as error:
            self._error("encoding", path, f"Expected UTF-8 text: {error}. Save the file as UTF-8.")
            return ""

    def _manifest(self) -> dict[str, Any] | None:
        path = manifest_path(self.slug)
        if path not in self.files:
            self._error("manifest", path, f"Expected {path}, found none: every package has its manifest there.")
            return None
        try:
            manifest, findings = _read_manifest(self.files[path], file=path)
        except SourceRefused as refused:
            self.findings.append(refused.finding)
            return None
        self.findings += findings
        if manifest and manifest["key"] != self.slug:
            self._error("manifest", path, f"Expected the key “{self.slug}” like the folder, found “{manifest['key']}”.")
        return dict(manifest) if manifest is not None else None

    def _bpmn(self, path: str) -> Any:
        if path not in self.files:
            return None
        try:
            model = read_diagram(self.files[path], file=path)
        except XmlRefused as refused:
            self._error("xml", path, refused.message)
            return None
        except BpmnRefused as refused:
            self.findings += refused.findings
            return None
        self.findings += model.findings
        return model

    def _json(self, path: str) -> dict[str, Any]:
        try:
            return _read_json(self.files.get(path, b"{}"), file=path)
        except (ValueError, RecursionError) as error:
            self._error("json", path, f"Expected a form-js JSON object: {error}.", getattr(error, "lineno", 1))
            return {}

    def _check_blocks(self) -> None:
        """Report shared blocks of forms that cannot be read."""
        for path in sorted(self.files):
            if path.startswith(_BLOCKS) and path.endswith(".json"):
                self._json(path)
            elif path.startswith(f"{_BLOCKS}translations/") and path.endswith(".yaml"):
                self._yaml(path)

    def _yaml(self, path: str) -> dict[str, Any]:
        if path not in self.files:
            return {}
        try:
            return dict(read_mapping(self.files[path], file=path).data)
        except SourceRefused as refused:
            self.findings.append(refused.finding)
            return {}

    def _translations(self, folder: str) -> dict[Language, Mapping[str, Any]]:
        return {
            language: self._yaml(f"{folder}/{language}.yaml")
            for language in LANGUAGES
            if f"{folder}/{language}.yaml" in self.files
        }

    def _own_parameters(self, manifest: Mapping[str, Any]) -> list[Parameter]:
        parameters = [build_parameter(loaded) for loaded in manifest["parameters"]]
        self._refuse_twice(parameters, manifest_path(self.slug))
        return parameters

    def _shared_parameters(self) -> list[Parameter]:
        if SHARED_PARAMETERS not in self.files:
            return []
        try:
            read = read_shared_parameters(self.files[SHARED_PARAMETERS], file=SHARED_PARAMETERS)
        except SourceRefused as refused:
            self.findings.append(refused.finding)
            return []
        for problem in read.problems:
            self._error("parameter", SHARED_PARAMETERS, problem)
        parameters = list(read.parameters)
        self._refuse_twice(parameters, SHARED_PARAMETERS)
        return parameters

    def _registers(self) -> Mapping[str, RegisterKind]:
        if REGISTERS not in self.files:
            return {}
        try:
            read = read_registers(self.files[REGISTERS], file=REGISTERS)
        except SourceRefused as refused:
            self.findings.append(refused.finding)
            return {}
        for problem in read.problems:
            self._error("register", REGISTERS, problem)
        return read.kinds

    def _systems(self) -> Mapping[str, OutsideSystem]:
        if SYSTEMS not in self.files:
            return {}
        try:
            read = read_systems(self.files[SYSTEMS], file=SYSTEMS)
        except SourceRefused as refused:
            self.findings.append(refused.finding)
            return {}
        for problem in read.problems:
            self._error("system", SYSTEMS, problem)
        return read.systems

    def _refuse_twice(self, parameters: list[Parameter], path: str) -> None:
        for key in keys_twice(parameters):
            self._error("parameter", path, f"The parameter “{key}” stands twice: keep one.")

    def _refuse_groups(self, parameters: Parameters) -> None:
        for key in keys_as_groups(parameters):
            message = f"The parameter “{key}” is a value and the first part of another key: rename one of them."
            self._error("parameter", manifest_path(self.slug), message)

    def _shared_messages(self) -> dict[str, dict[Language, str]]:
        """Return the messages that any procedure may send; one of its own under the same name replaces them."""
        folder = f"processes/{SHARED}/messages/"
        messages: dict[str, dict[Language, str]] = {}
        for path in sorted(self.files):
            key, _, rest = path.removeprefix(folder).partition(".")
            language = next((code for code in LANGUAGES if rest == f"{code}.txt"), None)
            if path.startswith(folder) and language is not None:
                messages.setdefault(key, {})[language] = self._text(path)
        return messages

    def _libraries(self) -> dict[str, str]:
        folder = f"processes/{SHARED}/documents/"
        return {
            path.removeprefix(folder): self._text(path)
            for path in self.files
            if path.startswith(folder) and path.endswith(".typ")
        }

    def _error(self, rule: str, file: str, message: str, line: int | None = 1) -> None:
        self.findings.append(Finding(rule=rule, severity="error", file=file, line=line, message=message))
