"""The comparison of variants as a file for spreadsheets: one line a commune and a thing."""

import csv
import io
from collections.abc import Callable

from app.domain.languages import Language
from app.languages import translate
from app.queries.variants.country import CountryComparison
from app.queries.variants.results import Results

BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheets that the file is UTF-8: without it Arabic is read as something else."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
HEADERS = (
    "Commune",
    "Variante",
    "Version de base",
    "Sujet",
    "Élément",
    "Valeur nationale",
    "Valeur locale",
    "Valeur écartée",
    "En vigueur depuis",
    "Délibération",
    "Dossiers déposés",
    "Dossiers décidés",
    "Jours jusqu’à la décision (médiane)",
    "Part de refus (%)",
    "Usagers satisfaits (%)",
)


def comparison_csv(found: CountryComparison, letters_of: Callable[[int], str], language: Language) -> bytes:
    """Return the file: UTF-8, semicolons, texts that a spreadsheet would run are quoted."""
    buffer = io.StringIO()
    buffer.write(BYTE_ORDER_MARK)
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow([translate(language, header) for header in HEADERS])
    for index, column in enumerate(found.columns):
        for commune in column.communes:
            name = commune.name_ar if language == "ar" else commune.name_fr
            since = f"{commune.since:%Y-%m-%d}" if commune.since else ""
            for row in found.rows:
                cell = row.cells.get(column.deployment_id)
                if cell is None:
                    continue
                line = [name, letters_of(index), column.base_version, translate(language, row.group_title)]
                line += [row.title, row.national, cell.text]
                line += [translate(language, "oui") if cell.outlier else "", since, commune.decision]
                writer.writerow([safe_cell(one) for one in (*line, *_figures(column.results))])
    return buffer.getvalue().encode()


def safe_cell(text: str) -> str:
    """Return a text that a spreadsheet shows and never runs."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _figures(results: Results) -> tuple[str, ...]:
    days = "" if results.median_days is None else f"{results.median_days:g}"
    return str(results.filed), str(results.decided), days, _share(results.refused), _share(results.satisfied)


def _share(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.1f}"
