"""Several choices among options that are all in sight."""

from collections.abc import Mapping

from app.forms.choices import find_option, list_options, refuse_option, word_options
from app.forms.components.select import chosen_values
from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.registry import ComponentType, register
from app.forms.structure import FormComponent, option_text

_MOST_CHOICES = 1_000


@register
class CheckList(ComponentType):
    """Answer: the list of chosen values, in the order of the options, each once."""

    name = "checklist"
    template = "choices.html"
    takes_many = True
    empty = ()

    def read(self, entered: object, component: FormComponent, filling: Filling) -> object:
        entries = [] if entered in (None, "") else entered if isinstance(entered, list) else [entered]
        if len(entries) > _MOST_CHOICES:
            raise AnswerRefused("type", filling.say("Il y a trop de réponses ici. Choisissez dans la liste."))
        options = list_options(component, filling)
        offered = {option.posted for option in options}
        chosen = {option_text(entry) for entry in entries if isinstance(entry, str | int | float) and entry != ""}
        if not chosen <= offered or any(not isinstance(entry, str | int | float) for entry in entries):
            raise refuse_option(filling)
        return [option.value for option in options if option.posted in chosen]

    def is_empty(self, value: object) -> bool:
        return not value

    def say_required(self, component: FormComponent, filling: Filling) -> str:
        return filling.say("Cochez au moins une case pour « %(label)s ».", label=filling.word(component.label))

    def show(self, value: object, component: FormComponent, filling: Filling) -> str:
        options = list_options(component, filling)
        entries = value if isinstance(value, list | tuple) else [value]
        found = [(entry, find_option(entry, options)) for entry in entries]
        comma = "، " if filling.language == "ar" else ", "
        return comma.join(filling.choose(option.label) if option else str(entry) for entry, option in found)

    def present(self, value: object, component: FormComponent, filling: Filling) -> Mapping[str, object]:
        return {"options": word_options(component, filling), "chosen": chosen_values(value), "many": True}
