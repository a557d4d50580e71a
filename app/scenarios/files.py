"""Scenarios among the files of a package: their names, their place in the index, and what changes when they move."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any

from app.procedures.layout import manifest_path
from app.procedures.yaml_editing import edited, put_words

FOLDER = "scenarios"
LONGEST_NAME = 60
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_name(name: str) -> bool:
    """Tell whether a scenario may have this file name, without its ending: lower-case words joined by dashes."""
    return len(name) <= LONGEST_NAME and _NAME.fullmatch(name) is not None


def name_from(title: str, taken: Iterable[str] = ()) -> str:
    """Return a file name made of a title, none of those that are taken: `requete-refusee`, then `requete-refusee-2`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[: LONGEST_NAME - 4].strip("-") or "essai"
    known = set(taken)
    return next(name for name in (words, *(f"{words}-{number}" for number in range(2, 1_000))) if name not in known)


def listed_path(name: str) -> str:
    """Return the path of a scenario as the index writes it."""
    return f"{FOLDER}/{name}.yaml"


def file_path(slug: str, name: str) -> str:
    """Return the path of a scenario in the package."""
    return f"processes/{slug}/{listed_path(name)}"


def names_in(slug: str, files: Iterable[str]) -> list[str]:
    """Return the names of the scenarios among the files of a package, in order."""
    home = f"processes/{slug}/{FOLDER}/"
    found = (path.removeprefix(home) for path in files if path.startswith(home) and path.endswith(".yaml"))
    return sorted(name.removesuffix(".yaml") for name in found if "/" not in name)


def adding(slug: str, files: Mapping[str, bytes], name: str, source: bytes) -> dict[str, bytes | None]:
    """Return the changes that add a scenario, or write it again. Raises SourceRefused when the index cannot be read."""
    path = listed_path(name)
    index = _indexed(slug, files, lambda listed: listed if path in listed else [*listed, path])
    return {file_path(slug, name): source, **index}


def removing(slug: str, files: Mapping[str, bytes], name: str) -> dict[str, bytes | None]:
    """Return the changes that remove a scenario. Raises SourceRefused when the index cannot be read."""
    index = _indexed(slug, files, lambda listed: [path for path in listed if path != listed_path(name)])
    return {file_path(slug, name): None, **index}


def renaming(slug: str, files: Mapping[str, bytes], old: str, new: str) -> dict[str, bytes | None]:
    """Return the changes that give a scenario another name. Raises SourceRefused when the index cannot be read."""
    index = _indexed(
        slug, files, lambda listed: [listed_path(new) if path == listed_path(old) else path for path in listed]
    )
    return {file_path(slug, new): files[file_path(slug, old)], file_path(slug, old): None, **index}


def _indexed(
    slug: str, files: Mapping[str, bytes], change: Callable[[list[str]], list[str]]
) -> dict[str, bytes | None]:
    """Return the index with another list of scenarios; nothing when it lists them already."""
    path = manifest_path(slug)

    def rewrite(top: MutableMapping[str, Any]) -> None:
        listed = top.get("scenarios")
        put_words(top, "scenarios", change([str(each) for each in listed] if isinstance(listed, list) else []))

    written = edited(files[path], path, rewrite)
    return {} if written == files[path] else {path: written}
