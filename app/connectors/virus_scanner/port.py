"""Virus scanner: what the application asks of whoever looks into files."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class ScanResult:
    """What was found in one file: the name of a virus, None when there is none."""

    virus: str | None = None

    @property
    def is_clean(self) -> bool:
        """Tell whether the file may be kept."""
        return self.virus is None


class VirusScanner(Protocol):
    """Looks into files as they were sent."""

    def scan(self, content: bytes) -> ScanResult:
        """Look into one file. Raises ConnectorFailed when nobody could look."""
        ...
