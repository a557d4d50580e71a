"""What a move would make of one case: the same answer for the dry run and for the move itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.environment import environment_of
from app.commands.migrating.versions import Versions, renamed_status
from app.deployments import Deployed
from app.domain.actors import CITIZEN_ROLE
from app.domain.errors import MastaraError
from app.domain.languages import INTERFACE_LANGUAGES
from app.engine import MigrationRefused, OpenedTimer, StepResult
from app.procedures.bpmn import Element
from app.store.models import Case


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a case did not move, or was not put back: a code, and the element it is about (empty: the case itself)."""

    code: str
    element: str = ""

    def to_json(self) -> dict[str, str]:
        """Return what a row keeps."""
        return {"code": self.code, "element": self.element}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A case that can move has a `result` and no reasons; `status` is its new public status when that changes."""

    reasons: tuple[Reason, ...] = ()
    result: StepResult | None = None
    status: str | None = None
    concerns_citizen: bool = False

    @property
    def new_timers(self) -> tuple[OpenedTimer, ...]:
        """The timers that the move would start; one that waits already keeps its key and its moment."""
        if self.result is None:
            return ()
        kept = {timer.key for timer in self.result.closed_timers}
        return tuple(timer for timer in self.result.opened_timers if timer.key not in kept)


def outcome_of(case: Case, versions: Versions, unit: Unit) -> Outcome:
    """Return what the move would make of a case; nothing is written."""
    source, target = versions.source, versions.target
    environment = environment_of(case, target, unit.services, unit.now)
    engine = unit.services.engine
    try:
        result = engine.migrate(
            source.definition, case.engine_state, case.document, target.definition, environment, versions.elements
        )
    except MigrationRefused as refused:
        return Outcome(reasons=tuple(Reason(code=item.code, element=item.element) for item in refused.obstacles))
    except MastaraError as error:
        return Outcome(reasons=(Reason(code=error.code),))
    positions = engine.positions(source.definition, case.engine_state)
    status = renamed_status(versions, case.status, positions)
    concerned = _is_told_otherwise(case, versions, status) or _is_asked_otherwise(versions, positions, result)
    return Outcome(result=result, status=status, concerns_citizen=concerned)


def _is_told_otherwise(case: Case, versions: Versions, status: str | None) -> bool:
    """Tell whether the citizen reads another status from now on."""
    before, after = f"statuses.{case.status}.title", f"statuses.{status or case.status}.title"
    source, target = versions.source.package, versions.target.package
    return any(source.text(before, language) != target.text(after, language) for language in INTERFACE_LANGUAGES)


def _is_asked_otherwise(versions: Versions, positions: Sequence[str], result: StepResult) -> bool:
    """Tell whether a task of the citizen came, went or asks for other answers."""
    if any(task.role == CITIZEN_ROLE for task in result.opened_tasks):
        return True
    before = versions.source.definition
    if any(_is_of_citizen(before.find_element(task.element)) for task in result.closed_tasks):
        return True
    held = [element for key in positions if (element := before.find_element(key)) and _is_of_citizen(element)]
    return any(_fields(versions.source, element.form) != _fields(versions.target, element.form) for element in held)


def _is_of_citizen(element: Element | None) -> bool:
    return element is not None and element.role == CITIZEN_ROLE


def _fields(deployed: Deployed, form: str | None) -> frozenset[str]:
    known = deployed.forms.get(form or "")
    return frozenset() if known is None else frozenset(field.field_key for field in known.fields)
