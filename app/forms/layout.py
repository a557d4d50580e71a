"""Columns: form-js lays the components of one `layout.row` on 16 columns; Bootstrap has 12, and one on a phone."""

from collections.abc import Mapping, Sequence

from app.forms.structure import FormComponent

_FORM_COLUMNS, _PAGE_COLUMNS = 16, 12


def layout_rows(components: Sequence[FormComponent]) -> list[list[FormComponent]]:
    """Return the components by row, in order of each row's first; one without a row stands alone."""
    rows: dict[str, list[FormComponent]] = {}
    for place, component in enumerate(components):
        name = _layout(component).get("row")
        rows.setdefault(f"row:{name}" if isinstance(name, str) and name else f"alone:{place}", []).append(component)
    return list(rows.values())


def column_classes(row: Sequence[FormComponent]) -> list[str]:
    """Return the classes of each column of a row; empty texts when one component takes the whole width."""
    widths = [_columns(component) for component in row]
    if len(row) == 1 and widths[0] in (None, _FORM_COLUMNS):
        return [""]
    shares = _shares(widths)
    return [f"col-12 col-lg-{share}" if share else "col-12 col-lg" for share in shares]


def _shares(widths: Sequence[int | None]) -> list[int | None]:
    """Turn sixteenths into twelfths so that a row that fits in 16 still fits in 12."""
    exact = [width * _PAGE_COLUMNS / _FORM_COLUMNS if width else None for width in widths]
    shares = [max(1, int(width)) if width else None for width in exact]
    left = round(sum(width for width in exact if width)) - sum(share for share in shares if share)
    by_remainder = sorted(
        (place for place, width in enumerate(exact) if width),
        key=lambda place: int(exact[place] or 0) - (exact[place] or 0),
    )
    for place in by_remainder[: max(0, left)]:
        shares[place] = (shares[place] or 0) + 1
    return shares


def _columns(component: FormComponent) -> int | None:
    columns = _layout(component).get("columns")
    return columns if isinstance(columns, int) and 1 <= columns <= _FORM_COLUMNS else None


def _layout(component: FormComponent) -> Mapping[str, object]:
    layout = component.settings.get("layout")
    return layout if isinstance(layout, Mapping) else {}
