"""The blocks of the oracle: each runs in a scope and goes on with `done`, or says with `lost` that its path is gone."""

from collections.abc import Callable

from tests.engine.generator.blocks import (
    Block,
    Border,
    Choice,
    Inside,
    Jump,
    Loop,
    Parallel,
    Pause,
    Race,
    Sequence,
    Task,
    Throw,
    Vanish,
)
from tests.engine.generator.oracle import Go, Scope, Scopes, Wait, nothing

Once = Callable[[Scope, int, Go], None]
"""Runs one instance of an activity: in the scope of the whole, with its number from 0."""


def passes(block: Block) -> bool:
    """Tell whether a path can come out of a block where it is drawn to come out."""
    if isinstance(block, Sequence):
        return all(passes(part) for part in block.parts)
    if isinstance(block, Choice):
        return any(passes(body) for _, body in block.branches)
    if isinstance(block, Race):
        return any(passes(body) for _, body in block.branches)
    if isinstance(block, Parallel):
        return any(passes(body) for body in block.branches)
    if isinstance(block, Loop):
        return block.body is not None and passes(block.body)
    return not isinstance(block, Vanish)


class Oracle(Scopes):
    """Says what waits, what was completed and where paths ended."""

    def __init__(self, process: Inside, data: dict[str, int]) -> None:
        super().__init__()
        self.root = Scope(None, dict(data))
        self.open(process, self.root, nothing)

    def waiting(self, *kinds: str) -> list[str]:
        return sorted(wait.id for wait in self.waits if wait.kind in kinds)

    def run(self, block: Block, scope: Scope, done: Go, lost: Go) -> None:
        getattr(self, f"run_{type(block).__name__.lower()}")(block, scope, done, lost)

    def run_sequence(self, block: Sequence, scope: Scope, done: Go, lost: Go) -> None:
        if not passes(block):
            lost()
            lost = nothing

        def step(index: int) -> None:
            if index == len(block.parts):
                done()
            else:
                self.run(block.parts[index], scope, lambda: step(index + 1), lost)

        step(0)

    # --- activities -----------------------------------------------------------------------------------------------

    def run_task(self, block: Task, scope: Scope, done: Go, lost: Go) -> None:
        kind = {"receiveTask": "message", "serviceTask": "job"}.get(block.kind, "task")
        takes = "answer" if block.repetition.gathers else "data" if block.kind == "userTask" else None

        def once(whole: Scope, index: int, over: Go) -> None:
            def completed() -> None:
                if takes == "data":
                    whole.data.update(self.given)
                self.trace.append(block.id)
                over()

            if block.kind == "task":
                completed()
            else:
                self.waits.append(Wait(kind, block.id, whole, completed, index, takes))

        self.activity(block, scope, once, done, lost)

    def run_inside(self, block: Inside, scope: Scope, done: Go, lost: Go) -> None:
        def once(whole: Scope, index: int, over: Go) -> None:
            names = {name: value for name, value in scope.data.items() if len(name) == 1}
            inner = Scope(whole, names if block.called else scope.data)

            def completed() -> None:
                scope.data.update({name: inner.data[name] for name in block.returns})
                self.trace.append(block.id)
                over()

            self.open(block, inner, completed)

        self.activity(block, scope, once, done, lost)

    def activity(self, block: Task | Inside, scope: Scope, once: Once, done: Go, lost: Go) -> None:
        """Run an activity with its repetitions inside a scope of its own, its border events beside it."""
        whole, outside = Scope(scope, scope.data), self.mark(scope)

        def completed() -> None:
            self.cancel(whole)
            self.check()
            if self.is_alive(outside):
                done()

        inside = self.mark(whole)
        for border in block.borders:
            if self.is_alive(inside):
                self.guard(border, whole, scope, done, lost)
        if self.is_alive(inside):
            self.repeat(block, whole, once, completed)

    def repeat(self, block: Task | Inside, whole: Scope, once: Once, completed: Go) -> None:
        repetition = block.repetition
        count, inside = repetition.instances or 1, self.mark(whole)
        answers: list[int | None] = [None] * count
        finished = [0]

        def one_done(index: int) -> None:
            finished[0] += 1
            answers[index] = self.given.get("answer")
            if finished[0] in (count, repetition.enough):
                if repetition.gathers:
                    whole.data[f"o_{block.id}"] = answers
                completed()
                return
            self.check()
            if self.is_alive(inside) and repetition.style != "parallel":
                start(index + 1)

        def start(index: int) -> None:
            once(whole, index, lambda: one_done(index))

        for index in range(count if repetition.style == "parallel" else 1):
            if self.is_alive(inside):
                start(index)

    def guard(self, border: Border, whole: Scope, scope: Scope, done: Go, lost: Go) -> None:
        wait = Wait(border.event, border.id, whole, nothing, condition=border.condition)

        def happen() -> None:
            if border.interrupting:
                self.cancel(whole)
                self.run_border(border, scope, done, lost)
                return
            self.arm_again(wait)
            self.begin(border.path, scope, f"end-{border.id}")

        wait.happen = happen
        if border.event in ("error", "escalation"):
            whole.catches[border.event] = happen
        else:
            self.arm(wait)

    def run_border(self, border: Border, scope: Scope, done: Go, lost: Go) -> None:
        if border.rejoins:
            self.run(border.path, scope, done, lost)
            return

        def ended() -> None:
            self.ends.append(f"end-{border.id}")
            self.leave(scope)

        lost()
        self.run(border.path, scope, ended, nothing)

    # --- events ---------------------------------------------------------------------------------------------------

    def run_pause(self, block: Pause, scope: Scope, done: Go, lost: Go) -> None:
        self.arm(Wait(block.event, block.id, scope, done, condition=block.condition))

    def run_jump(self, block: Jump, scope: Scope, done: Go, lost: Go) -> None:
        done()

    def run_throw(self, block: Throw, scope: Scope, done: Go, lost: Go) -> None:
        def completed() -> None:
            self.trace.append(block.id)
            mark = self.mark(scope)
            if block.event == "escalation":
                self.throw("escalation", scope)
            elif block.event == "signal":
                self.shout(block.hearer)
            if self.is_alive(mark):
                done()

        self.waits.append(Wait("task", block.id, scope, completed))

    def run_vanish(self, block: Vanish, scope: Scope, done: Go, lost: Go) -> None:
        if block.ending == "none":
            self.ends.append(f"end-{block.id}")
            self.leave(scope)
            return

        def completed() -> None:
            self.trace.append(block.id)
            self.ends.append(f"end-{block.id}")
            if block.ending == "error":
                self.throw("error", scope)
                return
            self.cancel(scope)
            scope.live = 0
            self.terminated = self.terminated or scope.parent is None
            scope.done()

        self.waits.append(Wait("task", block.id, scope, completed))

    # --- gateways -------------------------------------------------------------------------------------------------

    def run_choice(self, block: Choice, scope: Scope, done: Go, lost: Go) -> None:
        *conditional, (_, default) = block.branches
        true = [body for condition, body in conditional if condition and scope.data[condition[0]] >= condition[1]]
        if not block.inclusive:
            self.run(true[0] if true else default, scope, done, lost)
            return
        self.any_of(true or [default], scope, done, lost)

    def run_parallel(self, block: Parallel, scope: Scope, done: Go, lost: Go) -> None:
        """Go on when each branch that has a way to the join has come there."""
        needed = sum(passes(body) for body in block.branches)
        arrived = [0]
        scope.live += len(block.branches) - 1

        def arrive() -> None:
            arrived[0] += 1
            if arrived[0] == needed:
                scope.live -= needed - 1
                done()

        for body in block.branches:
            self.run(body, scope, arrive, nothing)

    def any_of(self, bodies: list[Block], scope: Scope, done: Go, lost: Go) -> None:
        """Run branches; go on when each has arrived or can no longer arrive."""
        state = {"left": len(bodies), "arrived": 0}
        scope.live += len(bodies) - 1

        def over(arrived: int) -> None:
            state["left"] -= 1
            state["arrived"] += arrived
            if state["left"]:
                return
            if state["arrived"]:
                scope.live -= state["arrived"] - 1
                done()
            else:
                lost()

        for body in bodies:
            self.run(body, scope, lambda: over(1), lambda: over(0))

    def run_race(self, block: Race, scope: Scope, done: Go, lost: Go) -> None:
        """Wait for the first of several events; of conditions that hold already the first drawn wins."""
        rivals: list[Wait] = []
        for pause, body in block.branches:

            def happen(body: Block = body) -> None:
                self.waits = [wait for wait in self.waits if wait not in rivals]
                self.run(body, scope, done, lost)

            rivals.append(Wait(pause.event, pause.id, scope, happen, condition=pause.condition))
            if pause.condition and self.holds(rivals[-1]):
                happen()
                return
            self.arm(rivals[-1])

    def run_loop(self, block: Loop, scope: Scope, done: Go, lost: Go) -> None:
        assert block.body is not None
        scope.data[block.id] = 0
        self.trace.append(f"{block.id}-begin")

        def again() -> None:
            rounds = scope.data[block.id]
            assert isinstance(rounds, int)
            scope.data[block.id] = rounds + 1
            self.trace.append(f"{block.id}-add")
            if rounds + 1 < block.rounds:
                self.run(block.body, scope, again, lost)  # type: ignore[arg-type]
            else:
                self.trace.append(f"{block.id}-out")
                done()

        self.run(block.body, scope, again, lost)
