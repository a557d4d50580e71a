"""Finds packages by slug, folder or zip."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from app.procedures.layout import list_slugs, read_tree
from app.procedures.package import unpack_files
from app.settings import Settings


@dataclass(frozen=True, kw_only=True)
class PackageSource:
    """The files of one package, as they were found."""

    slug: str
    files: dict[str, bytes]


def find_source(name: str, settings: Settings) -> PackageSource:
    """Return the package of a slug, of a folder processes/<slug>, or of a zip. Raises ClickException."""
    path = Path(name)
    if name in list_slugs(settings.processes_root):
        return _from_folder(settings.processes_root, settings.forms_root, name)
    if path.name == "procedure.yaml":
        path = path.parent
    if (path / "procedure.yaml").is_file():
        root = path.resolve().parent
        return _from_folder(root, root.parent / "forms", path.resolve().name)
    if path.is_file() and zipfile.is_zipfile(path):
        return _from_zip(path)
    known = ", ".join(list_slugs(settings.processes_root)) or "none"
    raise click.ClickException(f"Expected a package ({known}), its folder or a zip of it, found “{name}”.")


def find_sources(names: Sequence[str], settings: Settings) -> list[PackageSource]:
    """Return the named packages; every package of the library when none is named."""
    return [find_source(name, settings) for name in names or list_slugs(settings.processes_root)]


def _from_folder(processes_root: Path, forms_root: Path, slug: str) -> PackageSource:
    return PackageSource(slug=slug, files=read_tree(processes_root, forms_root, slug))


def _from_zip(path: Path) -> PackageSource:
    files = unpack_files(path.read_bytes())
    manifests = [name for name in files if name.startswith("processes/") and name.endswith("/procedure.yaml")]
    slugs = sorted(name.split("/")[1] for name in manifests)
    if len(slugs) != 1:
        found = ", ".join(slugs) or "none"
        raise click.ClickException(f"Expected one processes/<slug>/procedure.yaml in {path}, found {found}.")
    return PackageSource(slug=slugs[0], files=files)
