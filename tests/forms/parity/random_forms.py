"""Random forms with random answers, within what both form-js and the platform promise (see README.md for the rest)."""

from dataclasses import dataclass, field
from random import Random

OPTIONS = [{"label": f"Choix {sign}", "value": sign} for sign in "abc"]
WORDS = ["", "a", "abc", "Rabat", "abc123", "x" * 12, "فاس"]
NUMBERS = [0, 1, 2, 5, 7, 10, 12.5, -3, 100, 0.25]
DAYS = ["1990-12-31", "2026-03-01", None]

Json = dict[str, object]


@dataclass
class FormMaker:
    """Makes one form; the same seed gives the same form."""

    seed: int
    random: Random = field(init=False)
    numbers: list[str] = field(default_factory=list)
    plain: list[tuple[str, str]] = field(default_factory=list)
    followers: list[tuple[str, str]] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def make(self) -> tuple[Json, Json]:
        """Return (schema, answers)."""
        answers: Json = {}
        components = [self._component(answers) for _ in range(self.random.randint(3, 9))]
        schema: Json = {"type": "default", "id": "sample", "schemaVersion": 19, "components": components}
        return schema, answers

    def _component(self, answers: Json) -> Json:
        kind = self.random.random()
        if kind < 0.12:
            return self._group(answers)
        if kind < 0.22:
            return self._list(answers)
        if kind < 0.30:
            return self._path(answers)
        if kind < 0.42 and self.numbers:
            return self._expression()
        return self._field(answers)

    def _name(self) -> str:
        self.count += 1
        return f"field_{self.count}"

    def _group(self, answers: Json) -> Json:
        condition = self._condition()
        inside = [self._field(answers, conditional=False) for _ in range(self.random.randint(1, 3))]
        if condition:  # what the condition of the group hides may itself be looked at once, no deeper
            for entry in inside:
                self._forget(str(entry["key"]))
        return {"type": "group", "id": self._name(), "label": "Groupe", "components": inside, **condition}

    def _list(self, answers: Json) -> Json:
        name = self._name()
        first, second = self._name(), self._name()
        rules = self._rules("textfield")
        hide = self.random.choice([{}, {"conditional": {"hide": f'=this.{first} = "abc"'}}])
        rows = [
            {first: self.random.choice(WORDS), second: self.random.choice([*NUMBERS, None])}
            for _ in range(self.random.randint(0, 3))
        ]
        if rows or self.random.random() < 0.5:
            answers[name] = rows
        components = [
            {"type": "textfield", "id": first, "key": first, "label": "A", "validate": rules},
            {"type": "number", "id": second, "key": second, "label": "B", "validate": {"max": 7}, **hide},
        ]
        return {"type": "dynamiclist", "id": name, "path": name, "label": "Liste", "components": components}

    def _path(self, answers: Json) -> Json:
        name, first, second = self._name(), self._name(), self._name()
        answers[name] = {first: self.random.choice(WORDS), second: self.random.choice([*NUMBERS, None])}
        hide = self.random.choice([{}, {"conditional": {"hide": f'={name}.{first} = "abc"'}}])
        components = [
            {"type": "textfield", "id": first, "key": first, "label": "A", "validate": self._rules("textfield")},
            {"type": "number", "id": second, "key": second, "label": "B", "validate": self._rules("number"), **hide},
        ]
        return {"type": "group", "id": name, "path": name, "label": "Objet", "components": components}

    def _expression(self) -> Json:
        name, one, other = self._name(), self.random.choice(self.numbers), self.random.choice(self.numbers)
        expression = self.random.choice(
            [
                f"={one} + {other}",
                f"=if {one} = null then 0 else {one} * 2",
                f'=if {one} > {other} then "plus" else "moins"',
                f"=sum([{one}, {other}])",
                f"=[{one}, {other}]",
                f'=string({one}) + "!"',
            ]
        )
        return {"type": "expression", "id": name, "key": name, "expression": expression}

    def _field(self, answers: Json, *, conditional: bool = True) -> Json:
        name = self._name()
        kinds = ["textfield", "textarea", "number", "number", "checkbox", "radio", "select", "checklist", "taglist"]
        kind = self.random.choice([*kinds, "datetime"])
        condition = self._condition() if conditional else {}
        label = "dateLabel" if kind == "datetime" else "label"
        entry: Json = {"type": kind, "id": name, "key": name, label: name, "validate": self._rules(kind), **condition}
        if kind in ("radio", "select", "checklist", "taglist"):
            entry["values"] = OPTIONS
        if kind == "number":
            entry |= self.random.choice([{}, {}, {"decimalDigits": 0}, {"decimalDigits": 1}, {"increment": "5"}])
        if kind == "datetime":
            entry["subtype"] = "date"
        value = self._value(kind)
        if self.random.random() < 0.85:
            answers[name] = value
        self._remember(name, kind, level=1 if condition else 0)
        return entry

    def _remember(self, name: str, kind: str, *, level: int) -> None:
        if kind == "number" and level == 0:
            self.numbers.append(name)
        if kind in ("textfield", "number", "radio", "select") or (kind == "checkbox" and level == 0):
            (self.followers if level else self.plain).append((name, kind))

    def _forget(self, name: str) -> None:
        self.numbers = [known for known in self.numbers if known != name]
        self.followers += [pair for pair in self.plain if pair[0] == name and pair[1] != "checkbox"]
        self.plain = [pair for pair in self.plain if pair[0] != name]

    def _condition(self) -> Json:
        known = self.plain + self.followers
        if not known or self.random.random() < 0.55:
            return {}
        name, kind = self.random.choice(known)
        test = {
            "textfield": f'={name} = "abc"',
            "number": f"={name} != null and {name} > 5",
            "checkbox": f"=not({name})",
            "radio": f'={name} = "a"',
            "select": f'={name} != "a"',
        }[kind]
        if (name, kind) in self.followers and kind in ("number", "radio", "select"):
            # A field hidden by a field that is hidden: as deep as form-js itself computes (README.md).
            test = f"={name} = null"
        return {"conditional": {"hide": test}}

    def _rules(self, kind: str) -> Json:
        rules: Json = {"required": True} if self.random.random() < 0.5 else {}
        if kind in ("textfield", "textarea"):
            rules |= self.random.choice([{}, {"minLength": 2}, {"maxLength": 5}, {"minLength": 2, "maxLength": 8}])
        if kind == "textfield":
            rules |= self.random.choice([{}, {}, {"pattern": "^[a-z]+$"}, {"pattern": "[0-9]"}])
        if kind == "number":
            rules |= self.random.choice([{}, {"min": 1}, {"max": 10}, {"min": 0, "max": 50}])
        return rules

    def _value(self, kind: str) -> object:
        choices: dict[str, list[object]] = {
            "textfield": [*WORDS, None],
            "textarea": [*WORDS, None],
            "number": [*NUMBERS, None],
            "checkbox": [True, False],
            "radio": ["a", "b", "c", None],
            "select": ["a", "b", "c", None],
            "datetime": list(DAYS),
        }
        if kind in choices:
            return self.random.choice(choices[kind])
        return [sign for sign in "abc" if self.random.random() < 0.4]
