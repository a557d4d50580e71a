"""The fields of the sheet (law 55-19 art. 6): what each holds, and where it stands in the manifest and in the texts."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "word", "line", "text", "choice", "words", "picks", "tick", "day", "parameter", "requirement", "condition"
]
"""word: a key; line, text: free; words: several, typed; picks: several, chosen; requirement: always, never, or when."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing that the sheet asks of the analyst.

    `path` leads to its value in the manifest, from the row in a list of rows. `texts` leads to it in the translations:
    then it is asked once a language, and `{key}` stands for the key of the row.
    """

    name: str
    kind: Kind
    path: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    default: str = ""
    required: bool = False
    national: bool = False
    """True: asked in Tamazight too, when the procedure has that language."""
    group: str = ""
    """For picks and parameters, what may be chosen: `tasks`, `waits`, `elements`, `messages`, `files`, `periods`."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the sheet: fields that stand once, or (`rows`) a list of rows with the same fields."""

    name: str
    fields: tuple[Field, ...]
    rows: tuple[str, ...] = ()
    identity: str = "key"


def _field(name: str, kind: Kind = "line", **more: object) -> Field:
    return Field(name=name, kind=kind, **{"path": tuple(name.split(".")), **more})  # type: ignore[arg-type]


def _texts(name: str, *path: str, kind: Kind = "line", required: bool = False, national: bool = False) -> Field:
    return Field(name=name, kind=kind, texts=path, required=required, national=national)


def _key() -> Field:
    return _field("key", "word", required=True)


def _reference(name: str = "legal_ref") -> Field:
    return _field(name, "line", required=True)


IDENTITY = Part(
    name="identity",
    fields=(
        _texts("title", "fiche", "title", required=True, national=True),
        _texts("summary", "fiche", "summary", kind="text"),
        _field("audience", "choice", choices=("citizen", "company", "both", "administration"), required=True),
        _texts("audience_text", "fiche", "audience", kind="text"),
        _texts("responsible", "fiche", "responsible"),
        _field("channels", "picks", choices=("portal", "counter", "post", "one-stop", "desk"), required=True),
        _field("begun_by", "words"),
        _texts("steps_note", "fiche", "steps_note", kind="text"),
        _field("domain", "word", required=True),
        _field("system", "word", required=True),
    ),
)
LEGAL_BASIS = Part(
    name="legal_basis",
    rows=("legal_basis",),
    fields=(
        _texts("name", "fiche", "legal_basis", "{key}"),
        _field("type", "choice", choices=("law", "decree", "order", "circular", "other"), required=True),
        _field("number", required=True),
        _field("date", "day"),
        _field("articles", "words"),
        _field("url"),
        _key(),
    ),
)
PIECES = Part(
    name="pieces",
    rows=("pieces",),
    fields=(
        _texts("name", "fiche", "pieces", "{key}", "name"),
        _texts("note", "fiche", "pieces", "{key}", "note"),
        _field("provided_by", "choice", choices=("user", "administration"), required=True),
        _field("field", "choice", group="files"),
        _field("required", "requirement", choices=("always", "never", "condition")),
        _reference(),
        _field("alternative"),
        _field("source_administration"),
        _key(),
    ),
)
FEES = Part(
    name="fees",
    rows=("fees",),
    fields=(
        _texts("name", "fiche", "fees", "{key}"),
        _field("parameter", "parameter", required=True),
        _field("when", "condition"),
        _field("payee", "word", default="commune"),
        _reference(),
        _key(),
    ),
)
DEADLINE = Part(
    name="deadline",
    fields=(
        _field("deadline.parameter", "parameter", required=True, group="periods"),
        _field("deadline.starts", "choice", choices=("complete", "filed"), default="complete", required=True),
        _field("deadline.restarts_after", "picks", group="tasks"),
        _field("deadline.ends_after", "picks", group="elements"),
        _field("deadline.half_window", "tick"),
        _field("deadline.extension.reasons", "words"),
        _field("deadline.extension.parameter", "parameter", group="periods"),
        _field("deadline.extension.legal_ref"),
        _field("deadline.extension.message", "choice", group="messages"),
    ),
)
SUSPENSIONS = Part(
    name="suspensions",
    rows=("deadline", "suspended_while"),
    identity="reason",
    fields=(
        _field("reason", "word", required=True),
        _field("waiting_at", "picks", group="waits", required=True),
        _field("once", "tick"),
        _field("any_time", "tick"),
        _reference(),
    ),
)
SILENCE = Part(
    name="silence",
    fields=(
        _field("silence.effect", "choice", choices=("refusal_appealable", "consent"), required=True),
        _texts("silence_text", "fiche", "silence", kind="text"),
        _field("silence.legal_ref", "line", required=True),
        _field("silence.message", "choice", group="messages"),
    ),
)
APPEALS = Part(
    name="appeals",
    rows=("appeals",),
    fields=(
        _texts("name", "fiche", "appeals", "{key}"),
        _field("file_within", "parameter", group="periods"),
        _field("reply_within", "parameter", group="periods"),
        _reference(),
        _key(),
    ),
)
AFTERWARDS = Part(
    name="afterwards",
    fields=(
        _field("retention.parameter", "parameter", group="periods"),
        _field("applicant.name", "words"),
        _field("applicant.email"),
        _field("applicant.phone"),
    ),
)
PARTS = (IDENTITY, LEGAL_BASIS, PIECES, FEES, DEADLINE, SUSPENSIONS, SILENCE, APPEALS, AFTERWARDS)
ROWS = {part.name: part for part in PARTS if part.rows}
