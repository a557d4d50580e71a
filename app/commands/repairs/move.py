"""Putting a token on another element."""

from dataclasses import dataclass

from app.commands.bus import Unit
from app.commands.repairs.incident import OnIncident, Outcome


@dataclass(frozen=True, kw_only=True)
class MoveToken(OnIncident):
    """Take a token of the case off its element and put one on another element of the same scope.

    `token` is a key of the engine's `places`; None means the token that stands still. Raises NotFitting,
    RepairRefused.
    """

    target: str
    token: str | None = None
    flow: str | None = None

    def handle(self, unit: Unit) -> Outcome:
        repair = self.begin(unit)
        repair.must_concern_the_process()
        case, before = repair.case, repair.elements
        key = self.token or repair.keys()[0]
        source = next((place.element for place in repair.places if place.key == key), None)
        step = unit.services.engine.move(
            repair.deployed.definition,
            case.engine_state,
            case.document,
            repair.environment,
            key=key,
            target=self.target,
            flow=self.flow,
        )
        repair.write(step)
        repair.record(
            "TokenMoved",
            {"from": source, "to": self.target, "before": {"at": before}, "after": {"at": repair.elements}},
        )
        return repair.close("move")
