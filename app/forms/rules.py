"""The rules of form-js `validate` on clean values; each refusal says how to correct."""

from collections.abc import Callable

from app.forms.errors import AnswerRefused, FormRuleFailed
from app.forms.filling import Filling
from app.forms.patterns import LONGEST_TEXT
from app.forms.structure import FormComponent
from app.forms.typed_text import (
    DEFAULT_LENGTH,
    GREATEST_LENGTH,
    has_forbidden_characters,
)


def number_setting(setting: object, filling: Filling) -> float | int | None:
    """Return a numeric bound, computed when it is an expression; None when there is none."""
    bound = filling.resolve(setting)
    if isinstance(bound, str):
        return _parse_bound(bound) if bound.strip() else None
    return bound if isinstance(bound, int | float) and not isinstance(bound, bool) else None


def _parse_bound(bound: str) -> float:
    try:
        return float(bound)
    except ValueError:
        raise FormRuleFailed(f"Expected a number as a bound, found {bound!r}: correct the form.", bound=bound) from None


def is_required(component: FormComponent, filling: Filling) -> bool:
    """Tell whether an answer is due."""
    return filling.resolve(component.rules.required) is True


def length_limit(component: FormComponent, filling: Filling) -> int:
    """Return the most signs that the field accepts."""
    most = number_setting(component.rules.max_length, filling)
    limit = DEFAULT_LENGTH if most is None else min(int(most), GREATEST_LENGTH)
    return min(limit, LONGEST_TEXT) if component.rules.pattern else limit


def read_text(entered: object, component: FormComponent, filling: Filling, *, longest: int) -> str:
    """Return one posted or JSON text, of bounded size and without forbidden characters. Raises AnswerRefused."""
    if isinstance(entered, list) and len(entered) <= 1:
        entered = entered[0] if entered else None
    if entered is None:
        return ""
    if not isinstance(entered, str):
        raise AnswerRefused("type", filling.say("Une seule réponse écrite est attendue ici."))
    if len(entered) > longest:
        raise _too_long(len(entered), longest, filling)
    if has_forbidden_characters(entered):
        raise AnswerRefused(
            "type", filling.say("Ce texte contient des caractères invisibles qui ne sont pas acceptés. Retapez-le.")
        )
    return entered


def check_text(value: str, component: FormComponent, filling: Filling) -> None:
    """Check minLength, maxLength and pattern. Raises AnswerRefused."""
    limit = length_limit(component, filling)
    if len(value) > limit:
        raise _too_long(len(value), limit, filling)
    least = number_setting(component.rules.min_length, filling)
    if least is not None and len(value) < least:
        raise AnswerRefused(
            "minLength",
            filling.say(
                "Écrivez au moins %(least)s caractères ; il y en a %(found)s.", least=int(least), found=len(value)
            ),
        )
    pattern = component.rules.pattern
    if pattern is not None and not pattern.found_in(value):
        raise AnswerRefused(
            "pattern", filling.say("Cette réponse n'a pas la forme attendue. Lisez l'aide du champ et corrigez-la.")
        )


def check_bounds(
    value: float, component: FormComponent, filling: Filling, *, shown: Callable[[float | int], str]
) -> None:
    """Check min and max. `shown` writes a bound for people. Raises AnswerRefused."""
    least = number_setting(component.rules.minimum, filling)
    if least is not None and value < least:
        raise AnswerRefused("min", filling.say("Écrivez un nombre d'au moins %(least)s.", least=shown(least)))
    most = number_setting(component.rules.maximum, filling)
    if most is not None and value > most:
        raise AnswerRefused("max", filling.say("Écrivez un nombre d'au plus %(most)s.", most=shown(most)))


def _too_long(found: int, longest: int, filling: Filling) -> AnswerRefused:
    return AnswerRefused(
        "maxLength",
        filling.say(
            "Ce texte est trop long : %(found)s caractères, pour %(longest)s au plus. Raccourcissez-le.",
            found=found,
            longest=longest,
        ),
    )
