"""Each engine test that asks for `play` runs twice: with what memory keeps, and with nothing but the saved bytes."""

from collections.abc import Callable

import pytest

from tests.engine.playing import Play


@pytest.fixture(params=["kept in memory", "restored from bytes"])
def play(request: pytest.FixtureRequest) -> Callable[..., Play]:
    """Return the function that starts a case."""

    def start(*arguments: object, **named: object) -> Play:
        return Play(*arguments, anew=request.param == "restored from bytes", **named)  # type: ignore[arg-type]

    return start
