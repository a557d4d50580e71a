"""Tables as files for spreadsheets: UTF-8 with its mark, semicolons, no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Return the file of a table, to be saved under a name without extension."""
    answer = Response(csv_file(header, rows), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def csv_file(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return the content of the file. Its mark says that it is UTF-8: else Arabic is read as something else."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";")
    writer.writerow(header)
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def safe_cell(value: object) -> str:
    """Return a value that a spreadsheet shows and never runs; numbers are of use to it as they are."""
    text = "" if value is None else str(value)
    risky = isinstance(value, str) and text.startswith(FORMULA_SIGNS)
    return f"'{text}" if risky else text
