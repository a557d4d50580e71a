"""A second, simple interpreter: walks the tree of blocks with continuations and knows nothing of diagrams or tokens."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.engine.generator.blocks import (
    Aside,
    Block,
    Border,
    Choice,
    Inside,
    Loop,
    Parallel,
    Pause,
    Race,
    Sequence,
    Task,
    Vanish,
)

Go = Callable[[], None]


def _nothing() -> None:
    """Nobody waits for this path."""


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


@dataclass(eq=False)
class Scope:
    """The inside of a process, a sub-process or a task with a border."""

    parent: "Scope | None"
    data: dict[str, int]
    live: int = 0
    done: Go = lambda: None
    fail: Go | None = None
    watching: list["Wait"] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    interrupted: bool = False

    def within(self, outer: "Scope") -> bool:
        scope: Scope | None = self
        while scope is not None:
            if scope is outer:
                return True
            scope = scope.parent
        return False


@dataclass(eq=False)
class Wait:
    """Something that has to come from outside: a task, a message or a timer of that id."""

    kind: str
    id: str
    scope: Scope
    happen: Go


class Oracle:
    """Says what waits, what was completed and where paths ended."""

    def __init__(self, process: Inside, data: dict[str, int]) -> None:
        self.waits: list[Wait] = []
        self.trace: list[str] = []
        self.ends: list[str] = []
        self.finished = False
        self.terminated = False
        root = Scope(None, dict(data))

        def done() -> None:
            self.finished = True

        self.open(process, root, done)

    def happen(self, kind: str, identity: str) -> None:
        wait = next(wait for wait in self.waits if (wait.kind, wait.id) == (kind, identity))
        self.waits.remove(wait)
        wait.happen()

    def waiting(self, kind: str) -> list[str]:
        return sorted(wait.id for wait in self.waits if wait.kind == kind)

    # --- scopes ---------------------------------------------------------------------------------------------------

    def open(self, inside: Inside, scope: Scope, done: Go) -> None:
        scope.asides = inside.asides

        def closed() -> None:
            self.cancel(scope)
            done()

        scope.done = closed
        for aside in inside.asides:
            self.watch(aside, scope)
        assert inside.body is not None
        self.begin(inside.body, scope, f"end-{inside.id}")

    def begin(self, body: Block, scope: Scope, end: str) -> None:
        """Put a path into a scope that ends at `end` or on its way."""
        scope.live += 1

        def arrived() -> None:
            self.ends.append(end)
            self.leave(scope)

        self.run(body, scope, arrived, _nothing)

    def leave(self, scope: Scope) -> None:
        scope.live -= 1
        if scope.live == 0:
            scope.done()

    def cancel(self, scope: Scope) -> None:
        self.waits = [wait for wait in self.waits if not wait.scope.within(scope)]

    def watch(self, aside: Aside, scope: Scope) -> None:
        if aside.event == "error":
            return

        def happen() -> None:
            if aside.interrupting:
                self.take_over(aside, scope)
                return
            if aside.event == "message":
                self.watch(aside, scope)
            self.run_aside(aside, scope)

        self.waits.append(Wait(aside.event, aside.start, scope, happen))

    def take_over(self, aside: Aside, scope: Scope) -> None:
        self.cancel(scope)
        scope.live, scope.interrupted = 0, True
        self.run_aside(aside, scope)

    def run_aside(self, aside: Aside, scope: Scope) -> None:
        scope.live += 1
        inner = Scope(scope, scope.data)

        def done() -> None:
            self.cancel(inner)
            self.trace.append(aside.id)
            self.leave(scope)

        inner.done = done
        self.begin(aside.body, inner, f"end-{aside.id}")

    def throw(self, scope: Scope) -> None:
        """An error goes outwards to the first event sub-process or border that catches it."""
        current: Scope | None = scope
        while current is not None:
            catcher = next((aside for aside in current.asides if aside.event == "error"), None)
            if catcher is not None and not current.interrupted:
                self.take_over(catcher, current)
                return
            if current.fail is not None:
                current.fail()
                return
            current = current.parent
        raise AssertionError("an error without a catcher was generated")

    # --- blocks ---------------------------------------------------------------------------------------------------

    def run(self, block: Block, scope: Scope, done: Go, lost: Go) -> None:
        getattr(self, f"run_{type(block).__name__.lower()}")(block, scope, done, lost)

    def run_sequence(self, block: Sequence, scope: Scope, done: Go, lost: Go) -> None:
        if not passes(block):
            lost()
            lost = _nothing

        def step(index: int) -> None:
            if index == len(block.parts):
                done()
            else:
                self.run(block.parts[index], scope, lambda: step(index + 1), lost)

        step(0)

    def run_task(self, block: Task, scope: Scope, done: Go, lost: Go) -> None:
        kind = "message" if block.kind == "receiveTask" else "task"

        def once(inner: Scope, over: Go) -> None:
            def completed() -> None:
                self.trace.append(block.id)
                over()

            if block.kind == "task":
                completed()
            else:
                self.waits.append(Wait(kind, block.id, inner, completed))

        self.activity(block, scope, once, done, lost)

    def run_inside(self, block: Inside, scope: Scope, done: Go, lost: Go) -> None:
        def once(outer: Scope, over: Go) -> None:
            names = {name: value for name, value in scope.data.items() if len(name) == 1}
            inner = Scope(outer, names if block.called else scope.data)

            def completed() -> None:
                self.trace.append(block.id)
                over()

            self.open(block, inner, completed)

        self.activity(block, scope, once, done, lost)

    def activity(
        self, block: Task | Inside, scope: Scope, once: Callable[[Scope, Go], None], done: Go, lost: Go
    ) -> None:
        """Run an activity with its repetitions inside a scope of its own, its border events beside it."""
        whole = Scope(scope, scope.data)

        def completed() -> None:
            self.cancel(whole)
            done()

        def interrupted(border: Border) -> None:
            self.cancel(whole)
            self.run_border(border, scope, done, lost)

        for border in block.borders:
            if border.event == "error":
                whole.fail = lambda border=border: interrupted(border)  # type: ignore[misc]
            else:
                self.guard(border, whole, scope, lambda border=border: interrupted(border))  # type: ignore[misc]
        count = block.instances or 1
        left = [count]

        def one_done(index: int) -> None:
            left[0] -= 1
            if left[0] == 0:
                completed()
            elif block.sequential:
                once(whole, lambda: one_done(index + 1))

        for index in range(1 if block.sequential else count):
            once(whole, lambda index=index: one_done(index))  # type: ignore[misc]

    def guard(self, border: Border, whole: Scope, scope: Scope, interrupted: Go) -> None:
        def happen() -> None:
            if border.interrupting:
                interrupted()
                return
            if border.event == "message":
                self.guard(border, whole, scope, interrupted)
            self.begin(border.path, scope, f"end-{border.id}")

        self.waits.append(Wait(border.event, border.id, whole, happen))

    def run_border(self, border: Border, scope: Scope, done: Go, lost: Go) -> None:
        if border.rejoins:
            self.run(border.path, scope, done, lost)
            return

        def ended() -> None:
            self.ends.append(f"end-{border.id}")
            self.leave(scope)

        lost()
        self.run(border.path, scope, ended, _nothing)

    def run_pause(self, block: Pause, scope: Scope, done: Go, lost: Go) -> None:
        self.waits.append(Wait(block.event, block.id, scope, done))

    def run_vanish(self, block: Vanish, scope: Scope, done: Go, lost: Go) -> None:
        if block.ending == "none":
            self.ends.append(f"end-{block.id}")
            self.leave(scope)
            return

        def completed() -> None:
            self.trace.append(block.id)
            self.ends.append(f"end-{block.id}")
            if block.ending == "error":
                self.throw(scope)
                return
            self.cancel(scope)
            scope.live = 0
            self.terminated = self.terminated or scope.parent is None
            scope.done()

        self.waits.append(Wait("task", block.id, scope, completed))

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
            self.run(body, scope, arrive, _nothing)

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
        rivals: list[Wait] = []
        for pause, body in block.branches:

            def happen(body: Block = body) -> None:
                self.waits = [wait for wait in self.waits if wait not in rivals]
                self.run(body, scope, done, lost)

            rivals.append(Wait(pause.event, pause.id, scope, happen))
        self.waits += rivals

    def run_loop(self, block: Loop, scope: Scope, done: Go, lost: Go) -> None:
        assert block.body is not None
        scope.data[block.id] = 0
        self.trace.append(f"{block.id}-begin")

        def again() -> None:
            scope.data[block.id] += 1
            self.trace.append(f"{block.id}-add")
            if scope.data[block.id] < block.rounds:
                self.run(block.body, scope, again, lost)  # type: ignore[arg-type]
            else:
                self.trace.append(f"{block.id}-out")
                done()

        self.run(block.body, scope, again, lost)
