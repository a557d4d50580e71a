"""Differences of parameters: their values with dates and references. Shared ones count where the package cites them."""

from collections.abc import Iterator, Mapping

from app.procedures.comparison.difference import Difference, Subject, Value, compare_items
from app.procedures.layout import SHARED, manifest_path
from app.procedures.package import ProcedurePackage
from app.procedures.parameters import DatedValue, Parameter


def compare_parameters(before: ProcedurePackage, after: ProcedurePackage) -> Iterator[Difference]:
    """Compare the parameters that either package declares or cites, then their values by date."""
    old, new = cited_parameters(before), cited_parameters(after)
    declared = {key for package in (before, after) for key in declared_keys(package)}

    def file(key: str) -> str:
        return manifest_path(after.key) if key in declared else f"processes/{SHARED}/parameters.yaml"

    def subject(key: str, item: Parameter) -> Subject:
        hints = {"unit": item.unit, "kind": item.kind, "value": item.values[-1].value}
        return Subject(part="parameters", thing="parameter", key=key, file=file(key), names=item.title, hints=hints)

    yield from compare_items(old, new, subject=subject, aspects=_aspects, whole=lambda one: one.values[-1].value)
    for key, parameter in new.items():
        if key in old:
            yield from _compare_values(old[key], parameter, file(key))


def declared_keys(package: ProcedurePackage) -> tuple[str, ...]:
    """Return the keys of the parameters that the package declares itself."""
    return tuple(raw["key"] for raw in package.manifest["parameters"])


def cited_parameters(package: ProcedurePackage) -> dict[str, Parameter]:
    """Return the parameters that the package declares, and those shared ones whose key its files or flows name."""
    own = set(declared_keys(package))
    home = (f"processes/{package.key}/", f"forms/{package.key}/", f"processes/{SHARED}/flows/")
    used = b"\n".join(content for path, content in package.files.items() if path.startswith(home))
    return {key: one for key, one in package.parameters.items() if key in own or key.encode() in used}


def _aspects(parameter: Parameter) -> Mapping[str, Value]:
    return {
        "title": dict(parameter.title) or None,
        "unit": parameter.unit,
        "kind": parameter.kind or None,
        "note": parameter.note or None,
    }


def _compare_values(before: Parameter, after: Parameter, file: str) -> Iterator[Difference]:
    def subject(since: str, item: DatedValue) -> Subject:
        side = after if item in after.values else before
        earlier = [value.value for value in side.values if value.since < item.since]
        hints = {"unit": side.unit, "kind": side.kind, "earlier": earlier[-1] if earlier else None}
        return Subject(
            part="parameters",
            thing="value",
            key=f"{after.key}@{since}",
            file=file,
            names=side.title or {"fr": after.key},
            within_key=after.key,
            hints={**hints, "since": item.since, "first": len(side.values) == 1},
        )

    def aspects(item: DatedValue) -> Mapping[str, Value]:
        return {"value": item.value, "legal_ref": item.legal_ref, "source": item.source}

    old, new = ({value.since.isoformat(): value for value in side.values} for side in (before, after))
    yield from compare_items(old, new, subject=subject, aspects=aspects, whole=lambda one: one.value)
