"""Files joined to the form: the answers hold the ids of attachments already checked and stored."""

import re
from collections.abc import Iterator, Mapping, Sequence

from app.forms.attachments import AttachmentRef
from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.registry import AuthorMistake, ComponentType, register
from app.forms.structure import FormComponent
from app.languages import format_number, isolate

MOST_FILES = 20


@register
class FilePicker(ComponentType):
    """Answer: list of attachment ids, each among the `files` given for the field.

    A form posts new files apart from its fields; so no answer means: all the files that the field already has.
    """

    name = "filepicker"
    template = "filepicker.html"
    takes_many = True
    empty = ()

    def inspect(self, raw: Mapping[str, object]) -> Iterator[AuthorMistake]:
        properties = raw.get("properties")
        limit = properties.get("maxMegabytes") if isinstance(properties, Mapping) else None
        if limit and not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})?", str(limit)):
            message = f"Expected maxMegabytes as a number of megabytes, found {limit!r}."
            yield AuthorMistake(rule="form-bound", message=message)

    def read(self, entered: object, component: FormComponent, filling: Filling) -> object:
        known = [file.id for file in files_of(component, filling)]
        if entered in (None, "", [], [""]):
            return known
        entries = entered if isinstance(entered, list) else [entered]
        if len(entries) > 10 * MOST_FILES or any(entry not in known for entry in entries):
            raise AnswerRefused(
                "option", filling.say("Ce fichier n'est pas joint à cette demande. Joignez-le à nouveau.")
            )
        return [identifier for identifier in known if identifier in entries]

    def check(self, value: object, component: FormComponent, filling: Filling) -> None:
        most = most_files(component)
        found = len(value) if isinstance(value, list) else 0
        if found > most:
            raise AnswerRefused(
                "max",
                filling.say("Joignez un seul fichier : retirez les autres.")
                if most == 1
                else filling.say("Joignez %(most)s fichiers au plus ; il y en a %(found)s.", most=most, found=found),
            )

    def is_empty(self, value: object) -> bool:
        return not value

    def say_required(self, component: FormComponent, filling: Filling) -> str:
        return filling.say("Joignez le fichier « %(label)s ».", label=filling.word(component.label))

    def show(self, value: object, component: FormComponent, filling: Filling) -> str:
        names = {file.id: file.filename for file in files_of(component, filling)}
        entries = value if isinstance(value, list | tuple) else [value]
        comma = "، " if filling.language == "ar" else ", "
        return comma.join(isolate(names[entry]) for entry in entries if entry in names) or str(len(entries))

    def present(self, value: object, component: FormComponent, filling: Filling) -> Mapping[str, object]:
        files = files_of(component, filling)
        return {
            "files": [_FileRow(file, filling) for file in files],
            "attributes": {"type": "file", "accept": accepted_types(component)},
            "multiple": most_files(component) > 1,
            "may_add": len(files) < most_files(component),
            "limit": filling.say(
                "PDF, JPEG, PNG ou WebP, %(size)s Mo au plus.",
                size=format_number(component.max_bytes / 1_000_000, filling.language),
            ),
            "remove": filling.say("Retirer"),
            "joined": filling.say("Fichiers joints"),
        }


class _FileRow:
    """One joined file as the page shows it."""

    def __init__(self, file: AttachmentRef, filling: Filling) -> None:
        self.id = file.id
        self.filename = file.filename
        self.size = filling.say("%(size)s Ko", size=format_number(max(1, round(file.size / 1000)), filling.language))


def files_of(component: FormComponent, filling: Filling) -> Sequence[AttachmentRef]:
    """Return the files that the field already has."""
    return filling.files.get(component.field_key, ())


def most_files(component: FormComponent) -> int:
    """Return how many files the field takes: one unless `multiple`."""
    return MOST_FILES if component.settings.get("multiple") is True else 1


def accepted_types(component: FormComponent) -> str:
    """Return the `accept` attribute: the form's own, else what uploads accept."""
    return component.accept or ".pdf,.jpg,.jpeg,.png,.webp"
