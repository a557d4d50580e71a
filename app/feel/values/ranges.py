"""Ranges: two ends, each included or not; an end that is null is without limit (DMN 1.5, 10.3.2.7)."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Range:
    """A range of numbers, texts, dates, times or durations; its ends are values inside the interpreter."""

    start: object
    end: object
    start_included: bool = True
    end_included: bool = True

    @property
    def properties(self) -> dict[str, object]:
        """Its entries as FEEL names them (table 67)."""
        return {
            "start": self.start,
            "end": self.end,
            "start included": self.start_included,
            "end included": self.end_included,
        }
