"""Random processes as trees of blocks: the common source of a diagram and of the oracle's expectations.

A path that may vanish (an end event in the middle) is drawn only where no parallel join waits for it. What depends
on the order of two paths of one step (terminate, errors, escalations, signals thrown) comes right after a user task: it
has a step of its own.
"""

import random
from dataclasses import dataclass, field

VARIABLES = ("a", "b", "c")
Condition = tuple[str, int]
"""A variable and the limit that it must reach."""


def minutes_of(identity: str) -> int:
    """Return how long the timer of that id waits; hardly two of them ever fall due at one moment."""
    return 7 + 61 * int("".join(sign for sign in identity if sign.isdigit()))


@dataclass
class Block:
    """A part of a process with one way in and one way out."""

    id: str


@dataclass
class Repetition:
    """How often an activity runs: in parallel, in a sequence, or as a standard loop.

    A collection gathers an answer from each instance; `enough` instances end the repetition.
    """

    instances: int = 0
    style: str = "parallel"
    gathers: bool = False
    enough: int = 0


@dataclass
class Task(Block):
    kind: str = "userTask"
    repetition: Repetition = field(default_factory=Repetition)
    borders: list["Border"] = field(default_factory=list)


@dataclass
class Pause(Block):
    """An intermediate event: a timer, a message, a signal or a condition."""

    event: str = "timer"
    condition: Condition | None = None


@dataclass
class Jump(Block):
    """A pair of links."""


@dataclass
class Throw(Block):
    """A user task, then an event that throws: an escalation, a message, or a signal that `hearer` may wait for."""

    event: str = "message"
    hearer: str = ""


@dataclass
class Sequence(Block):
    parts: list[Block] = field(default_factory=list)


@dataclass
class Choice(Block):
    """An exclusive or inclusive block; the last branch is the default. Conditions are (variable, limit)."""

    inclusive: bool = False
    branches: list[tuple[Condition | None, Block]] = field(default_factory=list)


@dataclass
class Parallel(Block):
    branches: list[Block] = field(default_factory=list)


@dataclass
class Loop(Block):
    """Runs its body, counts, and goes back until `rounds` are done."""

    body: Block | None = None
    rounds: int = 2


@dataclass
class Race(Block):
    """An event-based gateway: each branch begins with its own timer or message."""

    branches: list[tuple[Pause, Block]] = field(default_factory=list)


@dataclass
class Vanish(Block):
    """An end event where the path stops: plain, terminate or error (after a user task)."""

    ending: str = "none"


@dataclass
class Border:
    """A border event: its path goes back behind the activity, or ends by itself."""

    id: str
    event: str
    interrupting: bool
    path: Block
    rejoins: bool
    condition: Condition | None = None


@dataclass
class Aside:
    """An event sub-process."""

    id: str
    start: str
    event: str
    interrupting: bool
    body: Block
    condition: Condition | None = None


@dataclass
class Inside(Block):
    """A sub-process or a called process, once or several times; one without an end event ends where its path does."""

    called: bool = False
    body: Block | None = None
    asides: list[Aside] = field(default_factory=list)
    borders: list[Border] = field(default_factory=list)
    repetition: Repetition = field(default_factory=Repetition)
    endless: bool = False
    returns: tuple[str, ...] = ()
    """Variables that a called process gives back."""


@dataclass(frozen=True)
class Place:
    """What may be drawn here: `vanishing` when no parallel join waits, `catchable` when an error finds a catcher.

    Where one path may run several times at once (`shared`) there is no loop: its runs would count with one counter.
    """

    depth: int
    vanishing: bool
    catchable: bool
    nested: bool = False
    shared: bool = False


