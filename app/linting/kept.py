"""Reports kept by content: an analyst opens ten pages of a draft that did not change between them."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from app.linting.linter import LintReport, lint_files

MOST_KEPT = 16


class KeptReports:
    """The last reports by the digest of slug, paths and contents."""

    def __init__(self) -> None:
        self._reports: OrderedDict[str, LintReport] = OrderedDict()
        self._lock = Lock()

    def get(self, slug: str, files: Mapping[str, bytes]) -> LintReport:
        """Return the report of these very files, computed when it is not kept."""
        digest = files_digest(slug, files)
        with self._lock:
            known = self._reports.get(digest)
            if known is not None:
                self._reports.move_to_end(digest)
        if known is not None:
            return known
        report = lint_files(slug, files)
        with self._lock:
            self._reports[digest] = report
            while len(self._reports) > MOST_KEPT:
                self._reports.popitem(last=False)
        return report


def files_digest(slug: str, files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 over a slug, paths and contents."""
    total = hashlib.sha256(slug.encode())
    for path in sorted(files):
        total.update(b"\0" + path.encode() + b"\0" + hashlib.sha256(files[path]).digest())
    return total.hexdigest()
