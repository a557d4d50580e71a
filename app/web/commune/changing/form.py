"""What the form of one kind of change does: show what stands, read what was typed, make an operation of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from marshmallow import ValidationError

from app.linting.sentences import say
from app.procedures.manifest import flatten_errors
from app.procedures.tailoring import Operation, operation_from_data
from app.queries.changeable import Changeable
from app.queries.tailoring import Workshop
from app.queries.tailoring_words import National
from app.web.interface import gettext, language

NEW = "new"
"""The item of a page on which something is added."""
LONGEST = 4_000

Typed = Mapping[str, str]
Data = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class OpenThing:
    """One thing that a commune changes. `item` names one of the things added in its place, `new` a coming one."""

    workshop: Workshop
    national: National
    thing: Changeable
    item: str = ""

    @property
    def standing(self) -> Operation | None:
        """The operation of the workshop that the page changes, None where there is none yet."""
        identity = f"{self.thing.group}.{self.item or self.thing.name}"
        return next((one for one in self.thing.own if one.identity == identity), None)


class NotTyped(Exception):
    """What was typed is no change; `errors` says why by input, in the language of the page."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


class ChangeForm(Protocol):
    """The form of one kind of change; `template` writes its inputs."""

    template: str

    def shown(self, thing: OpenThing) -> Typed:
        """Return what the inputs hold when the page is opened."""
        ...

    def names(self, thing: OpenThing) -> tuple[str, ...]:
        """Return the names of the inputs."""
        ...

    def data(self, thing: OpenThing, typed: Typed) -> Data | None:
        """Return the operation in the words of a file, None where the national version is chosen. Raises NotTyped."""
        ...

    def extras(self, thing: OpenThing) -> Data:
        """Return what else the template needs: choices, titles."""
        ...


def read_operation(form: ChangeForm, thing: OpenThing, typed: Typed) -> Operation | None:
    """Return the operation that was typed, None where nothing is left of it. Raises NotTyped."""
    data = form.data(thing, typed)
    if data is None:
        return None
    try:
        return operation_from_data(data)
    except ValidationError as error:
        found = {
            ".".join(str(part) for part in path): say(message, language())
            for path, message in flatten_errors(error.messages)
        }
        raise NotTyped(_placed(found, form.names(thing))) from error


def _placed(found: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """Return messages by input; what belongs to no input of the form stands at its head."""
    return {name if name in names else "": words for name, words in found.items()}


def required(typed: Typed, names: tuple[str, ...]) -> dict[str, str]:
    """Return that inputs are empty, by input."""
    return {name: gettext("À remplir.") for name in names if not typed.get(name, "").strip()}
