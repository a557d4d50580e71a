"""What a form must refuse, as fields of a page: the refused answers, and the sentence that each must get.

The names of these fields hold a hyphen or a colon, so that no answer of a form can be taken for one of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request

from app.decisions import DecisionError
from app.domain.languages import Text
from app.engine import DefinitionRefused
from app.forms import FormDefinition
from app.procedures import ProcedurePackage
from app.queries.coverage import workshop
from app.scenarios.asking import Asked
from app.scenarios.attachments import names_of
from app.web import form_posts
from app.web.interface import gettext
from app.web.studio.play_steps import StepWrong
from app.web.studio.play_tasks import Sent
from app.web.studio.play_words import field_title, own_words

REFUSES, REFUSED, OTHER, AS_REFUSED, KEPT = "form-refuses", "refused-field", "other-field", "as-refused", "kept-answer"
SENTENCE = "sentence:"
LONGEST_SENTENCE = 400

Refusals = Mapping[str, str | None]
"""The fields that a form must refuse, each with the sentence that it must say, or None."""


@dataclass(frozen=True, kw_only=True)
class RefusalRow:
    """One field on the page: whether it must be refused, with which sentence, and what the form says of it today."""

    key: str
    title: str
    expected: bool
    sentence: str
    said: str


@dataclass(frozen=True, kw_only=True)
class RefusalBox:
    """The part of a page that says what the form must refuse. `chosen`: it refuses; `optional`: it may accept too."""

    optional: bool
    chosen: bool
    rows: Sequence[RefusalRow]
    others: Sequence[tuple[str, str]]
    kept: Sequence[tuple[str, str, str]] = ()
    """Answers that the page cannot show: key, title, value."""


@dataclass(frozen=True, kw_only=True)
class Demanded:
    """What the page demands: whether the form refuses, and what. `said` is what the form says today, by field."""

    refuses: bool = False
    refused: Refusals = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)

    def demands_a_file(self, asked: Asked | None) -> bool:
        """Tell whether the form must refuse that a file is missing: then none may stand in for it."""
        fields = asked.form.fields if asked is not None else ()
        return any(each.type == "filepicker" and each.field_key in self.refused for each in fields)


def posted_demand(said: Mapping[str, str]) -> Demanded:
    """Return what was ticked and typed, in the order of the page."""
    ticked = [key[:120] for key in (*request.form.getlist(REFUSED), request.form.get(OTHER, "")) if key]
    sentences = {key: " ".join(request.form.get(f"{SENTENCE}{key}", "").split()) for key in ticked}
    refused = {key: text[:LONGEST_SENTENCE] or None for key, text in sentences.items()}
    return Demanded(refuses=request.form.get(REFUSES) == "1", refused=refused, said=said)


def decide(demanded: Demanded, asked: Asked | None) -> Refusals:
    """Return what the scenario shall demand: what is ticked, else what the form refuses today.

    `asked` is the form that was posted. Raises StepWrong: it accepts the answers, or asks what the page did not show.
    """
    if not demanded.refused or request.form.get(AS_REFUSED):
        if asked is not None and form_posts.errors_seen(asked.form, demanded.said) != dict(demanded.said):
            raise StepWrong(
                gettext("Le formulaire pose maintenant d’autres questions : répondez-y ou laissez-les vides.")
            )
        if not demanded.said:
            raise StepWrong(
                gettext(
                    "Le formulaire accepte ces réponses. Donnez une réponse qu’il doit refuser, ou choisissez le champ "
                    "dont vous attendez le refus."
                )
            )
        return {key: demanded.refused.get(key) for key in demanded.said}
    return demanded.refused


def as_written(refused: Refusals) -> list[str] | dict[str, str | None]:
    """Return `refused` as a scenario writes it: a list of fields, or a sentence for each where one is demanded."""
    return dict(refused) if any(refused.values()) else list(refused)


def box_of(
    asked: Asked | None,
    labels: Mapping[str, Text],
    demanded: Demanded,
    *,
    optional: bool,
    hidden: Mapping[str, Any] | None = None,
) -> RefusalBox:
    """Return the part of the page: the fields that are demanded, those refused today, and the others to choose."""
    keys = list(dict.fromkeys((*demanded.refused, *demanded.said)))
    fields = asked.form.fields if asked is not None else ()
    others = [each.field_key for each in fields if each.field_key not in keys]
    return RefusalBox(
        optional=optional,
        chosen=demanded.refuses or not optional,
        rows=[
            RefusalRow(
                key=key,
                title=field_title(labels, key),
                expected=key in demanded.refused,
                sentence=demanded.refused.get(key) or "",
                said=demanded.said.get(key, ""),
            )
            for key in keys
        ],
        others=[(key, field_title(labels, key)) for key in others],
        kept=[(key, field_title(labels, key), own_words(value)) for key, value in (hidden or {}).items()],
    )


def form_of(package: ProcedurePackage | None, name: str | None) -> FormDefinition | None:
    """Return a form of the package, None where the package cannot be run or lacks it."""
    if package is None or not name:
        return None
    try:
        return workshop().prepared(package).forms.get(name)
    except (DefinitionRefused, DecisionError):
        return None


def labels_of(package: ProcedurePackage | None, name: str | None) -> Mapping[str, Text]:
    """Return the labels of the fields of a form; none where it cannot be read."""
    form = form_of(package, name)
    return {} if form is None else form.labels


def with_kept(posted: Mapping[str, Any], hidden: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was posted with the answers that the page could not show: those kept, where nothing replaces them."""
    kept = {key: hidden[key] for key in request.form.getlist(KEPT) if key in hidden}
    lists = {key: value if isinstance(value, list) else [value] for key, value in kept.items()}
    return {**posted, **{key: list(map(str, found)) for key, found in lists.items() if not any(posted.get(key) or ())}}


def strange_kept(asked: Asked, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers to fields that the form does not have, where the page keeps them."""
    kept = (key for key in request.form.getlist(KEPT) if key in answers)
    return {key: answers[key] for key in kept if asked.form.find_field(key) is None}


def as_sent(asked: Asked, data: Mapping[str, Any]) -> Sent:
    """Return the answers of a scenario as the form shows them: names of files apart."""
    pickers = {field.field_key for field in asked.form.fields if field.type == "filepicker"}
    names = {key: names_of(key, data[key]) for key in pickers & set(data) if data[key]}
    return Sent(names=names, entered={key: value for key, value in data.items() if key not in pickers})
