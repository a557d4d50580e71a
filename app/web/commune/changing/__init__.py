"""The forms by which a commune changes a procedure, one for each kind of change."""

from app.procedures.tailoring import Base
from app.queries.changeable import Changeable
from app.web.commune.changing.additions import AddedFieldForm, PieceForm
from app.web.commune.changing.choices import QuestionForm, RoleForm, StepForm
from app.web.commune.changing.form import NEW, ChangeForm, NotTyped, OpenThing, Typed, read_operation
from app.web.commune.changing.values import ValueForm
from app.web.commune.changing.words import WordsForm

__all__ = ["NEW", "ChangeForm", "NotTyped", "OpenThing", "Typed", "form_of", "read_operation", "takes_additions"]

_FORMS: dict[str, ChangeForm] = {
    "parameters": ValueForm(),
    "texts": WordsForm(),
    "messages": WordsForm(),
    "documents": WordsForm(),
    "pieces": PieceForm(),
    "roles": RoleForm(),
    "steps": StepForm(),
}
_QUESTION, _ADDED = QuestionForm(), AddedFieldForm()


def form_of(base: Base, thing: Changeable) -> ChangeForm | None:
    """Return the form that changes a thing, None where it has none."""
    if thing.group != "fields":
        return _FORMS.get(thing.group)
    return _ADDED if takes_additions(base, thing) else _QUESTION


def takes_additions(base: Base, thing: Changeable) -> bool:
    """Tell whether things are added in the place of this one: a group of a form, its end, the pieces."""
    if thing.group == "fields":
        form, _, name = thing.name.partition(".")
        return base.find_slot(form, name) is not None
    return thing.group == "pieces"
