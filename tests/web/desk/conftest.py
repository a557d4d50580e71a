"""Each request of a test begins without what the one before left in the open application context."""

import pytest
from flask import Flask, g


@pytest.fixture(autouse=True)
def fresh_requests(app: Flask) -> None:
    """Forget the actor and the signed-in agent before each request, as separate requests do."""

    def forget() -> None:
        for name in list(g):
            g.pop(name)

    app.before_request_funcs.setdefault(None, []).insert(0, forget)
