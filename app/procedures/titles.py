"""The titles of a package by language, read from its translations alone: for lists, whatever else is wrong in it."""

from collections.abc import Callable, Mapping, Sequence

from app.domain.languages import LANGUAGES
from app.procedures.yaml_source import SourceRefused, read_mapping

Load = Callable[[Sequence[str]], Mapping[str, bytes]]
"""Returns contents by digest."""
LONGEST_TITLE = 200


def titles_of(slug: str, tree: Mapping[str, str], load: Load) -> dict[str, str]:
    """Return `fiche.title` by language from a tree of digests; a language that cannot be read is left out."""
    paths = {language: f"processes/{slug}/translations/{language}.yaml" for language in LANGUAGES}
    present = {language: tree[path] for language, path in paths.items() if path in tree}
    contents = load(list(present.values()))
    found = {language: _title(contents.get(digest, b""), paths[language]) for language, digest in present.items()}
    return {language: title for language, title in found.items() if title}


def _title(content: bytes, path: str) -> str:
    try:
        fiche = read_mapping(content, file=path).data.get("fiche")
    except SourceRefused:
        return ""
    title = fiche.get("title") if isinstance(fiche, Mapping) else None
    return title.strip()[:LONGEST_TITLE] if isinstance(title, str) else ""
