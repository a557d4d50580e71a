"""Values that a person types into a case are checked by the fields of its forms."""

from collections.abc import Collection, Mapping
from typing import Any

from app.commands.drafts import attachment_refs
from app.commands.filing import AnswersRefused
from app.commands.repairs.incident import Repair
from app.domain.languages import Language
from app.forms import FormDefinition
from app.store import cases


def checked_by_forms(
    repair: Repair, document: Mapping[str, Any], names: Collection[str], *, language: Language
) -> dict[str, Any]:
    """Return the variables `names` of the changed document, cleaned by the form that owns each.

    A name that no form of the deployment has is taken as it stands; where several have it, one that accepts the value
    is enough. Raises AnswersRefused with a message for each name.
    """
    checker = _Checker(repair=repair, document=document, language=language)
    checked, errors = {}, {}
    for name in names:
        value, message = checker.check(name)
        if message:
            errors[name] = message
        checked[name] = value
    if errors:
        raise AnswersRefused(errors)
    return checked


class _Checker:
    """The circumstances in which every field of one case is checked."""

    def __init__(self, *, repair: Repair, document: Mapping[str, Any], language: Language) -> None:
        self._repair, self._document, self._language = repair, document, language
        self._context = {**document, **repair.environment.context}
        case = repair.case
        self._files = attachment_refs(cases.list_attachments(case.commune_id, case_id=case.id))

    def check(self, name: str) -> tuple[Any, str]:
        """Return the clean value and an empty text, or the value as it stands and why it is refused."""
        value = self._document.get(name)
        refusal = ""
        for form in self._owners(name):
            clean, message = self._by(form, name, value)
            if not message:
                return clean, ""
            refusal = refusal or message
        return value, refusal

    def _owners(self, name: str) -> list[FormDefinition]:
        return [form for form in self._repair.deployed.forms.values() if form.find_field(name) is not None]

    def _by(self, form: FormDefinition, name: str, value: Any) -> tuple[Any, str]:
        field = form.find_field(name)
        assert field is not None, "an owner has the field"
        found = form.check_value(
            field,
            value,
            context=self._context,
            language=self._language,
            now=self._repair.unit.now,
            files=self._files,
        )
        return found.answers.get(name, value), next(iter(found.errors.values()), "")
