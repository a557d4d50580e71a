"""A country of overlays on the copy of an act of civil status: resolve and lint each, then carry each to a new version.

    scripts/bench tailoring [--communes 1503] [--workers 2]

Each commune has 0 to 20 operations, drawn with a fixed seed. Prints JSON: seconds for the country, milliseconds a
commune (by the clock and of processor, which says more on a machine that others use), different variants, memory of a
worker, outcomes of the new version; exit code 1 beyond a limit. With fewer communes than the country has, seconds are
stated for the whole country in proportion.
"""

import argparse
import json
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from itertools import islice

import yaml

from app.linting import lint
from app.procedures.layout import manifest_path, read_tree
from app.procedures.tailoring import Base, BaseReference, Operation, Overlay, rebase, resolve
from app.procedures.tailoring.kinds import (
    AddField,
    AddPiece,
    ChangeText,
    LocalValue,
    MapRole,
    ReplaceBlock,
    RequireField,
    SetParameter,
    words_of,
)
from app.settings import ROOT

SLUG = "civil-status-copy"
COUNTRY = 1503
OLD, NEW = "9.0.0", "9.1.0"
MOST_OPERATIONS = 20
LIMITS = {"resolve_and_lint_seconds": 180.0, "rebase_seconds": 300.0, "worker_megabytes": 1024.0}
SINCE = date(2026, 4, 1)
LABEL = words_of({"fr": "Quartier", "ar": "الحي"})


@cache
def national(version: str) -> Base:
    """Return the procedure with everything open; NEW says one text and one value otherwise."""
    files = read_tree(ROOT / "processes", ROOT / "forms", SLUG)
    sheet = yaml.safe_load(files[manifest_path(SLUG)])
    sheet |= {"version": version, "policy": {"default": "open"}}
    if version != OLD:
        row = next(one for one in sheet["parameters"] if one["key"] == "watiqa.collection_period")
        row["values"][0]["value"] = 75
        path = f"processes/{SLUG}/translations/fr.yaml"
        files[path] = files[path].replace(b"closed: {title: Dossier clos", "closed: {title: Dossier terminé".encode())
    files[manifest_path(SLUG)] = yaml.safe_dump(sheet, allow_unicode=True, sort_keys=False).encode()
    return Base(SLUG, files)


@cache
def choices() -> list[Operation]:
    """Return what a commune of the benchmark may want, each on a different thing."""
    base = national(OLD)
    numbers = [key for key in base.names("parameters") if key.startswith("watiqa.")]
    found: list[Operation] = [
        SetParameter(parameter=key, values=(LocalValue(since=SINCE, value=9, legal_ref="Délibération inventée"),))
        for key in sorted(numbers)
    ]
    texts = sorted(path for path in base.names("texts") if path.startswith("statuses."))
    found += [ChangeText(text=path, to=words_of({"fr": "Texte local.", "ar": "نص محلي."})) for path in texts]
    found += [
        AddField(form="request", slot="delivery-step", field=f"local_{name}", type="textfield", label=LABEL)
        for name in ("quarter", "souk", "guard")
    ]
    found += [
        AddPiece(piece="local-receipt", slot="link-step", title=LABEL, note=LABEL, legal_ref="law-36-21 a.43"),
        RequireField(form="request", field="search_hint"),
        MapRole(role="agent_ec", to="agent_guichet"),
        ReplaceBlock(document="letterhead", block="contact", to=LABEL),
    ]
    return found


def overlay_of(number: int) -> Overlay:
    """Return the overlay of a commune by its number."""
    drawn = random.Random(number)
    operations = drawn.sample(choices(), drawn.randint(0, MOST_OPERATIONS))
    return Overlay(
        procedure=SLUG,
        base=BaseReference(version=OLD, digest=national(OLD).digest),
        commune=f"commune-{number}",
        reason="Une adaptation inventée pour la mesure.",
        author="Mesure",
        since=SINCE,
        operations=tuple(operations),
    )


def resolve_one(number: int) -> tuple[str, int, float]:
    """Return the digest of a commune's variant, how many errors of the lint it has, and the seconds of processor."""
    start = time.process_time()
    result = resolve(national(OLD), overlay_of(number))
    if result.variant is None:
        return "", len(result.errors), time.process_time() - start
    errors = sum(1 for one in lint(result.variant.package) if one.severity == "error")
    return result.variant.digest, errors, time.process_time() - start


def rebase_one(number: int) -> tuple[str, int]:
    """Return what becomes of a commune's overlay on the next version, and how much of memory this worker has held."""
    old, new = national(OLD), national(NEW)
    found = rebase(old, new, overlay_of(number))
    resolve(new, found.overlay)
    return found.outcome, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Benchmark of tailoring")
    parser.add_argument("--communes", type=int, default=COUNTRY)
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args(arguments)
    numbers = range(chosen.communes)
    scale = COUNTRY / chosen.communes
    with ProcessPoolExecutor(chosen.workers) as pool:
        list(pool.map(resolve_one, islice(numbers, 2 * chosen.workers)))
        start = time.perf_counter()
        variants = list(pool.map(resolve_one, numbers, chunksize=8))
        resolved = time.perf_counter() - start
        start = time.perf_counter()
        outcomes = list(pool.map(rebase_one, numbers, chunksize=8))
        rebased = time.perf_counter() - start
    figures: dict[str, float] = {
        "resolve_and_lint_seconds": round(resolved * scale, 1),
        "rebase_seconds": round(rebased * scale, 1),
        "worker_megabytes": max(megabytes for _, megabytes in outcomes),
    }
    report: Mapping[str, object] = {
        "communes": chosen.communes,
        "workers": chosen.workers,
        **figures,
        "milliseconds_a_commune": round(resolved * 1000 / chosen.communes, 1),
        "processor_milliseconds_a_commune": round(sum(cpu for _, _, cpu in variants) * 1000 / chosen.communes, 1),
        "variants": len({digest for digest, _, _ in variants}),
        "refused": sum(1 for digest, _, _ in variants if not digest),
        "with_lint_errors": sum(1 for digest, errors, _ in variants if digest and errors),
        "outcomes": dict(sorted(Counter(outcome for outcome, _ in outcomes).items())),
        "limits": LIMITS,
    }
    print(json.dumps(report, indent=2, ensure_ascii=False))
    return int(any(figures[name] > limit for name, limit in LIMITS.items()))


if __name__ == "__main__":
    sys.exit(main())
