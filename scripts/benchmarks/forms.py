"""A form of 40 fields: how long it takes to render and to check, median on this machine.

    scripts/bench forms [--rounds 60]

Prints JSON: milliseconds (median and 95th percentile) and the promised limits; exit code 1 beyond a limit.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from app.forms import FormDefinition, read_form

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
LIMITS_MS = {"render": 15.0, "validate": 5.0}
OPTIONS = [{"label": f"Choix {number}", "value": f"choice_{number}"} for number in range(6)]
TYPES = ("textfield", "textarea", "number", "datetime", "checkbox", "radio", "select", "checklist")
TYPED = {"number": "12", "datetime": "1990-12-31", "checkbox": "true", "radio": "choice_1", "select": "choice_2"}
TYPED |= {"checklist": "choice_3"}


def build_form(count: int = 40) -> FormDefinition:
    """Return a form of every common type, half of it required, a quarter under a condition."""
    fields = []
    for number in range(count):
        kind = TYPES[number % len(TYPES)]
        name = "dateLabel" if kind == "datetime" else "label"
        entry: dict[str, object] = {"type": kind, "id": f"field_{number}", "key": f"field_{number}"}
        entry[name] = f"Question {number}"
        entry["description"] = "Une aide d'une ligne."
        entry["validate"] = {"required": number % 2 == 0}
        if kind in ("radio", "select", "checklist"):
            entry["values"] = OPTIONS
        if number % 4 == 3:
            entry["conditional"] = {"hide": f"=field_{number - 3} = null"}
        fields.append(entry)
    return read_form({"type": "default", "id": "bench", "schemaVersion": 19, "components": fields}, translations={})


def measure(act: Callable[[], object], rounds: int) -> dict[str, float]:
    """Return the milliseconds of an act, after a warm-up."""
    for _ in range(5):
        act()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return {"median_ms": round(statistics.median(times), 2), "p95_ms": round(sorted(times)[int(rounds * 0.95) - 1], 2)}


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Benchmark of forms")
    parser.add_argument("--rounds", type=int, default=60)
    chosen = parser.parse_args(arguments)
    form = build_form()
    posted = {f"field_{number}": [TYPED.get(TYPES[number % len(TYPES)], "Rabat")] for number in range(len(form.fields))}
    answers = form.validate(posted, context={}, language="fr", now=NOW).answers
    found = {
        "render": measure(
            lambda: form.render(answers=answers, errors={}, context={}, language="fr", now=NOW), chosen.rounds
        ),
        "validate": measure(lambda: form.validate(posted, context={}, language="fr", now=NOW), chosen.rounds),
    }
    result = {"fields": len(form.fields), **found, "limits_ms": LIMITS_MS}
    print(json.dumps(result, indent=2))
    return 0 if all(found[name]["median_ms"] <= limit for name, limit in LIMITS_MS.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
