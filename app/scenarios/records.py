"""What happened to a case in memory, in order: for the person who reads it afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from app.domain.languages import Language
from app.procedures.message_templates import Message

HappeningKind = Literal[
    "filed",
    "refused",
    "completed",
    "answered",
    "failed",
    "message",
    "ignored",
    "signal",
    "timer",
    "period-over",
    "status",
    "decision",
    "thrown",
    "end",
    "incident",
]


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing that happened at `moment` (aware, UTC) during step number `step` (0: the start), at `element`.

    `name` is the message, signal, status, decision, operation, error code or outcome that it is about.
    """

    step: int
    moment: datetime
    kind: HappeningKind
    element: str = ""
    name: str = ""
    index: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SentMessage:
    """A message of the package as the citizen would have received it, in every language in which it is written."""

    moment: datetime
    key: str
    element: str
    texts: Mapping[Language, Message]


@dataclass(frozen=True, kw_only=True)
class PrintedDocument:
    """A document of the package that a service task printed, with what the case knew then.

    `number` is empty while it is only a project for the signatory.
    """

    moment: datetime
    key: str
    element: str
    document: Mapping[str, Any]
    number: str = ""


@dataclass(kw_only=True)
class Records:
    """All that happened; it grows while the case runs."""

    step: int = 0
    happenings: list[Happening] = field(default_factory=list)
    messages: list[SentMessage] = field(default_factory=list)
    documents: list[PrintedDocument] = field(default_factory=list)

    def note(
        self,
        kind: HappeningKind,
        moment: datetime,
        *,
        element: str = "",
        name: str = "",
        index: int | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """Write one thing down, under the step that is being taken."""
        self.happenings.append(
            Happening(
                step=self.step,
                moment=moment,
                kind=kind,
                element=element,
                name=name,
                index=index,
                data=dict(data or {}),
            )
        )
