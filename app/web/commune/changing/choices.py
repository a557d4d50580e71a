"""The forms in which one thing of a few is chosen: a question, a role, a step."""

from collections.abc import Sequence

from app.procedures.tailoring.kinds import HideField, MapRole, RequireField, SwitchStep
from app.procedures.tailoring.kinds.step import switched_by
from app.queries.roles import OUTSIDE
from app.queries.tailoring_words.names import role_name
from app.web.commune.changing.form import Data, OpenThing, Typed
from app.web.interface import gettext, language

NATIONAL = "national"


class QuestionForm:
    """`choice`: as in the country, required, or not asked."""

    template = "commune/_change_choice.html"

    def names(self, thing: OpenThing) -> tuple[str, ...]:
        """One choice."""
        return ("choice",)

    def shown(self, thing: OpenThing) -> Typed:
        """What the commune chose."""
        standing = thing.standing
        verb = standing.verb if isinstance(standing, RequireField | HideField) else NATIONAL
        return {"choice": verb}

    def data(self, thing: OpenThing, typed: Typed) -> Data | None:
        """The operation of the chosen verb."""
        chosen = typed.get("choice", NATIONAL)
        if chosen not in ("require", "hide"):
            return None
        form, _, field = thing.thing.name.partition(".")
        return {"do": f"{chosen}-field", "form": form, "field": field}

    def extras(self, thing: OpenThing) -> Data:
        """What the rule lets the commune choose."""
        rule = thing.thing.rule
        verbs = rule.may if rule.mode == "bounded" else ("require", "hide")
        words = {"require": gettext("La rendre obligatoire"), "hide": gettext("Ne pas la poser")}
        return {"options": _options([(verb, words[verb]) for verb in ("require", "hide") if verb in verbs])}


class RoleForm:
    """`choice`: the role that does the work."""

    template = "commune/_change_choice.html"

    def names(self, thing: OpenThing) -> tuple[str, ...]:
        """One choice."""
        return ("choice",)

    def shown(self, thing: OpenThing) -> Typed:
        """The role that the commune chose."""
        standing = thing.standing
        return {"choice": standing.to if isinstance(standing, MapRole) else NATIONAL}

    def data(self, thing: OpenThing, typed: Typed) -> Data | None:
        """The other role."""
        chosen = typed.get("choice", NATIONAL)
        if chosen in (NATIONAL, "", thing.thing.name):
            return None
        return {"do": "map-role", "role": thing.thing.name, "to": chosen}

    def extras(self, thing: OpenThing) -> Data:
        """The roles that the rule names, or all that agents hold."""
        rule, roles = thing.thing.rule, thing.national.base.roles
        named = [str(one) for one in rule.one_of] or [role for role in roles if role not in OUTSIDE]
        offered = [(role, role_name(thing.national, role, language())) for role in named if role != thing.thing.name]
        return {"options": _options(offered)}


class StepForm:
    """`choice`: the step takes place or not."""

    template = "commune/_change_choice.html"

    def names(self, thing: OpenThing) -> tuple[str, ...]:
        """One choice."""
        return ("choice",)

    def shown(self, thing: OpenThing) -> Typed:
        """How the commune wants the step."""
        standing = thing.standing
        return {"choice": ("on" if standing.turn else "off") if isinstance(standing, SwitchStep) else NATIONAL}

    def data(self, thing: OpenThing, typed: Typed) -> Data | None:
        """The step turned on or off."""
        chosen = typed.get("choice", NATIONAL)
        if chosen not in ("on", "off"):
            return None
        return {"do": "switch-step", "step": thing.thing.name, "turn": chosen == "on"}

    def extras(self, thing: OpenThing) -> Data:
        """The way in which the step does not stand in the country."""
        steps = switched_by(thing.national.base, thing.thing.name)
        stands = bool(steps) and steps[0].optional_on
        other = ("off", gettext("Cette étape n’a pas lieu")) if stands else ("on", gettext("Cette étape a lieu"))
        return {"options": _options([other])}


def _options(offered: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(NATIONAL, gettext("Comme dans la version nationale")), *offered]
