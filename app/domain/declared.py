"""What each route declares: the permission that it needs, and how whoever calls it is known."""

from collections.abc import Callable
from typing import Any, Literal, TypeVar

from app.domain import permissions

View = TypeVar("View", bound=Callable[..., Any])
KnownBy = Literal["session", "token"]
_PERMISSION, _KNOWN_BY = "mastara_permission", "mastara_known_by"


class UndeclaredRoute(Exception):
    """A route has no permission: the application refuses to start."""


def declare(name: str, *, known_by: KnownBy = "session") -> Callable[[View], View]:
    """Declare the permission of a view; put it under the route decorator. Raises UndeclaredRoute for an unknown one."""
    if name not in permissions.ALL:
        raise UndeclaredRoute(f"Expected a permission of the domain, found “{name}”.")

    def mark(view: View) -> View:
        setattr(view, _PERMISSION, name)
        setattr(view, _KNOWN_BY, known_by)
        return view

    return mark


def permission_of(view: Callable[..., Any]) -> str | None:
    """Return the permission that a view declares, or None."""
    return getattr(view, _PERMISSION, None)


def is_known_by_token(view: Callable[..., Any]) -> bool:
    """Tell whether a machine with a token calls the view, not a person with a session."""
    return getattr(view, _KNOWN_BY, None) == "token"