class Generator:
    """Draws one process from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.count = 0
        self.budget = self.random.randint(6, 30)
        # Two runs of one path in one scope would meet at the same joins: the oracle does not mix them.
        self.once: set[str] = set()
        self.signals: list[str] = []
        self.data = {name: self.random.randint(0, 9) for name in VARIABLES}

    def name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def process(self) -> Inside:
        whole = Inside("main")
        place = Place(depth=0, vanishing=True, catchable=False)
        whole.asides = self.asides(place)
        catches = any(aside.event == "error" for aside in whole.asides)
        whole.body = self.sequence(Place(depth=0, vanishing=True, catchable=catches), least=2)
        return whole

    def sequence(self, place: Place, *, least: int = 1) -> Sequence:
        parts: list[Block] = []
        for _ in range(self.random.randint(least, 3)):
            parts.append(self.block(place))
            if isinstance(parts[-1], Vanish):
                break
        return Sequence(self.name("seq"), parts)

    def block(self, place: Place) -> Block:
        self.budget -= 1
        simple = (self.task, self.task, self.task, self.pause, self.vanish)
        simple = (*simple, self.throw, self.jump)
        deep = (
            self.choice,
            self.parallel,
            self.choice if place.shared else self.loop,
            self.inside,
            self.inside,
            self.race,
        )
        small = place.depth >= 4 or self.budget <= 0
        return self.random.choice(simple if small else simple + deep + deep)(place)

    def task(self, place: Place) -> Block:
        kind = self.random.choice(("userTask", "userTask", "userTask", "task", "serviceTask", "receiveTask"))
        task = Task(self.name("t"), kind)
        if kind in ("userTask", "serviceTask") and self.random.random() < 0.2:
            task.repetition = self.repetition(gathers=kind == "userTask")
        if kind != "task" and self.random.random() < 0.3 and self.budget > 0:
            task.borders = self.borders(place, error=kind == "serviceTask")
        return task

    def repetition(self, *, gathers: bool = False) -> Repetition:
        found = Repetition(self.random.randint(1, 3), self.random.choice(("parallel", "parallel", "sequence", "loop")))
        if gathers and found.style != "loop" and self.random.random() < 0.6:
            found.gathers, found.enough = True, self.random.randint(0, found.instances)
        return found

    def pause(self, place: Place) -> Pause:
        event = self.random.choice(("timer", "message", "signal", "condition"))
        pause = Pause(self.name("p"), event, self.condition(event))
        if event == "signal":
            self.signals.append(pause.id)
        return pause

    def condition(self, event: str = "condition") -> Condition | None:
        return (self.random.choice(VARIABLES), self.random.randint(1, 9)) if event == "condition" else None

    def jump(self, place: Place) -> Jump:
        return Jump(self.name("j"))

    def throw(self, place: Place) -> Throw:
        event = self.random.choice(("escalation", "escalation", "message", "signal"))
        return Throw(self.name("h"), event, self.random.choice(self.signals) if self.signals else "nobody")

    def vanish(self, place: Place) -> Block:
        endings = [*(["none", "terminate"] if place.vanishing else []), *(["error"] if place.catchable else [])]
        if not endings or self.random.random() < 0.6:
            return self.task(place)
        return Vanish(self.name("v"), self.random.choice(endings))

    def choice(self, place: Place) -> Choice:
        inner = self.deeper(place)
        inclusive = self.random.random() < 0.5
        branches: list[tuple[Condition | None, Block]] = [
            ((self.random.choice(VARIABLES), self.random.randint(0, 9)), self.sequence(inner, least=0))
            for _ in range(self.random.randint(1, 3))
        ]
        return Choice(self.name("x"), inclusive, [*branches, (None, self.sequence(inner, least=0))])

    def parallel(self, place: Place) -> Parallel:
        inner = Place(place.depth + 1, False, place.catchable, place.nested, place.shared)
        return Parallel(self.name("a"), [self.sequence(inner) for _ in range(self.random.randint(2, 3))])

    def loop(self, place: Place) -> Loop:
        inner = self.deeper(place)
        body = Sequence(self.name("seq"), [Task(self.name("t")), self.sequence(inner, least=0)])
        return Loop(self.name("l"), body, self.random.randint(1, 3))

    def race(self, place: Place) -> Race:
        inner = self.deeper(place)
        count = self.random.randint(2, 3)
        return Race(self.name("r"), [(self.pause(inner), self.sequence(inner, least=0)) for _ in range(count)])

    def inside(self, place: Place) -> Inside:
        found = Inside(self.name("s"), self.random.random() < 0.25)
        if self.random.random() < 0.5:
            found.borders = self.borders(place, error=True, escalation=True)
        if self.random.random() < 0.2:
            found.repetition = self.repetition()
        if found.called and not found.repetition.instances and self.random.random() < 0.7:
            found.returns = tuple(self.random.sample(VARIABLES, self.random.randint(1, 2)))
        shared = place.shared or found.repetition.instances > 0
        inner = Place(place.depth + 1, True, False, True, shared)
        found.asides = self.asides(inner)
        caught = [*(border.event for border in found.borders), *(aside.event for aside in found.asides)]
        catchable = place.catchable or "error" in caught
        found.body = self.sequence(Place(place.depth + 1, True, catchable, True, shared))
        last = found.body.parts[-1]
        found.endless = not found.called and isinstance(last, Task) and not last.borders and self.random.random() < 0.5
        return found

    def borders(self, place: Place, *, error: bool = False, escalation: bool = False) -> list[Border]:
        borders = []
        events = ["timer", "message", "signal", "condition", *["error"] * error, *["escalation"] * escalation]
        for event in self.random.sample(events, self.random.randint(1, 2)):
            interrupting = event == "error" or self.random.random() < 0.6
            rejoins = interrupting and (not place.vanishing or self.random.random() < 0.5)
            inner = Place(
                place.depth + 1, place.vanishing or not interrupting, place.catchable, place.nested, place.shared
            )
            repeats = not interrupting and event in ("signal", "condition", "escalation")
            path = Sequence(self.name("seq"), [Task(self.name("t"))]) if repeats else self.sequence(inner, least=0)
            borders.append(Border(self.name("b"), event, interrupting, path, rejoins, self.condition(event)))
            if not interrupting:
                self.once.add(borders[-1].id)
            if event == "signal":
                self.signals.append(borders[-1].id)
        return borders

    def asides(self, place: Place) -> list[Aside]:
        if self.random.random() < 0.65:
            return []
        found = []
        events = ["timer", "message", "error", "signal", "condition", "escalation"]
        for event in self.random.sample(events, self.random.randint(1, 2)):
            interrupting = event == "error" or self.random.random() < 0.5
            body = self.sequence(Place(place.depth + 2, True, False, True, place.shared or not interrupting))
            found.append(Aside(self.name("e"), self.name("es"), event, interrupting, body, self.condition(event)))
        return found

    def deeper(self, place: Place) -> Place:
        return Place(place.depth + 1, place.vanishing, place.catchable, place.nested, place.shared)
