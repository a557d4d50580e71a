"""The worker puts a published version in effect when its day has come, without anybody asking."""

import threading
from datetime import date, timedelta

from app.domain.clock import FixedClock
from app.store import publication
from app.worker.loop import run_forever
from tests.builders.packages import SLUG as LIBRARY
from tests.world.places import World
from tests.world.releasing import publish_version


class OneRound(threading.Event):
    """Stops the worker as soon as it has nothing more to do."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


def test_a_release_takes_effect_on_its_day(world: World, clock: FixedClock) -> None:
    released = publish_version(world, "1.0.0", on=date(2026, 3, 5))
    run_forever(world.services, stop=OneRound())
    assert publication.find_newest_deployment(LIBRARY) is None

    clock.move_to(clock.now() + timedelta(days=2))
    run_forever(world.services, stop=OneRound())

    newest = publication.find_newest_deployment(LIBRARY)
    assert newest is not None and newest.id == released.deployment_id
