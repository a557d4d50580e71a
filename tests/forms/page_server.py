"""Serves one form as the platform's pages do, with its scripts under the same policy, and keeps what is posted."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

STATIC = Path(__file__).parents[2] / "app" / "web" / "static"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'"
PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>x</title>
<script type="module" src="/js/form-page.js"></script></head><body>
<form method="post" action="/page" novalidate {attributes} data-feel="/vendor/feelin.js">{body}
<button type="submit" name="go" value="next">Continuer</button></form></body></html>"""

Reply = Callable[[str, str], tuple[int, str, str]]
"""(purpose, what was posted) → status, media type, content."""


class PageServer(SimpleHTTPRequestHandler):
    """`body` is what the form holds, `reply` answers what is posted; `posted` keeps (purpose, content)."""

    body = ""
    attributes = ""
    posted: list[tuple[str, str]] = []
    reply: Reply

    def do_GET(self) -> None:
        """Give the page, or a script of it."""
        if not self.path.startswith("/page"):
            super().do_GET()
            return
        self._answer(200, "text/html", PAGE.format(body=type(self).body, attributes=type(self).attributes))

    def do_POST(self) -> None:
        """Keep what came and answer it."""
        text = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8", "replace")
        purpose = self.headers.get("X-Mastara-Form", "")
        self.posted.append((purpose, text))
        self._answer(*type(self).reply(purpose, text))

    def _answer(self, status: int, media_type: str, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{media_type}; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def serve_pages(handler: type[PageServer]) -> Iterator[str]:
    """Give the address of the page while it is served."""
    made: type[BaseHTTPRequestHandler] = partial(handler, directory=str(STATIC))  # type: ignore[assignment]
    server = ThreadingHTTPServer(("127.0.0.1", 0), made)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/page"
    server.shutdown()
    server.server_close()
