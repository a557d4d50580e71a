"""The switches of a demonstration: make the next calls of a simulator fail, or take their time."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from app.connectors.errors import ConnectorFailed
from app.connectors.records import SimulatedRecords

KIND = "connector-switches"
_LONGEST_DELAY = 30.0

Wait = Callable[[float], None]


@dataclass(frozen=True, kw_only=True)
class Switches:
    """How a simulator behaves: the next `fail_next` calls fail, `retryable` or not; each call takes `delay` seconds."""

    fail_next: int = 0
    retryable: bool = True
    delay: float = 0.0


def read_switches(records: SimulatedRecords, connector: str) -> Switches:
    """Return the switches of a connector as they stand."""
    found = records.find(KIND, connector)
    if found is None:
        return Switches()
    return Switches(
        fail_next=int(str(found["fail_next"])),
        retryable=found["retryable"] is True,
        delay=float(str(found["delay"])),
    )


def set_switches(records: SimulatedRecords, connector: str, switches: Switches) -> None:
    """Keep the switches of a connector; a delay is at most 30 seconds."""
    value = {
        "connector": connector,
        "fail_next": max(0, switches.fail_next),
        "retryable": switches.retryable,
        "delay": min(max(0.0, switches.delay), _LONGEST_DELAY),
    }
    records.put(KIND, connector, value)


def pass_switches(records: SimulatedRecords, connector: str, *, wait: Wait = time.sleep) -> None:
    """Let one call through: take the time that is set, then raise ConnectorFailed when a failure is due."""
    switches = read_switches(records, connector)
    if switches.delay > 0:
        wait(switches.delay)
    if switches.fail_next == 0:
        return
    left = Switches(fail_next=switches.fail_next - 1, retryable=switches.retryable, delay=switches.delay)
    set_switches(records, connector, left)
    raise ConnectorFailed(
        f"Expected an answer of {connector}; the simulator was told to fail. "
        + ("Try again later." if switches.retryable else "Correct the request."),
        connector=connector,
        retryable=switches.retryable,
    )
