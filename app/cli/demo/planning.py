"""Turns stories into cases: who files what, when, and what happens then. The same seed and day plan the same cases."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.cli.demo.people import invent
from app.cli.demo.placeholders import filler, mover
from app.cli.demo.story_files import Crowd, Outage, Request, StoryFile, StoryRefused, Told, Words
from app.cli.demo.timeline import after_duration, in_hours, some_days_later, working_days_before
from app.deadlines import Calendar
from app.domain.clock import local_day
from app.domain.languages import Language
from app.procedures import ProcedurePackage
from app.procedures.beginning import DESK, ONLINE
from app.scenarios import Scenario, Step, read_scenario

BEFORE = timedelta(days=380)
"""How long ago the demonstration begins: the library is published, registers are filled, before the first case."""
YEAR = 250
"""Working days over which the crowd is spread."""
RECENT = 45
STANDING_STILL = 0.2
"""Share of the crowd of the last RECENT working days that nobody works on any more from some step on."""
SHARES = {"06.141.01.0": 6, "03.271.01.01": 4, "05.081.03.09": 2}
"""How the crowd is spread over the communes."""
ASKED: Mapping[str, str] = {
    "requester_first": "{first}",
    "requester_last": "{last}",
    "requester_cin": "{cin}",
    "requester_phone": "{phone}",
    "requester_email": "{email}",
    "requester_address": "{address}",
}
"""Who asks, in the forms of all procedures."""


@dataclass(frozen=True, kw_only=True)
class DemoStep:
    """One thing that happens at a moment: `kind` is complete, message or signal; `name` what it happens to."""

    moment: datetime
    kind: str
    name: str
    data: Mapping[str, Any]
    outage: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoCase:
    """One invented case: one that is told, or one of the crowd."""

    key: str
    commune_id: str
    slug: str
    language: Language
    channel: str
    filed_at: datetime
    answers: Mapping[str, Any]
    steps: tuple[DemoStep, ...]
    told: bool


@dataclass(frozen=True, kw_only=True)
class _Sketch:
    """What a told case and one of the crowd have in common before their words are found.

    `turn` counts the cases of the procedure, from 1: the placeholder of what only one case may name.
    """

    key: str
    turn: int
    commune_id: str
    follows: str
    language: Language
    filed_at: datetime
    within: int
    told: bool
    until: str | None = None
    most_steps: int | None = None
    after: Mapping[str, int]
    answers: Mapping[str, Any]
    tasks: Mapping[str, Mapping[str, Any]]
    outage: Outage | None = None


class Planner:
    """Plans the cases of one procedure. `seed` names the country: another seed is another country."""

    def __init__(
        self, stories: StoryFile, package: ProcedurePackage, *, seed: str, now: datetime, calendar: Calendar
    ) -> None:
        self._stories = stories
        self._package = package
        self._seed = seed
        self._now = now
        self._calendar = calendar
        self._scenarios: dict[str, Scenario] = {}

    def told(self) -> list[DemoCase]:
        """Return the cases that are told. Raises StoryRefused."""
        return [self._told(story, turn) for turn, story in enumerate(self._stories.told, start=1)]

    def crowd(self, share: float = 1.0) -> list[DemoCase]:
        """Return a share of the cases beside those. Raises StoryRefused."""
        crowd = self._stories.crowd
        if crowd is None:
            return []
        return [self._one_of(crowd, number) for number in range(round(crowd.size * share))]

    def _told(self, story: Told, turn: int) -> DemoCase:
        seed = self._random(story.key)
        day = working_days_before(local_day(self._now), story.filed, self._calendar)
        sketch = _Sketch(
            key=f"{self._package.key}-{story.key}",
            turn=turn,
            commune_id=story.commune_id,
            follows=story.follows,
            language=story.language,
            filed_at=min(in_hours(day, seed), self._now),
            within=story.within,
            told=True,
            until=story.until,
            after=story.after,
            answers=story.answers,
            tasks=story.tasks,
            outage=story.outage,
        )
        return self._written(sketch, seed)

    def _one_of(self, crowd: Crowd, number: int) -> DemoCase:
        seed = self._random(str(number))
        follows = seed.choices([*crowd.follow], weights=[*crowd.follow.values()])[0]
        places = [code for code in SHARES if code in crowd.communes]
        back = int(YEAR * seed.random() ** 1.25)
        day = working_days_before(local_day(self._now), back, self._calendar)
        count = len(self._scenario(follows).steps)
        sketch = _Sketch(
            key=f"{self._package.key}-{number:03d}",
            turn=len(self._stories.told) + number + 1,
            commune_id=seed.choices(places, weights=[SHARES[code] for code in places])[0],
            follows=follows,
            language=seed.choices(("ar", "fr"), weights=(3, 2))[0],
            filed_at=min(in_hours(day, seed), self._now),
            within=0 if follows in crowd.quick else crowd.within,
            told=False,
            most_steps=seed.randrange(count) if count and back <= RECENT and seed.random() < STANDING_STILL else None,
            after={},
            answers={},
            tasks={},
        )
        return self._written(sketch, seed)

    def _written(self, sketch: _Sketch, seed: Random) -> DemoCase:
        scenario = self._scenario(sketch.follows)
        begins = local_day(sketch.filed_at)
        request = self._request(sketch, seed)
        language = request.language or sketch.language if request else sketch.language
        sketch = replace(sketch, language=language)
        values = {
            **invent(seed, sketch.commune_id, language),
            "day": begins.isoformat(),
            "year": begins.year,
            "permit_year": (self._now - BEFORE).year,
            "turn": f"{sketch.turn:03d}",
            **(request.values if request else {}),
        }
        fill, move = filler(values), mover(local_day(scenario.clock), begins, self._calendar)
        given = move(scenario.start)
        asked = {key: value for key, value in {**ASKED, **self._stories.fields}.items() if key in given}
        answers = {**given, **fill({**asked, **(request.answers if request else {}), **sketch.answers})}
        return DemoCase(
            key=sketch.key,
            commune_id=sketch.commune_id,
            slug=self._package.key,
            language=language,
            channel=self._channel(scenario),
            filed_at=sketch.filed_at,
            answers={key: value for key, value in answers.items() if value is not None},
            steps=tuple(self._steps(sketch, scenario, seed, lambda value: fill(move(value)))),
            told=sketch.told,
        )

    def _channel(self, scenario: Scenario) -> str:
        channels = self._package.manifest["channels"]
        if ONLINE not in channels:
            return DESK if DESK in channels else str(channels[0])
        return scenario.channel

    def _steps(self, sketch: _Sketch, scenario: Scenario, seed: Random, fill: Any) -> Iterator[DemoStep]:
        moment = sketch.filed_at
        waits = False
        taken = 0
        for step in scenario.steps:
            if step.name == sketch.until or taken == sketch.most_steps:
                return
            if step.kind == "advance":
                moment, waits = after_duration(moment, step.duration, self._calendar, seed), True
                continue
            element = self._package.bpmn.elements.get(step.name)
            if element is not None and element.left_out_at_first:
                continue
            if step.kind in ("check", "job") or step.refused is not None or step.ignored is not None:
                continue
            if not waits or step.name in sketch.after:
                days = sketch.after.get(step.name, seed.randint(0, sketch.within))
                moment = some_days_later(moment, days, self._calendar, seed)
            waits = False
            taken += 1
            yield DemoStep(
                moment=moment,
                kind=step.kind,
                name=step.name,
                data=self._data(sketch, step, seed, fill),
                outage=sketch.outage.system if sketch.outage and sketch.outage.before == step.name else "",
            )

    def _data(self, sketch: _Sketch, step: Step, seed: Random, fill: Any) -> dict[str, Any]:
        fitting = [one for one in self._stories.words.get(step.name, ()) if _fits(one, sketch)]
        words = seed.choice(fitting).answers if fitting else {}
        replaced = {key: value for key, value in words.items() if key in step.data}
        always = self._stories.always.get(step.name, {})
        data = fill({**step.data, **replaced, **always, **sketch.tasks.get(step.name, {})})
        return {key: value for key, value in data.items() if value is not None}

    def _request(self, sketch: _Sketch, seed: Random) -> Request | None:
        fitting = [
            one
            for one in self._stories.requests
            if (not one.communes or sketch.commune_id in one.communes) and _fits_scenario(one.scenarios, sketch.follows)
        ]
        if sketch.told:
            fitting = [one for one in fitting if one.language in (None, sketch.language)]
        return seed.choice(fitting) if fitting else None

    def _scenario(self, name: str) -> Scenario:
        """Return a scenario of the package by the name of its file. Raises StoryRefused."""
        if name not in self._scenarios:
            file = f"scenarios/{name}.yaml"
            raw = next((raw for path, raw in self._package.scenarios.items() if path.endswith(file)), None)
            if raw is None:
                known = ", ".join(sorted(path.rpartition("/")[2][:-5] for path in self._package.scenarios))
                raise StoryRefused(f"cases/{self._package.key}.yaml: expected one of {known}, found “{name}”.")
            self._scenarios[name] = read_scenario(raw, file=file)
        return self._scenarios[name]

    def _random(self, name: str) -> Random:
        return Random(f"{self._seed} {self._package.key} {name}")  # noqa: S311 (invented people, no secret)


def _fits(words: Words, sketch: _Sketch) -> bool:
    return words.language in (None, sketch.language) and _fits_scenario(words.scenarios, sketch.follows)


def _fits_scenario(scenarios: frozenset[str], follows: str) -> bool:
    return not scenarios or follows in scenarios
