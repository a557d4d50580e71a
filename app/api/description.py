"""What a route of the interface takes and gives, noted beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from marshmallow import Schema

View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE = "mastara_description"


@dataclass(frozen=True, kw_only=True)
class Description:
    """The body of a request, the answers by status, and the headers that mean something."""

    body: type[Schema] | None = None
    answers: Mapping[int, type[Schema]] = field(default_factory=dict)
    headers: Sequence[str] = ()


def described(
    *, answers: Mapping[int, type[Schema]], body: type[Schema] | None = None, headers: Sequence[str] = ()
) -> Callable[[View], View]:
    """Note what a view takes and gives; put it under the declaration of its permission."""

    def note(view: View) -> View:
        setattr(view, _ATTRIBUTE, Description(body=body, answers=answers, headers=headers))
        return view

    return note


def description_of(view: Callable[..., Any]) -> Description | None:
    """Return what was noted beside a view, or None."""
    return getattr(view, _ATTRIBUTE, None)
