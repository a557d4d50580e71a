"""Random processes as trees of blocks: the common source of a diagram and of the oracle's expectations.

A path that may vanish (an end event in the middle) is drawn only where no parallel join waits for it. What depends
on the order of two paths of one step (terminate, errors) comes right after a user task: it has a step of its own.
"""

import random
from dataclasses import dataclass, field

VARIABLES = ("a", "b", "c")


@dataclass
class Block:
    """A part of a process with one way in and one way out."""

    id: str


@dataclass
class Task(Block):
    kind: str = "userTask"
    instances: int = 0
    sequential: bool = False
    borders: list["Border"] = field(default_factory=list)


@dataclass
class Pause(Block):
    """An intermediate event: a timer or a message."""

    event: str = "timer"


@dataclass
class Sequence(Block):
    parts: list[Block] = field(default_factory=list)


@dataclass
class Choice(Block):
    """An exclusive or inclusive block; the last branch is the default. Conditions are (variable, limit)."""

    inclusive: bool = False
    branches: list[tuple[tuple[str, int] | None, Block]] = field(default_factory=list)


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


@dataclass
class Aside:
    """An event sub-process."""

    id: str
    start: str
    event: str
    interrupting: bool
    body: Block


@dataclass
class Inside(Block):
    """A sub-process or a called process, once or several times."""

    called: bool = False
    body: Block | None = None
    asides: list[Aside] = field(default_factory=list)
    borders: list[Border] = field(default_factory=list)
    instances: int = 0
    sequential: bool = False


@dataclass(frozen=True)
class Place:
    """What may be drawn here: `vanishing` when no parallel join waits, `catchable` when an error finds a catcher."""

    depth: int
    vanishing: bool
    catchable: bool
    nested: bool = False


class Generator:
    """Draws one process from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.count = 0
        self.budget = self.random.randint(6, 30)
        # Two runs of one path in one scope would meet at the same joins: the oracle does not mix them.
        self.once: set[str] = set()
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
        deep = (self.choice, self.parallel, self.loop, self.inside, self.inside, self.race)
        small = place.depth >= 4 or self.budget <= 0
        return self.random.choice(simple if small else simple + deep + deep)(place)

    def task(self, place: Place) -> Block:
        kind = self.random.choice(("userTask", "userTask", "userTask", "task", "serviceTask", "receiveTask"))
        task = Task(self.name("t"), kind)
        if kind in ("userTask", "serviceTask") and self.random.random() < 0.15:
            task.instances, task.sequential = self.random.randint(1, 3), self.random.random() < 0.5
        if kind != "task" and self.random.random() < 0.3 and self.budget > 0:
            task.borders = self.borders(place)
        return task

    def pause(self, place: Place) -> Pause:
        return Pause(self.name("p"), self.random.choice(("timer", "message")))

    def vanish(self, place: Place) -> Block:
        endings = [*(["none", "terminate"] if place.vanishing else []), *(["error"] if place.catchable else [])]
        if not endings or self.random.random() < 0.6:
            return self.task(place)
        return Vanish(self.name("v"), self.random.choice(endings))

    def choice(self, place: Place) -> Choice:
        inner = self.deeper(place)
        inclusive = self.random.random() < 0.5
        branches: list[tuple[tuple[str, int] | None, Block]] = [
            ((self.random.choice(VARIABLES), self.random.randint(0, 9)), self.sequence(inner, least=0))
            for _ in range(self.random.randint(1, 3))
        ]
        return Choice(self.name("x"), inclusive, [*branches, (None, self.sequence(inner, least=0))])

    def parallel(self, place: Place) -> Parallel:
        inner = Place(place.depth + 1, False, place.catchable, place.nested)
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
            found.borders = self.borders(place, error=True)
        if self.random.random() < 0.2:
            found.instances, found.sequential = self.random.randint(1, 3), self.random.random() < 0.5
        inner = Place(place.depth + 1, True, False, True)
        found.asides = self.asides(inner)
        caught = [*(border.event for border in found.borders), *(aside.event for aside in found.asides)]
        catchable = place.catchable or "error" in caught
        found.body = self.sequence(Place(place.depth + 1, True, catchable, True))
        return found

    def borders(self, place: Place, *, error: bool = False) -> list[Border]:
        borders = []
        events = ["timer", "message", "error"] if error else ["timer", "message"]
        for event in self.random.sample(events, self.random.randint(1, 2)):
            interrupting = event == "error" or self.random.random() < 0.6
            rejoins = interrupting and (not place.vanishing or self.random.random() < 0.5)
            inner = Place(place.depth + 1, place.vanishing or not interrupting, place.catchable, place.nested)
            path = self.sequence(inner, least=0)
            borders.append(Border(self.name("b"), event, interrupting, path, rejoins))
            if not interrupting:
                self.once.add(borders[-1].id)
        return borders

    def asides(self, place: Place) -> list[Aside]:
        if self.random.random() < 0.65:
            return []
        found = []
        for event in self.random.sample(["timer", "message", "error"], self.random.randint(1, 2)):
            interrupting = event == "error" or self.random.random() < 0.5
            body = self.sequence(Place(place.depth + 2, True, False, True))
            found.append(Aside(self.name("e"), self.name("es"), event, interrupting, body))
        return found

    def deeper(self, place: Place) -> Place:
        return Place(place.depth + 1, place.vanishing, place.catchable, place.nested)
