"""One box to tick: a statement or a consent."""

from collections.abc import Mapping

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.registry import ComponentType, register
from app.forms.structure import FormComponent

_TICKED = ("true", "on", "1")


@register
class CheckBox(ComponentType):
    """Answer: true or false; when required, only true is an answer."""

    name = "checkbox"
    template = "checkbox.html"
    empty = False

    def read(self, entered: object, component: FormComponent, filling: Filling) -> object:
        if isinstance(entered, list) and len(entered) <= 1:
            entered = entered[0] if entered else None
        if isinstance(entered, bool):
            return entered
        if entered in (None, "", "false"):
            return False
        if entered in _TICKED:
            return True
        raise AnswerRefused("type", filling.say("Cochez la case ou laissez-la vide."))

    def say_required(self, component: FormComponent, filling: Filling) -> str:
        return filling.say("Cochez la case « %(label)s » pour continuer.", label=filling.word(component.label))

    def is_empty(self, value: object) -> bool:
        return value is not True

    def show(self, value: object, component: FormComponent, filling: Filling) -> str:
        return filling.say("Oui")

    def present(self, value: object, component: FormComponent, filling: Filling) -> Mapping[str, object]:
        if isinstance(value, list | tuple):
            value = value[0] if value else None
        return {"ticked": value is True or value in _TICKED}
