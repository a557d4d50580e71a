"""Files joined to the form: the answers hold the ids of attachments already checked and stored."""

import re
from collections.abc import Iterator, Mapping, Sequence

from app.forms.attachments import AttachmentRef
from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.media_types import accepted_media_types
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
        most = most_files(component)
        return {
            "files": [_file_row(file, filling) for file in files],
            "attributes": {"type": "file", "accept": accepted_types(component)},
            "multiple": most > 1,
            "may_add": len(files) < most,
            "camera": filling.say("Prendre une photo") if _takes_photos(component) else "",
            "limit": _limit_words(component, most, filling),
            "remove": filling.say("Retirer"),
            "joined": filling.say("Fichiers joints"),
            "upload_words": filling.say("Envoi du fichier…"),
            "upload_failed": filling.say("Le fichier n'est pas parti. Il reste choisi : continuez, il sera envoyé."),
            "upload_too_large": filling.say("Ce fichier est trop lourd pour être envoyé. Choisissez-en un plus léger."),
        }


def _file_row(file: AttachmentRef, filling: Filling) -> dict[str, object]:
    """Return one joined file as the page shows it."""
    details = [filling.say("%(size)s Ko", size=format_number(max(1, round(file.size / 1000)), filling.language))]
    if file.pages is not None:
        details.append(filling.say_count("%(num)s page", "%(num)s pages", file.pages))
    return {
        "id": file.id,
        "filename": file.filename,
        "details": " · ".join(details),
        "thumbnail": file.thumbnail,
        "is_fixed": file.is_fixed,
    }


def _limit_words(component: FormComponent, most: int, filling: Filling) -> str:
    """Return what may be joined: types, size, and how many when it is more than one."""
    allowed = accepted_media_types(component.accept)
    names = list(dict.fromkeys(media_type.rpartition("/")[2].upper() for media_type in allowed))
    size = format_number(component.max_bytes / 1_000_000, filling.language)
    if filling.language == "ar":
        names = [isolate(name) for name in names]
    comma = "، " if filling.language == "ar" else ", "
    types = filling.say("%(types)s ou %(last)s", types=comma.join(names[:-1]), last=names[-1])
    if most == 1:
        return filling.say("%(types)s, %(size)s Mo au plus.", types=types if names[1:] else names[0], size=size)
    return filling.say(
        "Jusqu'à %(most)s fichiers : %(types)s, %(size)s Mo au plus chacun.",
        most=most,
        types=types if names[1:] else names[0],
        size=size,
    )


def _takes_photos(component: FormComponent) -> bool:
    """Tell whether a telephone offers its camera: pictures are accepted and `properties.camera` is not "false"."""
    allowed = accepted_media_types(component.accept)
    return "image/jpeg" in allowed and str(component.properties.get("camera", "")).lower() != "false"


def files_of(component: FormComponent, filling: Filling) -> Sequence[AttachmentRef]:
    """Return the files that the field already has."""
    return filling.files.get(component.field_key, ())


def most_files(component: FormComponent) -> int:
    """Return how many files the field takes: one unless `multiple`."""
    return MOST_FILES if component.settings.get("multiple") is True else 1


def accepted_types(component: FormComponent) -> str:
    """Return the `accept` attribute: media types, so that an iPhone turns its own format into JPEG."""
    return ",".join(accepted_media_types(component.accept))
