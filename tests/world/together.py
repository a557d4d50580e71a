"""Several people at the same moment: each in a thread with its own connection, released by one barrier."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from flask import Flask

from app.store.database import database

Answer = TypeVar("Answer")


def at_once(app: Flask, acts: Sequence[Callable[[], Answer]]) -> list[Answer | Exception]:
    """Do all acts at the same moment; return what each answered or raised, in order."""
    answers: list[Answer | Exception] = [RuntimeError("did not run")] * len(acts)
    barrier = threading.Barrier(len(acts), timeout=30)

    def run(index: int) -> None:
        with app.app_context():
            try:
                barrier.wait()
                answers[index] = acts[index]()
            except Exception as error:  # noqa: BLE001 (the caller looks at it)
                answers[index] = error
            finally:
                database.session.remove()

    database.session.rollback()
    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers
