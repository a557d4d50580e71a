"""A timer may choose between periods of the law: each is counted by the legal calendar."""

from datetime import timedelta

import pytest

from tests.builders.bpmn import a_process
from tests.engine.playing import NOON


@pytest.mark.parametrize(("urgent", "path"), [(True, "reply.urgent"), (False, "reply.usual")])
def test_a_border_timer_may_choose_between_periods_of_the_law(play, urgent, path):
    choice = "=if urgent then parameters.reply.urgent else parameters.reply.usual"
    asked = []

    def due(name, start):
        asked.append(name)
        return start + timedelta(days=3)

    process = a_process().start().user_task("review").end().on("review", "late", timer=choice).end("too-late")
    context = {"parameters": {"reply": {"urgent": 3, "usual": 10}}}
    case = play(process, {"urgent": urgent}, due=due, context=context)
    assert (case.status, set(asked)) == ("running", {path})
    assert case.result.opened_timers[0].due == NOON + timedelta(days=3)
