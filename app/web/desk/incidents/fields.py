"""What the forms of a deployment say of the variables of a case: a label, the options of a choice."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.deployments import Deployed
from app.domain.languages import choose
from app.web.interface import language


@dataclass(frozen=True, kw_only=True)
class FieldWords:
    """The words of one variable in the language of the page; `options` are pairs of value and words."""

    label: str = ""
    options: tuple[tuple[str, str], ...] = ()


UNKNOWN = FieldWords()
"""For a variable that no form has."""


def words_of_fields(deployed: Deployed) -> Mapping[str, FieldWords]:
    """Return the words of each variable that a form has; the first form that names one is taken."""
    found: dict[str, FieldWords] = {}
    for form in deployed.forms.values():
        for field in form.fields:
            if field.key:
                options = tuple((option.posted, choose(option.label, language())) for option in field.options)
                words = FieldWords(label=choose(field.label, language()), options=options)
                found.setdefault(str(field.key), words)
    return found
