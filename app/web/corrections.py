"""Answers that were corrected, in words: what stood before, what stands now, who changed it and when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.commands.services import current_services
from app.deployments import Deployed
from app.domain.languages import choose
from app.forms import AttachmentRef, FormDefinition
from app.queries.known_answers import Correction
from app.web.interface import language, person


@dataclass(frozen=True, kw_only=True)
class ToldCorrection:
    """One corrected answer as a page shows it."""

    label: str
    before: str
    after: str
    moment: datetime
    actor: str


def tell_corrections(
    corrections: Iterable[Correction], deployed: Deployed, files: Mapping[str, Sequence[AttachmentRef]]
) -> list[ToldCorrection]:
    """Return the corrections of questions that the deployment's forms have, oldest first."""
    forms = list(deployed.forms.values())
    told = []
    for correction in corrections:
        form = next((form for form in forms if form.find_field(correction.key) is not None), None)
        if form is not None:
            told.append(_tell(correction, form, files))
    return told


def _tell(correction: Correction, form: FormDefinition, files: Mapping[str, Sequence[AttachmentRef]]) -> ToldCorrection:
    now = current_services().clock.now()
    field = form.find_field(correction.key)
    before, after = (
        form.show(correction.key, value, language=language(), now=now, files=files)
        for value in (correction.before, correction.after)
    )
    label = choose(field.label, language()) if field is not None else correction.key
    actor = person(correction.actor_name)
    return ToldCorrection(label=label, before=before, after=after, moment=correction.at, actor=actor)
