"""The catalogue of operations says what the worker can do."""

from app.linting import OPERATIONS
from app.worker.operations import operations

OF_THE_PLATFORM = {
    "clock.alert",
    "clock.tell",
    "message.deliver",
    "message.hand-over",
    "message.route",
    "notify.send",
    "signal.deliver",
    "signal.route",
}
"""Operations that the platform gives itself; no diagram may name them."""


def test_a_diagram_may_name_exactly_what_the_worker_knows() -> None:
    assert set(OPERATIONS) == set(operations()) - OF_THE_PLATFORM


def test_every_operation_says_what_it_does_and_gives_an_example() -> None:
    for operation in OPERATIONS.values():
        assert operation.summary.endswith(".")
        assert operation.example
        assert set(operation.parameters) <= set(operation.required)
