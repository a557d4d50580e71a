"""A parameter that an expression, a target or the manifest names is declared.

Why: periods and amounts of the law are dated parameters; a wrong name gives null, and null a wrong date or fee.
Wrong: a timer “=parameters.watiqa.payment_expire” while the parameter is watiqa.payment_expiry.
Right: declare it with its legal reference in procedure.yaml or in processes/_shared/parameters.yaml.
Source: law 55-19 art. 6-4, 6-5 and 16 (fees and periods are those of the published sheet).
"""

from collections.abc import Iterator

from app.linting.expressions import diagram_expressions, manifest_expressions, names_of
from app.linting.places import element_remark, manifest_remark, title
from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage

PREFIX = "parameters."


@rule("parameter-known", severity="error", family="data")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    yield from _in_expressions(package)
    yield from _in_targets(package)
    yield from _in_manifest(package)


def _in_expressions(package: ProcedurePackage) -> Iterator[Remark]:
    for expression in (*manifest_expressions(package), *diagram_expressions(package.bpmn)):
        for name in sorted(names_of(expression)):
            key = name.removeprefix(PREFIX)
            if name.startswith(PREFIX) and not _is_known(package, key):
                yield Remark(
                    file=expression.file,
                    element=expression.element,
                    line=expression.line,
                    message=f"Expected a declared parameter in {expression.what}, "
                    f"found “{key}”: declare it or correct it.",
                )


def _in_targets(package: ProcedurePackage) -> Iterator[Remark]:
    for element in package.bpmn.elements.values():
        if element.target is None:
            continue
        if element.target not in package.parameters:
            message = f"Expected a parameter as target of {title(element)}, found “{element.target}”: declare it."
            yield element_remark(package, element, message)
        elif not package.parameters[element.target].is_period:
            unit = package.parameters[element.target].unit
            message = f"Expected a period as target of {title(element)}, found “{element.target}” in {unit}."
            yield element_remark(package, element, message)


def _in_manifest(package: ProcedurePackage) -> Iterator[Remark]:
    for path, key in _named_in_manifest(package):
        if key not in package.parameters:
            yield manifest_remark(
                package,
                ".".join(str(part) for part in path),
                *path,
                message=f"Expected a declared parameter, found “{key}”: declare it under parameters or correct it.",
            )


def _named_in_manifest(package: ProcedurePackage) -> Iterator[tuple[tuple[str | int, ...], str]]:
    manifest = package.manifest
    yield ("deadline", "parameter"), manifest["deadline"]["parameter"]
    if manifest["retention"]:
        yield ("retention", "parameter"), manifest["retention"]["parameter"]
    for index, fee in enumerate(manifest["fees"]):
        yield ("fees", index, "parameter"), fee["parameter"]
    for index, appeal in enumerate(manifest["appeals"]):
        for name in ("file_within", "reply_within"):
            if appeal[name]:
                yield ("appeals", index, name), appeal[name]


def _is_known(package: ProcedurePackage, key: str) -> bool:
    """Tell whether the path is a parameter, a group of them, or a place inside one."""
    return any(f"{known}.".startswith(f"{key}.") or key.startswith(f"{known}.") for known in package.parameters)
