"""One choice in a drop-down list."""

from collections.abc import Mapping

from app.forms.choices import (
    find_option,
    list_options,
    options_key,
    refuse_option,
    word_options,
)
from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.kinds import find_kind
from app.forms.registry import ComponentType, register
from app.forms.rules import read_text
from app.forms.structure import FormComponent, option_text


@register
class Select(ComponentType):
    """Answer: the value of one option."""

    name = "select"
    template = "select.html"

    def read(self, entered: object, component: FormComponent, filling: Filling) -> object:
        if isinstance(entered, list):
            if len(entered) > 1:
                raise AnswerRefused("type", filling.say("Choisissez une seule réponse."))
            entered = entered[0] if entered else None
        if entered is None or entered == "":
            return None
        kind = find_kind(component.kind)
        if kind is not None and options_key(component) not in filling.context and not component.options:
            return kind.read(read_text(entered, component, filling, longest=kind.longest), component, filling)
        option = find_option(entered, list_options(component, filling))
        if option is None:
            raise refuse_option(filling)
        return option.value

    def say_required(self, component: FormComponent, filling: Filling) -> str:
        return filling.say("Choisissez une réponse pour « %(label)s ».", label=filling.word(component.label))

    def show(self, value: object, component: FormComponent, filling: Filling) -> str:
        option = find_option(value, list_options(component, filling))
        return filling.choose(option.label) if option else str(value)

    def present(self, value: object, component: FormComponent, filling: Filling) -> Mapping[str, object]:
        return {
            "options": word_options(component, filling),
            "chosen": chosen_values(value),
            "prompt": filling.say("Choisissez dans la liste"),
        }


def chosen_values(value: object) -> frozenset[str]:
    """Return the chosen options as they are posted, from an answer or from what was posted."""
    values = value if isinstance(value, list | tuple) else () if value is None else (value,)
    return frozenset(option_text(entry) for entry in values)
