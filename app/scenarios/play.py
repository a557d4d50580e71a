"""Tries a model without a database: a list of steps at once, or JSON lines in and out.

    python -m app.scenarios.play MODEL.bpmn [--steps STEPS.json] [--restart] [--json]
    python -m app.scenarios.play --interactive [MODEL.bpmn] [--restart]
    python -m app.scenarios.play --decide MODEL.dmn [--decision ID] --data JSON
    python -m app.scenarios.play --decide --interactive [MODEL.dmn]

The same as `flask procedures play` and `flask procedures decide`, for programs that drive many models.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from app.engine import EngineError
from app.scenarios import exact_json
from app.scenarios.play_case import HOW_DATA, PlayedCase, StepWrong, findings_json
from app.scenarios.play_decision import decide
from app.scenarios.play_model import ModelRefused, open_decisions, open_model

Answer = dict[str, object]

_NO_PATH = "Expected the path of a file after “open”, found {found}: write it in quotes."


def play_steps(path: Path, steps: Iterable[Mapping[str, object]], *, data: Answer, restart: bool = False) -> Answer:
    """Run a model and take the steps; return one answer with `steps`: what waited after the start and after each step.

    A refused model gives {"findings": […]}; a wrong step ends the run and adds `error` and the step's number.
    """
    try:
        case = PlayedCase(open_model(path), data, restart=restart)
    except ModelRefused as refused:
        return findings_json(refused.findings)
    except EngineError as error:
        return {"error": error.message}
    rows: list[Answer] = [{"step": None, **case.waiting()}]
    problem: Answer = {}
    for number, step in enumerate(steps, start=1):
        try:
            case.take(step)
        except StepWrong as wrong:
            problem = {"error": wrong.message, "at": number}
            break
        rows.append({"step": dict(step), **case.waiting()})
    return {**case.answer(), "steps": rows, **problem}


class PlaySession:
    """Answers lines about processes: `{"open": …}` starts a model, anything else is a step of the open one."""

    def __init__(self, model: Path | None = None, *, restart: bool = False) -> None:
        self._case: PlayedCase | None = None
        self._refused: Answer | None = None
        if model is not None:
            self._open(model, {}, restart=restart)

    def answer(self, line: Mapping[str, object]) -> Answer:
        """Return the answer to one line; `{}` asks how the case stands."""
        if "open" in line:
            path = line["open"]
            if not isinstance(path, str):
                return {"error": _NO_PATH.format(found=json.dumps(path))}
            return self._open(Path(path), line.get("data"), restart=line.get("restart") is True)
        if self._case is None:
            return self._refused or {"error": 'Expected {"open": "<path>"} first, found a step: open a model.'}
        try:
            if line:
                self._case.take(line)
        except (StepWrong, ModelRefused) as wrong:
            return {"error": wrong.message}
        return self._case.answer()

    def _open(self, path: Path, data: object, *, restart: bool) -> Answer:
        self._case = self._refused = None
        if data is not None and not isinstance(data, dict):
            return {"error": f"Expected an object in “data”, found {json.dumps(data)}: {HOW_DATA}."}
        try:
            self._case = PlayedCase(open_model(path), data, restart=restart)
        except ModelRefused as refused:
            self._refused = findings_json(refused.findings)
            return self._refused
        except EngineError as error:
            return {"error": error.message}
        return self._case.answer()


class DecideSession:
    """Answers lines about decisions: `{"open": …}` reads a file, `{"decision": …, "data": {…}}` asks it.

    `"trace": true` beside the question adds the decisions that were taken on the way.
    """

    def __init__(self, model: Path | None = None) -> None:
        self._model = None if model is None else open_decisions(model)

    def answer(self, line: Mapping[str, object]) -> Answer:
        """Return the answer to one line."""
        if "open" in line:
            path = line["open"]
            return self._open(Path(path)) if isinstance(path, str) else {"error": _NO_PATH.format(found=path)}
        if self._model is None:
            return {"error": 'Expected {"open": "<path>"} first, found a question: open a model.'}
        name, data = line.get("decision"), line.get("data", {})
        if (name is not None and not isinstance(name, str)) or not isinstance(data, dict):
            return {"error": 'Expected {"decision": "<id or name>", "data": {…}}, found something else.'}
        return decide(self._model, name, data, trace=line.get("trace") is True)

    def _open(self, path: Path) -> Answer:
        self._model = None
        try:
            self._model = open_decisions(path)
        except ModelRefused as refused:
            return findings_json(refused.findings)
        found = [finding.to_json() for finding in self._model.findings()]
        services = [service.id for service in self._model.services]
        opened: Answer = {"decisions": [decision.id for decision in self._model.decisions], "findings": found}
        return {**opened, "services": services} if services else opened


def converse(session: PlaySession | DecideSession, lines: Iterable[str]) -> Iterator[str]:
    """Give one line of JSON for each line of JSON; numbers of decisions keep all their digits."""
    exact = isinstance(session, DecideSession)
    for line in lines:
        if line.strip():
            yield written(_answer(session.answer, line, exact=exact), exact=exact)


def written(answer: Answer, *, exact: bool = False, indent: int | None = None) -> str:
    """Return an answer as JSON that can be written as UTF-8: half a character, which a step may name, is replaced.

    An `exact` one, of a decision, keeps all digits of its numbers and stands on one line.
    """
    text = (
        exact_json.write_json(answer) if exact else json.dumps(answer, ensure_ascii=False, indent=indent, default=str)
    )
    return text.encode("utf-8", "replace").decode("utf-8")


def _answer(answer: Callable[[Mapping[str, object]], Answer], line: str, *, exact: bool) -> Answer:
    try:
        read = read_json(line, exact=exact)
    except StepWrong as wrong:
        found = f"something else ({wrong.message})"
        return {"error": f"Expected one JSON object on a line, found {found}: write {{…}} and nothing else."}
    if not isinstance(read, dict):
        found = line.strip()[:80]
        return {"error": f"Expected one JSON object on a line, found {found}: write {{…}} and nothing else."}
    return answer(read)


def read_json(text: str, *, exact: bool = False) -> Any:
    """Return what a strict JSON text holds, `exact` with fractions as Decimal.

    Raises StepWrong, also for numbers that are none and endless nesting.
    """
    try:
        return exact_json.read_json(text) if exact else json.loads(text, parse_constant=exact_json.refuse_constant)
    except (ValueError, RecursionError) as error:
        raise StepWrong(str(error)) from error


def read_steps(path: Path) -> tuple[list[Mapping[str, object]], Answer]:
    """Return the steps of a file and the data to start with: a list, or {"data": {…}, "steps": […]}.

    Raises StepWrong when the file is neither.
    """
    try:
        read = read_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, StepWrong) as error:
        raise StepWrong(f"Expected a JSON file of steps at {path}, found none ({error}): correct it.") from error
    steps, data = (read.get("steps"), read.get("data", {})) if isinstance(read, dict) else (read, {})
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps) or not isinstance(data, dict):
        raise StepWrong(f"Expected a list of steps in {path}, found something else: write [{{…}}, …].")
    return steps, data


def read_data(text: str, *, exact: bool = False) -> Answer:
    """Return the JSON object written on the command line. Raises StepWrong."""
    try:
        data = read_json(text, exact=exact)
    except StepWrong as error:
        raise StepWrong(f"Expected a JSON object in --data, found {text[:80]!r} ({error}): {HOW_DATA}.") from error
    if not isinstance(data, dict):
        raise StepWrong(f"Expected a JSON object in --data, found {text[:80]!r}: {HOW_DATA}.")
    return data


def run_play(model: Path, *, steps: Path | None, restart: bool, data: str = "{}") -> Answer:
    """Return the answer of `play` for a model and a file of steps; a fault of either is in the answer."""
    try:
        listed, own = read_steps(steps) if steps else ([], {})
        return play_steps(model, listed, data={**own, **read_data(data)}, restart=restart)
    except StepWrong as wrong:
        return {"error": wrong.message}


def run_decide(model: Path, *, decision: str | None, data: str) -> Answer:
    """Return the answer of `decide` for a DMN file."""
    try:
        return decide(open_decisions(model), decision, read_data(data, exact=True))
    except ModelRefused as refused:
        return findings_json(refused.findings)
    except StepWrong as wrong:
        return {"error": wrong.message}


def failed(answer: Answer) -> bool:
    """Tell whether the command should exit with 1."""
    return "findings" in answer or "error" in answer


def run_interactive(*, decisions: bool, model: Path | None, restart: bool, source: TextIO, out: TextIO) -> int:
    """Speak JSON lines in UTF-8 until the input ends; return the exit code. Bytes that are no text are replaced."""
    for stream in (source, out):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        session = DecideSession(model) if decisions else PlaySession(model, restart=restart)
    except ModelRefused as refused:
        print(written(findings_json(refused.findings), exact=decisions), file=out, flush=True)
        return 1
    for answer in converse(session, source):
        print(answer, file=out, flush=True)
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run from a shell without the application."""
    parser = argparse.ArgumentParser(prog="play", description="Try a BPMN or DMN model.")
    parser.add_argument("model", nargs="?", type=Path)
    parser.add_argument("--decide", action="store_true", help="the model is a DMN file")
    parser.add_argument("--steps", type=Path)
    parser.add_argument("--decision")
    parser.add_argument("--data", default="{}")
    for flag in ("--restart", "--json", "--interactive"):
        parser.add_argument(flag, action="store_true")
    given = parser.parse_args(arguments)
    if given.interactive:
        return run_interactive(
            decisions=given.decide, model=given.model, restart=given.restart, source=sys.stdin, out=sys.stdout
        )
    if given.model is None:
        parser.error("expected a MODEL, found none")
    answer = (
        run_decide(given.model, decision=given.decision, data=given.data)
        if given.decide
        else run_play(given.model, steps=given.steps, restart=given.restart, data=given.data)
    )
    sys.stdout.write(f"{written(answer, exact=given.decide, indent=None if given.json else 2)}\n")
    return 1 if failed(answer) else 0


if __name__ == "__main__":
    raise SystemExit(main())
