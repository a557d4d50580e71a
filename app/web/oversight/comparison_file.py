"""The comparison of variants as a file for spreadsheets: one line a commune and a thing."""

from collections.abc import Callable, Iterator, Sequence

from app.domain.languages import Language
from app.languages import translate
from app.queries.variants.country import CountryComparison
from app.queries.variants.results import Results
from app.web.csv_files import csv_file

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
    """Return the file: one line a commune and a thing that it changed."""
    return csv_file([translate(language, header) for header in HEADERS], _lines(found, letters_of, language))


def _lines(found: CountryComparison, letters_of: Callable[[int], str], language: Language) -> Iterator[Sequence[str]]:
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
                yield *line, *_figures(column.results)


def _figures(results: Results) -> tuple[str, ...]:
    days = "" if results.median_days is None else f"{results.median_days:g}"
    return str(results.filed), str(results.decided), days, _share(results.refused), _share(results.satisfied)


def _share(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.1f}"
