"""One difference: what it is about, how it changed, and the value on each side."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar, get_args

from app.domain.languages import Text

Part = Literal[
    "sheet",
    "parameters",
    "diagram",
    "forms",
    "decisions",
    "messages",
    "documents",
    "texts",
    "scenarios",
    "files",
]
PARTS: tuple[Part, ...] = get_args(Part)
"""The parts of a package in the order in which a lawyer reads them."""

Change = Literal["added", "removed", "changed", "moved"]
Value = Any
"""A text, a number, a truth value, None, or a list or mapping of those."""

Item = TypeVar("Item")
_MIRRORED: Mapping[Change, Change] = {"added": "removed", "removed": "added", "changed": "changed", "moved": "moved"}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One difference between two packages.

    `thing` is the kind of what differs (element, field, piece…), `key` its stable id within `within_key` (the form, the
    decision, the parameter…), `aspect` what of it changed. Names help to tell it and are no part of its identity;
    `before_names` and `after_names` are the names of what the values refer to: a role, a status.
    """

    part: Part
    thing: str
    key: str
    change: Change
    file: str
    aspect: str = ""
    within_key: str = ""
    before: Value = None
    after: Value = None
    names: Text = field(default_factory=dict, compare=False)
    within: Text = field(default_factory=dict, compare=False)
    before_names: Text = field(default_factory=dict, compare=False)
    after_names: Text = field(default_factory=dict, compare=False)
    hints: Mapping[str, Value] = field(default_factory=dict, compare=False)

    @property
    def kind(self) -> str:
        """The stable name of this kind of difference: `piece-removed`, `field-required-changed`."""
        return "-".join(part for part in (self.thing, self.aspect.partition(":")[0], self.change) if part)

    def mirrored(self) -> "Difference":
        """Return the difference as seen from the other side."""
        return replace(
            self,
            change=_MIRRORED[self.change],
            before=self.after,
            after=self.before,
            before_names=self.after_names,
            after_names=self.before_names,
        )

    def to_json(self) -> dict[str, Value]:
        """Return {part, kind, key, within, file, aspect, before, after} as the command line prints it."""
        return {
            "part": self.part,
            "kind": self.kind,
            "key": self.key,
            "within": self.within_key,
            "file": self.file,
            "aspect": self.aspect,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a difference is about, before it is known how it changed."""

    part: Part
    thing: str
    key: str
    file: str
    names: Text = field(default_factory=dict)
    within_key: str = ""
    within: Text = field(default_factory=dict)
    hints: Mapping[str, Value] = field(default_factory=dict)

    def differs(self, change: Change, **known: Value) -> Difference:
        """Return a difference of this subject."""
        return Difference(
            part=self.part,
            thing=self.thing,
            key=self.key,
            file=self.file,
            names=self.names,
            within_key=self.within_key,
            within=self.within,
            hints=self.hints,
            change=change,
            **known,
        )


Named = Callable[[str, Value, bool], Text]
"""Names what the value of an aspect refers to; true: on the new side."""


def no_names(aspect: str, value: Value, new: bool) -> Text:
    """Name nothing."""
    return {}


def compare_items(
    before: Mapping[str, Item],
    after: Mapping[str, Item],
    *,
    subject: Callable[[str, Item], Subject],
    aspects: Callable[[Item], Mapping[str, Value]],
    whole: Callable[[Item], Value] = lambda item: None,
    named: Named = no_names,
) -> Iterator[Difference]:
    """Compare things by their ids: those that came, those that went, and each aspect of those that stayed.

    `whole` gives the value that tells a thing that came or went.
    """
    for key in dict.fromkeys((*after, *before)):
        if key not in before:
            yield subject(key, after[key]).differs("added", after=whole(after[key]))
        elif key not in after:
            yield subject(key, before[key]).differs("removed", before=whole(before[key]))
        else:
            yield from _changed(subject(key, after[key]), aspects(before[key]), aspects(after[key]), named)


def _changed(
    subject: Subject, old: Mapping[str, Value], new: Mapping[str, Value], named: Named
) -> Iterator[Difference]:
    for aspect in dict.fromkeys((*new, *old)):
        left, right = old.get(aspect), new.get(aspect)
        if not same(left, right):
            names = {"before_names": named(aspect, left, False), "after_names": named(aspect, right, True)}
            yield subject.differs("changed", aspect=aspect, before=left, after=right, **names)


def same(left: Value, right: Value) -> bool:
    """Tell whether two values are the same one: true is not 1, and what is not written equals nothing."""
    return left == right and isinstance(left, bool) == isinstance(right, bool)
