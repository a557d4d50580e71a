"""Rows of the same questions, as many as the person needs: children, heirs, vehicles."""

import re
from collections.abc import Iterator, Mapping

from app.forms.errors import AnswerRefused
from app.forms.filling import Filling
from app.forms.registry import AuthorMistake, ComponentType, register
from app.forms.scopes import MOST_ROWS
from app.forms.structure import FormComponent


@register
class DynamicList(ComponentType):
    """Answer: a list of objects under `path`. Without script: a button adds a row, a button in each row removes it.

    `defaultRepetitions` rows at first; `allowAddRemove: false` keeps their number; `properties.minRows`/`maxRows`
    bound it (50 at most). Every row is shown: `nonCollapsedItems` would hide what was typed.
    """

    name = "dynamiclist"
    key_name = "path"
    template = "dynamiclist.html"
    takes_many = True
    empty = ()

    def inspect(self, raw: Mapping[str, object]) -> Iterator[AuthorMistake]:
        count = raw.get("defaultRepetitions", 1)
        if not isinstance(count, int) or not 0 <= count <= MOST_ROWS:
            message = f"Expected defaultRepetitions from 0 to {MOST_ROWS}, found {count!r}."
            yield AuthorMistake(rule="form-bound", message=message)
        if not raw.get("components"):
            yield AuthorMistake(
                rule="form-list-empty", message="Expected components in the list: add the row's fields."
            )
        properties = raw.get("properties")
        for name in ("minRows", "maxRows"):
            limit = properties.get(name) if isinstance(properties, Mapping) else None
            if limit is not None and not re.fullmatch("[0-9]{1,2}", str(limit)):
                yield AuthorMistake(rule="form-bound", message=f"Expected {name} as a number of rows, found {limit!r}.")

    def read(self, entered: object, component: FormComponent, filling: Filling) -> object:
        if entered in (None, "", [""]):
            return []
        if not isinstance(entered, list) or not all(isinstance(row, dict) for row in entered):
            raise AnswerRefused("type", filling.say("Une liste de lignes est attendue ici. Rechargez la page."))
        return entered[: MOST_ROWS + 1]

    def check(self, value: object, component: FormComponent, filling: Filling) -> None:
        found = len(value) if isinstance(value, list) else 0
        least, most = rows_limits(component)
        if found > most:
            text = "Gardez %(most)s lignes au plus ; il y en a %(found)s."
            raise AnswerRefused("maxRows", filling.say(text, most=most, found=found))
        if found < least:
            text = "Ajoutez des lignes : il en faut au moins %(least)s ; il y en a %(found)s."
            raise AnswerRefused("minRows", filling.say(text, least=least, found=found))

    def is_empty(self, value: object) -> bool:
        return not value

    def show(self, value: object, component: FormComponent, filling: Filling) -> str:
        return filling.say("Lignes : %(count)s", count=len(value) if isinstance(value, list) else 0)


def rows_limits(component: FormComponent) -> tuple[int, int]:
    """Return the least and the most rows; a list that cannot grow keeps the number it starts with."""
    least, most = component.properties.get("minRows") or 0, component.properties.get("maxRows") or MOST_ROWS
    return int(str(least)), min(int(str(most)), MOST_ROWS)


def may_change(component: FormComponent) -> bool:
    """Tell whether rows may be added and removed."""
    return component.settings.get("allowAddRemove") is not False
