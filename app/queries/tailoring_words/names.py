"""The names of things that a policy and an overlay speak of: a value, a text, a question, a role, a step."""

from collections.abc import Callable, Mapping

from app.domain.languages import Language, choose
from app.forms.packages import read_forms
from app.forms.structure import FormComponent, walk
from app.languages import isolate, translate
from app.procedures.tailoring import Group
from app.procedures.tailoring.base import WHOLE_FORM
from app.procedures.tailoring.kinds.step import switched_by
from app.queries.tailoring_words.national import National

GROUP_TITLES: Mapping[Group, str] = {
    "parameters": "Délais, montants et seuils",
    "texts": "Textes que lisent les usagers",
    "messages": "Messages envoyés aux usagers",
    "fields": "Questions des formulaires",
    "pieces": "Pièces demandées",
    "roles": "Qui fait quoi",
    "documents": "En-tête et textes des documents",
    "steps": "Étapes facultatives",
    "elements": "Étapes propres à la commune",
}
"""The groups of a policy as French source texts, for screens in either language."""

_FICHE: Mapping[str, str] = {
    "title": "Fiche : nom de la démarche",
    "summary": "Fiche : résumé",
    "audience": "Fiche : à qui elle s’adresse",
    "steps_note": "Fiche : comment se passe la demande",
    "silence": "Fiche : le silence de l’administration",
    "responsible": "Fiche : service responsable",
}
_OWNERS: Mapping[str, str] = {
    "statuses": "État « %(name)s »",
    "outcomes": "Issue « %(name)s »",
    "tasks": "Étape « %(name)s »",
    "documents": "Document « %(name)s »",
    "reasons": "Motif « %(name)s »",
    "decisions": "Décision « %(name)s »",
}
_KINDS: Mapping[str, str] = {
    "title": "titre",
    "explanation": "explication",
    "label": "libellé",
    "description": "aide",
    "text": "texte",
    "action": "bouton",
    "hint": "aide",
    "name": "nom",
    "note": "précision",
}
_DOCUMENTS: Mapping[str, str] = {"letterhead": "En-tête de tous les documents"}
_MESSAGE_PARTS: Mapping[str, str] = {"subject": "objet", "sms": "SMS", "body": "texte du courriel"}
_BLOCKS: Mapping[str, str] = {
    "contact": "coordonnées du bureau",
    "address": "adresse",
    "closing": "formule de fin",
    "opening": "formule de début",
}


def thing_name(national: National, group: Group, name: str, language: Language) -> str:
    """Return what a thing is called, its technical name where the procedure gives it no other."""
    return _NAMES[group](national, name, language)


def form_title(national: National, form: str, language: Language) -> str:
    """Return the title of a form, its name where it has none."""
    found = read_forms(national.package).get(form)
    return (found.title_in(language) if found else "") or form


def component_title(national: National, form: str, name: str, language: Language) -> str:
    """Return the label of a question or of a group of them; `form` itself is its end."""
    if name == WHOLE_FORM:
        return translate(language, "fin du formulaire")
    found = read_forms(national.package).get(form)
    components = walk(found.components) if found else ()
    component = next((one for one in components if name in (one.key, one.id)), None)
    return (choose(component.label, language) if component else "") or name


def role_name(national: National, role: str, language: Language) -> str:
    """Return the title of a role."""
    return choose(dict(national.base.roles.get(role) or {}), language) or role


def element_name(national: National, element_id: str, language: Language) -> str:
    """Return the name of an element of the diagram."""
    element = national.base.model.elements.get(element_id)
    return (choose(element.names, language) if element else "") or element_id


def list_slots(national: National, form: str, language: Language) -> list[tuple[str, str]]:
    """Return the places of a form to which something may be added, with their titles: its groups, then its end."""
    found = read_forms(national.package).get(form)
    groups: list[FormComponent] = [one for one in walk(found.components) if one.type == "group"] if found else []
    named = [(one.id, choose(one.label, language) or one.id) for one in groups]
    return [*named, (WHOLE_FORM, translate(language, "fin du formulaire"))]


def _parameter(national: National, name: str, language: Language) -> str:
    row = national.base.find_parameter(name) or {}
    return choose(dict(row.get("title") or {}), language) or name


def _text(national: National, name: str, language: Language) -> str:
    first, *middle, last = name.split(".")
    if first == "fiche" and not middle and last in _FICHE:
        return translate(language, _FICHE[last])
    if first == "forms":
        return _form_text(national, middle, last, language)
    if first == "fiche" and middle:
        owner = national.package.text(".".join((first, *middle, "name")), language) or ".".join(middle[1:])
        return translate(language, "Fiche : « %(name)s », %(kind)s", name=owner, kind=_kind(last, language))
    if first in _OWNERS and middle:
        title = national.package.text(".".join((first, *middle, "title")), language) or ".".join(middle)
        owner = translate(language, _OWNERS[first], name=title)
        return translate(language, "%(owner)s : %(kind)s", owner=owner, kind=_kind(last, language))
    return isolate(name)


def _form_text(national: National, middle: list[str], last: str, language: Language) -> str:
    form, *place = middle
    title = form_title(national, form, language)
    if not place:
        return translate(language, "Formulaire « %(form)s » : titre", form=title)
    question = component_title(national, form, place[0], language)
    kind = translate(language, "choix « %(key)s »", key=last) if place[1:] else _kind(last, language)
    return translate(language, "Formulaire « %(form)s », « %(name)s » : %(kind)s", form=title, name=question, kind=kind)


def _message(national: National, name: str, language: Language) -> str:
    message, _, part = name.partition(".")
    subjects = {code: national.base.message_parts(message, code).get("subject", "") for code in ("fr", "ar")}
    kind = translate(language, _MESSAGE_PARTS[part]) if part in _MESSAGE_PARTS else part
    return translate(language, "Message « %(name)s » : %(kind)s", name=choose(subjects, language) or message, kind=kind)


def _kind(last: str, language: Language) -> str:
    return translate(language, _KINDS[last]) if last in _KINDS else last


def _field(national: National, name: str, language: Language) -> str:
    form, _, component = name.partition(".")
    if component == WHOLE_FORM:
        return translate(language, "À la fin du formulaire « %(form)s »", form=form_title(national, form, language))
    return translate(
        language,
        "« %(name)s » (formulaire « %(form)s »)",
        name=component_title(national, form, component, language),
        form=form_title(national, form, language),
    )


def _piece(national: National, name: str, language: Language) -> str:
    return translate(language, "Pièces ajoutées par la commune")


def _document(national: National, name: str, language: Language) -> str:
    document, _, block = name.partition(".")
    if document in _DOCUMENTS:
        owner = translate(language, _DOCUMENTS[document])
    else:
        title = national.package.text(f"documents.{document}.title", language) or document
        owner = translate(language, "Document « %(name)s »", name=title)
    kind = translate(language, _BLOCKS[block]) if block in _BLOCKS else block
    return translate(language, "%(owner)s : %(kind)s", owner=owner, kind=kind)


def _step(national: National, name: str, language: Language) -> str:
    steps = switched_by(national.base, name)
    return ("، " if language == "ar" else ", ").join(choose(step.names, language) or step.id for step in steps) or name


_NAMES: Mapping[Group, Callable[[National, str, Language], str]] = {
    "parameters": _parameter,
    "texts": _text,
    "messages": _message,
    "fields": _field,
    "pieces": _piece,
    "roles": role_name,
    "documents": _document,
    "steps": _step,
    "elements": element_name,
}
