"""The engine's speed, in one JSON object.

    scripts/bench engine [--only cpu completions timers memory] [--database sqlite postgresql]
                         [--workload W2] [--rounds 24] [--cases 200] [--timers 10000] [--synchronous full normal off]

`cpu`: the engine alone, beside the library as it comes, in one run. `completions`: whole commands, one committed
transaction each, on W1 and W2. `timers`: W5. `memory`: with 10,000 live cases. Figures depend on the machine; what CI
holds fast are counted values and ratios of one run (tests/store/test_step_costs.py). `--synchronous`: how durable a
commit is; `full` is the product's setting, `normal` is there to compare with engines that were measured so, `off`
(SQLite only) leaves the disk out: its `cpu_ms` is the processor's time through the whole command. `bare_commits` beside
a figure of SQLite is what the disk alone allows in that run (`floor.py`): on a slow or a busy disk, look at it first.
`p10_ms` is what a completion takes while nobody else wants the processor.
"""

import argparse
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from scripts.benchmarks.engine import cpu, durable
from scripts.benchmarks.engine.workloads import WORKLOADS

PARTS = ("cpu", "completions", "timers", "memory")


def main() -> None:
    """Measure what was asked for and print it."""
    given = _arguments()
    logging.disable(logging.CRITICAL)
    report: dict[str, object] = {"benchmark": "engine"}
    if "cpu" in given.only:
        report["cpu"] = cpu.report(given.workload, given.rounds)
    for database in given.database if set(given.only) - {"cpu"} else ():
        known = [each for each in given.synchronous if each in durable.SETTINGS[database]]
        figures = [_on(database, synchronous, given) for synchronous in known]
        report[database] = figures[0] if len(figures) == 1 else figures
    print(json.dumps(report, indent=2))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = [each.name for each in WORKLOADS]
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--database", nargs="*", choices=list(durable.SETTINGS), default=list(durable.SETTINGS))
    parser.add_argument("--synchronous", nargs="+", choices=["full", "normal", "off"], default=["full"])
    parser.add_argument("--workload", nargs="+", choices=names, default=names)
    parser.add_argument("--rounds", type=int, default=24)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--timers", type=int, default=10_000)
    return parser.parse_args()


def _on(database: str, synchronous: str, given: argparse.Namespace) -> dict[str, object]:
    figures: dict[str, object] = {"durability": durable.SETTINGS[database][synchronous]}
    processes = (1,) if database == "sqlite" else (1, 2, 4)
    with _fresh_databases(database) as fresh:
        if "completions" in given.only:
            for name in (name for name in given.workload if name in ("W1", "W2")):
                figures[name] = [_completions(fresh, name, given.cases, count, synchronous) for count in processes]
        if "timers" in given.only:
            figures["W5"] = [_timers(fresh, given.timers, count, synchronous) for count in processes]
        if "memory" in given.only:
            with fresh() as url:
                figures["memory"] = durable.measure_memory(url, cases=10_000)
    return figures


Fresh = Callable[[], AbstractContextManager[str]]


def _completions(fresh: Fresh, name: str, cases: int, processes: int, synchronous: str) -> dict[str, object]:
    with fresh() as url:
        return durable.measure(url, name, cases=cases, processes=processes, synchronous=synchronous)


def _timers(fresh: Fresh, cases: int, processes: int, synchronous: str) -> dict[str, object]:
    with fresh() as url:
        return durable.measure_timers(url, cases=cases, processes=processes, synchronous=synchronous)


@contextmanager
def _fresh_databases(kind: str) -> Iterator[Fresh]:
    """Give a function that gives a new, empty database each time."""
    yield durable.sqlite_database if kind == "sqlite" else durable.postgresql_server


if __name__ == "__main__":
    main()
