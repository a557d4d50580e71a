"""Components that belong together; at the top of a form made of groups only, a step."""

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.registry import ComponentType, register
from app.forms.structure import FormComponent


@register
class Group(ComponentType):
    """Not a field; with a `path`, its answers stand in an object of that name, as in form-js."""

    name = "group"
    template = "group.html"
    is_field = False
    key_name = "path"

    def read(self, entered: object, component: FormComponent, filling: Filling) -> object:
        if entered in (None, "", [""]):
            return [{}]
        if not isinstance(entered, dict):
            raise AnswerRefused("type", filling.say("Ces réponses n'ont pas la forme attendue. Rechargez la page."))
        return [entered]

    def is_empty(self, value: object) -> bool:
        return not value
