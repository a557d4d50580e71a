"""Corrections of the index: lists a file that stands there, takes a missing one off the list."""

from collections.abc import MutableMapping
from typing import Any

from app.linting.fixes.registry import Broken, Changes, fix
from app.procedures.layout import manifest_path
from app.procedures.yaml_editing import edited, put_words

LISTS = ("decisions", "scenarios", "overlays")


LISTED = r"/(decisions|scenarios|messages)/|^Found the file forms/[a-z0-9-]+/[a-z0-9-]+\.json"


@fix("index-unlisted", "Inscrire le fichier dans la liste", message=LISTED)
def list_file(broken: Broken) -> Changes:
    path = broken.finding.element or ""

    def change(manifest: MutableMapping[str, Any]) -> None:
        found = _entry_of(broken.slug, path)
        if found is not None:
            group, entry = found
            put_words(manifest, group, list(dict.fromkeys([*(manifest.get(group) or ()), entry])))

    return _manifest(broken, change)


@fix("index-missing", "Retirer le fichier de la liste", message=r"/(decisions|scenarios|overlays)/")
def unlist_file(broken: Broken) -> Changes:
    home = f"processes/{broken.slug}/"
    name = (broken.finding.element or "").removeprefix(home)

    def change(manifest: MutableMapping[str, Any]) -> None:
        for group in LISTS:
            listed = list(manifest.get(group) or ())
            if name in listed:
                put_words(manifest, group, [entry for entry in listed if entry != name])

    return _manifest(broken, change)


def _entry_of(slug: str, path: str) -> tuple[str, str] | None:
    """Return the list that names a file of its place, and how it names it."""
    home, forms = f"processes/{slug}/", f"forms/{slug}/"
    name = path.removeprefix(home).removeprefix(forms)
    if path.startswith(forms) and name.endswith(".json") and "/" not in name:
        return "forms", name.removesuffix(".json")
    folder, _, rest = name.partition("/")
    if folder == "messages":
        return "messages", rest.split(".")[0]
    return (folder, name) if folder in LISTS else None


def _manifest(broken: Broken, change: Any) -> Changes:
    path = manifest_path(broken.slug)
    return {path: edited(broken.files[path], path, change)}
