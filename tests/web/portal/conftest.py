"""Browsers of several people in one test, and the limits on tries."""

from collections.abc import Iterator

import pytest
from flask import Flask, g

from app.web.security import limiter


@pytest.fixture(autouse=True)
def separate_requests(app: Flask) -> None:
    """Forget the person between requests: a test keeps its context open, so `g` outlives a request here only."""

    def forget() -> None:
        for name in ("actor", "_login_user", "csrf_token", "csrf_valid"):
            g.pop(name, None)

    app.before_request_funcs.setdefault(None, []).insert(0, forget)


@pytest.fixture
def limits(app: Flask) -> Iterator[None]:
    """Switch the limits on tries on, with nothing counted yet."""
    app.config["RATELIMIT_ENABLED"] = True
    limiter.enabled = True
    limiter.init_app(app)
    limiter.reset()
    yield
    limiter.enabled = False
