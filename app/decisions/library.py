"""Where the files that a model imports are looked for: beside it, by namespace (DMN 1.5, 6.3.3)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

_OPENING = re.compile(rb"<(?:[\w.-]+:)?definitions\b[^>]*>")
_NAMESPACE = re.compile(rb"\snamespace\s*=\s*[\"']([^\"']*)[\"']")


@dataclass(frozen=True, kw_only=True)
class Library:
    """DMN files by name; `files` is asked once an import is met, and not before."""

    files: Callable[[], Mapping[str, bytes]]

    def find(self, namespace: str, location: str | None) -> tuple[str, bytes] | None:
        """Return name and content of the file that declares a namespace; of several, the one at `location`."""
        declaring = {file: content for file, content in self.files().items() if _declared(content) == namespace}
        named = PurePosixPath(location).name if location else ""
        chosen = next((file for file in declaring if PurePosixPath(file).name == named), next(iter(declaring), None))
        return (chosen, declaring[chosen]) if chosen is not None else None


def _declared(content: bytes) -> str | None:
    opening = _OPENING.search(content)
    found = _NAMESPACE.search(opening.group()) if opening else None
    return found.group(1).decode("utf-8", "replace") if found else None


NO_LIBRARY = Library(files=dict)
"""No other files: every import is missing."""
