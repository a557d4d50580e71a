"""Runs the scenarios of a national procedure on the variant of a commune, and those that the commune wrote itself.

A national scenario is made to fit where it meets what the commune changed: a step at what is left out falls away, a
question that the commune alone asks gets an invented answer. One that then still goes otherwise, and whose days, steps
or answers the commune changed, says nothing about the variant: it is skipped, with the reason. Everything else that
goes otherwise is a failure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from app.deployments import Deployed, prepare
from app.domain.errors import MastaraError
from app.forms import FormDefinition
from app.procedures.tailoring import Base, Overlay, Variant
from app.procedures.tailoring.kinds import AddField, AddPiece, RequireField, SetParameter
from app.scenarios.asking import stand_in_name
from app.scenarios.reading import Scenario, read_scenario
from app.scenarios.report import Difference, ScenarioReport
from app.scenarios.runner import run_raw, run_scenario, summarise

Skip = Literal["left-out", "asked", "own-values"]
"""Why a scenario says nothing: it needs a step that is left out, an answer that only the commune asks for, or the
national days and amounts."""
MOST_TURNS = 40
"""How often one scenario is made to fit."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    """One scenario on the variant. `dropped` are the elements whose steps fell away, `answered` the fields filled in.

    `skipped` says why a national scenario that goes otherwise is no failure, `about` which elements, fields or
    parameters made it so.
    """

    report: ScenarioReport
    own: bool = False
    dropped: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    skipped: Skip | None = None
    about: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """True when nothing speaks against the variant."""
        return self.report.passed or self.skipped is not None


@dataclass(frozen=True, kw_only=True)
class VariantReport:
    """All scenarios of a variant. `unreached_ends` are the ends that none of those which passed reached."""

    tried: tuple[Tried, ...]
    unreached_ends: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """True when no scenario fails."""
        return all(one.passed for one in self.tried)


@dataclass(frozen=True, kw_only=True)
class _Changes:
    """What a commune changed of what scenarios meet."""

    gone: frozenset[str]
    demanded: frozenset[str]
    parameters: tuple[str, ...]


def run_variant(base: Base, overlay: Overlay | None, variant: Variant) -> VariantReport:
    """Run the national scenarios and the commune's own. Raises DefinitionRefused or DecisionError."""
    package, deployed = variant.package, prepare(variant.package)
    changes = _changes(base, overlay, variant)
    tried = [_try(deployed, raw, file, changes) for file, raw in package.scenarios.items()]
    own = overlay.scenarios if overlay is not None else ()
    for number, raw in enumerate(own, start=1):
        tried.append(Tried(report=run_raw(deployed, raw, file=f"scenarios.{number}"), own=True))
    reached = summarise(package, [one.report for one in tried if one.report.passed])
    return VariantReport(tried=tuple(tried), unreached_ends=reached.unreached_ends)


def _changes(base: Base, overlay: Overlay | None, variant: Variant) -> _Changes:
    operations = overlay.operations if overlay is not None else ()
    return _Changes(
        gone=frozenset(base.model.elements.keys() - variant.package.bpmn.elements.keys()),
        demanded=frozenset(
            one.field
            for one in operations
            if isinstance(one, RequireField) or (isinstance(one, AddField | AddPiece) and one.required)
        ),
        parameters=tuple(sorted(one.parameter for one in operations if isinstance(one, SetParameter))),
    )


def _try(deployed: Deployed, raw: Mapping[str, Any], file: str, changes: _Changes) -> Tried:
    try:
        scenario = read_scenario(raw, file=file)
    except MastaraError:
        return Tried(report=run_raw(deployed, raw, file=file))
    if scenario.expect.waiting is not None:
        kept = tuple(element for element in scenario.expect.waiting if element not in changes.gone)
        scenario = replace(scenario, expect=replace(scenario.expect, waiting=kept))
    tried = Tried(report=run_scenario(deployed, scenario))
    for _ in range(MOST_TURNS):
        fitted = _fitted(deployed, scenario, tried, changes)
        if fitted is None:
            break
        scenario, tried = fitted
    return tried if tried.report.passed else _judged(tried, scenario, changes)


def _fitted(deployed: Deployed, scenario: Scenario, tried: Tried, changes: _Changes) -> tuple[Scenario, Tried] | None:
    """Return the scenario made to fit where it stopped, with its run; None where it did not stop at a change."""
    stop = next((one for one in tried.report.found if one.kind == "step" and one.step is not None), None)
    if stop is None or stop.step is None:
        return None
    element = stop.details.get("element")
    if stop.reason == "not-waiting" and stop.step > 0 and element in changes.gone:
        steps = (*scenario.steps[: stop.step - 1], *scenario.steps[stop.step :])
        scenario = replace(scenario, steps=steps)
        tried = replace(tried, dropped=(*tried.dropped, str(element)))
    elif stop.reason in ("answers-refused", "refusal-differs") and (missing := _missing(stop, tried, changes)):
        scenario = _answered(deployed, scenario, stop.step, missing)
        tried = replace(tried, answered=(*tried.answered, *missing))
    else:
        return None
    return scenario, replace(tried, report=run_scenario(deployed, scenario))


def _missing(stop: Difference, tried: Tried, changes: _Changes) -> list[str]:
    return sorted((stop.details.get("errors") or {}).keys() & changes.demanded - set(tried.answered))


def _answered(deployed: Deployed, scenario: Scenario, number: int, keys: list[str]) -> Scenario:
    answers = {key: _stand_in(form, key) for key in keys for form in deployed.forms.values() if _asks(form, key)}
    if number == 0:
        return replace(scenario, start={**scenario.start, **answers})
    step = scenario.steps[number - 1]
    changed = replace(step, data={**step.data, **answers})
    return replace(scenario, steps=(*scenario.steps[: number - 1], changed, *scenario.steps[number:]))


def _asks(form: FormDefinition, key: str) -> bool:
    return any(field.field_key == key for field in form.fields)


def _stand_in(form: FormDefinition, key: str) -> Any:
    field = next(field for field in form.fields if field.field_key == key)
    if field.type == "filepicker":
        return [stand_in_name(form, key)]
    if field.options:
        return field.options[0].value
    return {"number": 1, "checkbox": True, "datetime": "2026-01-05"}.get(field.type, "Réponse inventée")


def _judged(tried: Tried, scenario: Scenario, changes: _Changes) -> Tried:
    """Return what a scenario that goes otherwise says: nothing where the commune changed what it stands on."""
    if tried.dropped:
        return replace(tried, skipped="left-out", about=tried.dropped)
    asked = sorted({key for one in tried.report.found for key in one.details.get("errors") or ()} & changes.demanded)
    if asked:
        return replace(tried, skipped="asked", about=tuple(asked))
    if changes.parameters and _counts(scenario):
        return replace(tried, skipped="own-values", about=changes.parameters)
    return tried


def _counts(scenario: Scenario) -> bool:
    """Tell whether a scenario stands on days or amounts: time passes in it, or it compares them."""
    expect = scenario.expect
    return bool(expect.period or expect.data) or any(step.kind in ("advance", "check") for step in scenario.steps)
