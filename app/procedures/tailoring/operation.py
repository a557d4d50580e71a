"""What every operation of an overlay can tell about itself; one kind of operation is one file in `kinds/`."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence, Set
from typing import Any, ClassVar, Final, Self

from marshmallow import RAISE, Schema, post_load

from app.procedures.tailoring.base import Base, Group
from app.procedures.tailoring.policy import Rule
from app.procedures.tailoring.workspace import Workspace

LOCAL = "local-"
"""How the name of everything begins that a commune adds, so that no later national version can use it."""
LOCAL_FIELD = "local_"
"""The same for fields, whose names are words of FEEL."""


class Absent:
    """The value of what is not there: neither null nor an empty text."""

    def __repr__(self) -> str:
        return "absent"


ABSENT: Final = Absent()
Leaves = Mapping[str, Any]
"""What an operation touches, in parts that can be compared one by one: a text has one part for each language."""


class Operation(ABC):
    """One typed change on a stable name. Operations are values: frozen, compared by what they say."""

    do: ClassVar[str]
    """The word of the kind in an overlay's file."""
    group: ClassVar[Group]

    @property
    @abstractmethod
    def name(self) -> str:
        """The name in its group of the policy: of the thing that is changed, or of the place where one is added."""

    @property
    def identity(self) -> str:
        """What is changed; two operations of one overlay never have the same."""
        return f"{self.group}.{self.name}"

    @property
    def adds(self) -> frozenset[str]:
        """The names that exist only with the operation: of fields, forms, elements. No two operations add the same."""
        return frozenset()

    @abstractmethod
    def problem(self, base: Base) -> str | None:
        """Return why the operation has no meaning on this base, whatever the policy says, or None."""

    @abstractmethod
    def breach(self, rule: Rule, base: Base, beside: Sequence["Operation"]) -> str | None:
        """Return which bound of a bounded rule the operation breaks, or None.

        `beside` are the other operations of the overlay: places where things are added count them.
        """

    @abstractmethod
    def before(self, base: Base) -> Leaves:
        """Return what the base says of each part that the operation touches, ABSENT where it says nothing."""

    @abstractmethod
    def after(self, base: Base) -> Leaves:
        """Return what each part is with the operation."""

    def around(self, base: Base) -> Any:
        """Return what gives the change its meaning without being changed: a commune reads it when it changes."""
        return None

    @abstractmethod
    def apply(self, workspace: Workspace) -> None:
        """Write the change; `problem` has found nothing against it."""

    def without(self, parts: Set[str]) -> Self | None:
        """Return the operation without some of its parts, None where nothing is left of it."""
        return None if parts else self


def added_beside(operation: Operation, beside: Sequence[Operation]) -> int:
    """Return how many operations of the overlay add something in the same place, this one included."""
    same = (type(operation), operation.name)
    return 1 + sum(1 for other in beside if (type(other), other.name) == same and other.identity != operation.identity)


def above_count(operation: Operation, rule: Rule, beside: Sequence[Operation]) -> str | None:
    """Return that more is added than the rule allows, or None."""
    count = added_beside(operation, beside)
    if count > rule.may_add:
        return f"at most {rule.may_add} additions here, found {count}"
    return None


class OperationSchema(Schema):
    """Reads the mapping of one operation into its class; `makes` is set by each kind."""

    makes: ClassVar[type[Operation]]

    class Meta:
        unknown = RAISE

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Operation:
        """Return the operation."""
        return self.makes(**data)
