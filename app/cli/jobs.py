"""`flask jobs run|list|retry`: the worker, and what an operator does with jobs."""

import signal
import threading
from collections.abc import Sequence
from types import FrameType

import click

from app.cli.group import CommandGroup, find_commune, print_json, print_table, progress, ready_services
from app.commands.bus import execute
from app.commands.jobs import RetryJob
from app.domain.actors import SYSTEM
from app.store import work
from app.store.models import Job
from app.worker.draft_care import look_after_drafts
from app.worker.loop import run_due_jobs, run_forever

STATES = ("waiting", "running", "failed", "done", "cancelled")
OPEN_STATES = ("failed", "running", "waiting")
MOST_RETRIED = 10_000

job_commands = CommandGroup("jobs", help="Run, list and retry the platform's jobs.")


@job_commands.command("run")
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@click.option("--limit", default=1_000, show_default=True, help="With --once: do at most so many.")
def run_command(once: bool, limit: int) -> None:
    """Run the worker until it is stopped (Ctrl-C or SIGTERM); the job in hand is finished first."""
    services = ready_services()
    if once:
        click.echo(f"{run_due_jobs(services, limit=limit)} jobs done.")
        found = look_after_drafts(services)
        click.echo(f"Drafts: {found.warned} persons told, {found.erased} erased.", err=True)
        return
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, on_signal)
    click.echo("The worker runs.", err=True)
    run_forever(services, stop=stop)
    click.echo("The worker has stopped.", err=True)


@job_commands.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only jobs in this state.")
@click.option("--commune", help="Only jobs of this commune (address or code).")
@click.option("--limit", default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_command(state: str | None, commune: str | None, limit: int, as_json: bool) -> None:
    """List jobs that failed, run or wait (or those of one state), the next due first."""
    ready_services()
    commune_id = find_commune(commune).id if commune else None
    states = (state,) if state else OPEN_STATES
    found = [job for known in states for job in work.list_jobs(state=known, commune_id=commune_id, limit=limit)]
    jobs = found[:limit]
    if as_json:
        print_json([_as_json(job) for job in jobs])
        return
    rows = [
        (job.id, job.state, job.element, job.operation, f"{job.due_at:%Y-%m-%d %H:%M}", job.attempts, job.error)
        for job in jobs
    ]
    print_table(("id", "state", "element", "operation", "due (UTC)", "attempts", "error"), rows)


@job_commands.command("retry")
@click.argument("job_ids", nargs=-1)
@click.option("--failed", is_flag=True, help="Retry every failed job.")
def retry_command(job_ids: Sequence[str], failed: bool) -> None:
    """Try JOB_IDS again from the start; the worker takes them at once."""
    services = ready_services()
    if not job_ids and not failed:
        raise click.UsageError("Expected ids of jobs, or --failed for all that failed.")
    chosen = list(job_ids)
    if failed:
        chosen += [job.id for job in work.list_jobs(state="failed", limit=MOST_RETRIED)]
    with progress("Retrying", len(chosen)) as bar:
        for job_id in chosen:
            execute(RetryJob(job_id=job_id), actor=SYSTEM, services=services)
            bar.update(1)
    click.echo(f"{len(chosen)} jobs will be tried again.")


def _as_json(job: Job) -> dict[str, object]:
    return {
        "id": job.id,
        "commune": job.commune_id,
        "case": job.case_id,
        "kind": job.kind,
        "element": job.element,
        "operation": job.operation,
        "state": job.state,
        "due_at": job.due_at.isoformat(),
        "attempts": job.attempts,
        "error": job.error,
    }
