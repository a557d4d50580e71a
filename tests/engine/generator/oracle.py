"""A second, simple interpreter: walks the tree of blocks with continuations and knows nothing of diagrams or tokens.

Here: scopes, what waits in them, and what reaches them from inside or outside. `walking` holds the blocks.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.engine.generator.blocks import Aside, Block, Condition, Inside, minutes_of

Go = Callable[[], None]
Mark = tuple[tuple["Scope", int], ...]


def nothing() -> None:
    """Nobody waits for this path."""


@dataclass(eq=False)
class Scope:
    """The inside of a process, a sub-process or an activity with its borders; `epoch` grows when it is emptied."""

    parent: "Scope | None"
    data: dict[str, object]
    live: int = 0
    done: Go = nothing
    catches: dict[str, Go] = field(default_factory=dict)
    """What the border of the activity does with an error or an escalation from inside."""
    asides: list[Aside] = field(default_factory=list)
    aside: Aside | None = None
    """The event sub-process that this is the inside of."""
    interrupted: bool = False
    epoch: int = 0

    def chain(self) -> "list[Scope]":
        return [self, *(self.parent.chain() if self.parent else [])]


@dataclass(eq=False)
class Wait:
    """Something that has to come: a task, a job, a message, a signal or a timer of that id, or a condition."""

    kind: str
    id: str
    scope: Scope
    happen: Go
    index: int | None = None
    takes: str | None = None
    """What a task is completed with: new `data`, the `answer` of an instance, or nothing."""
    condition: Condition | None = None
    interrupting: bool = False
    held: bool = False
    """The condition has been true since it last happened."""
    due: int = 0
    """When a timer is due, in minutes from the start."""


class Scopes:
    """What waits, and how it happens."""

    def __init__(self) -> None:
        self.waits: list[Wait] = []
        self.trace: list[str] = []
        self.ends: list[str] = []
        self.terminated = False
        self.given: dict[str, int] = {}
        self.now = 0

    # --- from outside ---------------------------------------------------------------------------------------------

    def happen(self, wait: Wait, given: dict[str, int] | None = None) -> None:
        """Let something come; a signal comes to all who wait for it."""
        self.given = given or {}
        if wait.kind == "signal":
            self.shout(wait.id)
            return
        self.waits.remove(wait)
        wait.happen()

    def advance(self, target: int) -> None:
        """Let all timers happen that are due until then, the earliest first, each at its moment."""
        while due := [wait for wait in self.waits if wait.kind == "timer" and wait.due <= target]:
            first = min(due, key=lambda wait: wait.due)
            self.now = first.due
            self.happen(first)
        self.now = target

    def fail(self, wait: Wait) -> None:
        self.waits.remove(wait)
        self.throw("error", wait.scope)

    def is_caught(self, kind: str, scope: Scope) -> bool:
        return self._catcher(kind, scope) is not None

    # --- scopes ---------------------------------------------------------------------------------------------------

    def mark(self, scope: Scope) -> Mark:
        return tuple((one, one.epoch) for one in scope.chain())

    def is_alive(self, mark: Mark) -> bool:
        """Tell whether nothing has emptied the scope, or one around it, since it was marked."""
        return all(scope.epoch == epoch for scope, epoch in mark)

    def cancel(self, scope: Scope) -> None:
        scope.epoch += 1
        self.waits = [wait for wait in self.waits if scope not in wait.scope.chain()]

    def open(self, inside: Inside, scope: Scope, done: Go) -> None:
        scope.asides = inside.asides

        def closed() -> None:
            self.cancel(scope)
            done()

        scope.done = closed
        # The path itself is alive before it begins: an event sub-process that is over at once does not end the scope.
        scope.live, mark = 1, self.mark(scope)
        for aside in inside.asides:
            if self.is_alive(mark):
                self.watch(aside, scope)
        if self.is_alive(mark):
            assert inside.body is not None
            self.walk(inside.body, scope, None if inside.endless else f"end-{inside.id}")

    def begin(self, body: Block, scope: Scope, end: str | None) -> None:
        """Put one more path into a scope."""
        scope.live += 1
        self.walk(body, scope, end)

    def walk(self, body: Block, scope: Scope, end: str | None) -> None:
        """Run a path that ends at `end` or on its way."""

        def arrived() -> None:
            self.ends += [end] if end else []
            self.leave(scope)

        self.run(body, scope, arrived, nothing)

    def run(self, block: Block, scope: Scope, done: Go, lost: Go) -> None:
        raise NotImplementedError

    def leave(self, scope: Scope) -> None:
        scope.live -= 1
        if scope.live == 0:
            scope.done()

    # --- events beside the flow -----------------------------------------------------------------------------------

    def arm(self, wait: Wait) -> None:
        """Begin to wait; a condition that holds already happens at once."""
        if wait.condition and self.holds(wait):
            wait.happen()
            return
        if wait.kind == "timer":
            wait.due = self.now + minutes_of(wait.id)
        self.waits.append(wait)

    def arm_again(self, wait: Wait) -> None:
        """What does not interrupt may come again, but a timer; a condition has to be untrue in between."""
        if wait.kind in ("message", "signal", "condition"):
            again = Wait(wait.kind, wait.id, wait.scope, nothing, condition=wait.condition, held=True)
            again.happen = wait.happen
            self.waits.append(again)

    def watch(self, aside: Aside, scope: Scope) -> None:
        if aside.event in ("error", "escalation"):
            return
        wait = Wait(aside.event, aside.start, scope, nothing, condition=aside.condition)
        wait.interrupting = aside.interrupting

        def happen() -> None:
            if aside.interrupting:
                self.take_over(aside, scope)
                return
            self.arm_again(wait)
            self.run_aside(aside, scope)

        wait.happen = happen
        self.arm(wait)

    def take_over(self, aside: Aside, scope: Scope) -> None:
        self.cancel(scope)
        scope.live, scope.interrupted = 0, True
        self.run_aside(aside, scope)

    def run_aside(self, aside: Aside, scope: Scope) -> None:
        scope.live += 1
        inner = Scope(scope, scope.data, aside=aside)

        def done() -> None:
            self.cancel(inner)
            self.trace.append(aside.id)
            self.leave(scope)

        inner.done = done
        self.begin(aside.body, inner, f"end-{aside.id}")

    # --- what is thrown -------------------------------------------------------------------------------------------

    def throw(self, kind: str, scope: Scope) -> None:
        """Hand an error or an escalation to the nearest that catches it."""
        catcher = self._catcher(kind, scope)
        if catcher is not None:
            catcher()

    def _catcher(self, kind: str, scope: Scope) -> Go | None:
        """Return what the first event sub-process or border outwards does; none catches what it throws itself."""
        own: Aside | None = None
        for current in scope.chain():
            aside = next((one for one in current.asides if one.event == kind and one is not own), None)
            if aside is not None and not current.interrupted:
                return self._taken_over(aside, current)
            if kind in current.catches:
                return current.catches[kind]
            own = current.aside
        return None

    def _taken_over(self, aside: Aside, scope: Scope) -> Go:
        return lambda: (self.take_over if aside.interrupting else self.run_aside)(aside, scope)

    def shout(self, name: str) -> None:
        for wait in [wait for wait in self.waits if (wait.kind, wait.id) == ("signal", name)]:
            if wait in self.waits:
                self.waits.remove(wait)
                wait.happen()

    # --- conditions -----------------------------------------------------------------------------------------------

    def holds(self, wait: Wait) -> bool:
        assert wait.condition is not None
        value = wait.scope.data[wait.condition[0]]
        assert isinstance(value, int)
        return value >= wait.condition[1]

    def check(self) -> None:
        """Let each condition happen that has become true: what stands outside first, as it may empty what is inside."""
        waits = [wait for wait in self.waits if wait.condition]
        for wait in sorted(waits, key=lambda wait: (len(wait.scope.chain()), bool(wait.scope.asides), not_first(wait))):
            if wait not in self.waits:
                continue
            if not self.holds(wait):
                wait.held = False
            elif not wait.held:
                self.waits.remove(wait)
                wait.happen()


def not_first(wait: Wait) -> bool:
    """Event sub-processes that interrupt come before those of the same scope that do not."""
    return bool(wait.scope.asides) and not wait.interrupting
