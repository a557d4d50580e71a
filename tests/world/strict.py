"""A browser for tests that forgives nothing: broken HTML and forgotten commits fail the test."""

from typing import Any

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.store.database import database


class StrictClient(FlaskClient):
    """Checks each answer as it comes."""

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        """Make the request, then check what came back and what was left behind."""
        answer = super().open(*arguments, **options)
        left = [*database.session.new, *database.session.dirty, *database.session.deleted]
        assert not left, f"{answer.request.method} {answer.request.path} left rows uncommitted: {left}"
        is_page = answer.mimetype == "text/html" and "attachment" not in answer.headers.get("Content-Disposition", "")
        if is_page and not 300 <= answer.status_code < 400:
            _must_be_html(answer)
        return answer


def _must_be_html(answer: TestResponse) -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(answer.get_data(as_text=True))
    errors = [f"line {place[0]}: {code} {detail}" for place, code, detail in parser.errors]
    assert not errors, f"{answer.request.path} is not well-formed HTML: {errors[:5]}"
