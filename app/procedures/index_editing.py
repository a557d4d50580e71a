"""Changes the index in procedure.yaml: what a package lists of its forms and its decisions."""

from collections.abc import Callable, MutableMapping
from typing import Any, Literal

from app.procedures.yaml_editing import edited, put, put_words

ListName = Literal["forms", "decisions"]


def listing(manifest: bytes, *, file: str, kind: ListName, entry: str) -> bytes:
    """Return the manifest with one more entry at the end of a list. Raises SourceRefused."""
    return _changed(manifest, file, kind, lambda entries: [*entries, *([] if entry in entries else [entry])])


def unlisting(manifest: bytes, *, file: str, kind: ListName, entry: str) -> bytes:
    """Return the manifest without an entry. Raises SourceRefused."""
    return _changed(manifest, file, kind, lambda entries: [one for one in entries if one != entry])


def relisting(manifest: bytes, *, file: str, kind: ListName, old: str, new: str) -> bytes:
    """Return the manifest with an entry under another name, where a case starts too. Raises SourceRefused."""
    listed = _changed(manifest, file, kind, lambda entries: [new if one == old else one for one in entries])

    def rename_start(top: MutableMapping[str, Any]) -> None:
        if kind == "forms" and top.get("start_form") == old:
            put(top, "start_form", new)

    return edited(listed, file, rename_start)


def _changed(manifest: bytes, file: str, kind: ListName, change: Callable[[list[str]], list[str]]) -> bytes:
    def rewrite(top: MutableMapping[str, Any]) -> None:
        entries = top.get(kind)
        put_words(top, kind, change([str(one) for one in entries] if isinstance(entries, list) else []))

    return edited(manifest, file, rewrite)
