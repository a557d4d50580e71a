"""The national library on disk: packages, and the shared files that every package may use."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.procedures.layout import SHARED, SHARED_FOLDERS, list_slugs, read_tree
from app.procedures.registers import REGISTERS, RegisterKind, read_registers
from app.procedures.systems import SYSTEMS, OutsideSystem, read_systems


@dataclass(frozen=True, kw_only=True)
class Library:
    """Two folders: `processes/` and `forms/`."""

    processes_root: Path
    forms_root: Path

    def slugs(self) -> list[str]:
        """Return the packages, in order of slug."""
        return list_slugs(self.processes_root)

    def shared_files(self) -> dict[str, bytes]:
        """Return the shared files by path."""
        return read_tree(self.processes_root, self.forms_root, SHARED)

    def registers(self) -> Mapping[str, RegisterKind]:
        """Return the shared registers by key, in the order of their file; none where there is no file."""
        path = self.processes_root / SHARED / "registers.yaml"
        return read_registers(path.read_bytes(), file=REGISTERS).kinds if path.is_file() else {}

    def systems(self) -> Mapping[str, OutsideSystem]:
        """Return the outside systems by key, in the order of their file; none where there is no file."""
        path = self.processes_root / SHARED / "systems.yaml"
        return read_systems(path.read_bytes(), file=SYSTEMS).systems if path.is_file() else {}

    def own_files(self, slug: str) -> dict[str, bytes]:
        """Return the files of one package by path, without the shared ones; empty where there is none."""
        return own_files(slug, read_tree(self.processes_root, self.forms_root, slug))


def own_files(slug: str, files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files that belong to a package itself."""
    homes = (f"processes/{slug}/", f"forms/{slug}/")
    return {path: content for path, content in files.items() if path.startswith(homes)}


def shared_files(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files that stand in the shared folders."""
    homes = tuple(f"{folder}/" for folder in SHARED_FOLDERS)
    return {path: content for path, content in files.items() if path.startswith(homes)}
