"""What a procedure asks of citizens: their forms, and the words in which it asks for pieces."""

import re
from collections.abc import Iterator, Mapping

from app.domain.actors import CITIZEN_ROLE
from app.domain.languages import INTERFACE_LANGUAGES
from app.forms import FormDefinition
from app.forms.packages import read_forms
from app.linting.places import form_file, texts_file
from app.linting.wording import Wording
from app.procedures import ProcedurePackage

_SENTENCE_END = re.compile(r"[.;!?؟؛\n]")
_DENIAL = re.compile(
    r"\b(?:aucune?|sans|pas|ni|jamais)\b|(?<!\w)(?:و?لا|لم|لن|ليس|ليست|دون|بدون|غير)(?!\w)", re.IGNORECASE
)


def forms_of_citizens(package: ProcedurePackage) -> dict[str, FormDefinition]:
    """Return the forms that citizens fill in: the one that begins the case, and those of their tasks."""
    tasks = (task.form for task in package.bpmn.user_tasks() if task.role == CITIZEN_ROLE)
    names = frozenset([package.manifest["start_form"], *tasks])
    return {name: form for name, form in read_forms(package).items() if name in names}


def piece_wordings(package: ProcedurePackage) -> Iterator[Wording]:
    """Give the texts of the sheet about each piece, and those of the file fields of citizens' forms."""
    for piece in package.manifest["pieces"]:
        for language in INTERFACE_LANGUAGES:
            path = ("fiche", "pieces", piece["key"])
            file = texts_file(package, language)
            for text in _texts_at(package.translations.get(language, {}), path):
                yield Wording(text=text, file=file, element=piece["key"], path=path)
    for name, form in forms_of_citizens(package).items():
        for field in form.fields:
            if field.type == "filepicker":
                for text in (*field.label.values(), *field.description.values()):
                    yield Wording(text=text, file=form_file(package, name), element=field.field_key)


def demanded(words: re.Pattern[str], text: str) -> str | None:
    """Return what a text demands of the words, None when it does not name them or says that they are not asked for."""
    for sentence in _SENTENCE_END.split(text):
        found = words.search(sentence)
        if found and not _DENIAL.search(sentence):
            return found.group()
    return None


def _texts_at(texts: Mapping[str, object], path: tuple[str, ...]) -> Iterator[str]:
    node: object = texts
    for part in path:
        node = node.get(part) if isinstance(node, Mapping) else None
    found = node.values() if isinstance(node, Mapping) else (node,)
    yield from (text for text in found if isinstance(text, str))
