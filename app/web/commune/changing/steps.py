"""The page of an extension point: the commune's own steps are drawn in its studio and plugged in from there."""

from app.procedures.tailoring.kinds import PlugProcedure
from app.web.commune.changing.form import Data, OpenThing, Typed


class PluggedForm:
    """No inputs: what is plugged in is drawn elsewhere, and may be taken out here."""

    template = "commune/_change_steps.html"

    def names(self, thing: OpenThing) -> tuple[str, ...]:
        """None."""
        return ()

    def shown(self, thing: OpenThing) -> Typed:
        """Nothing is typed."""
        return {}

    def data(self, thing: OpenThing, typed: Typed) -> Data | None:
        """Nothing is typed: the national version has nothing here either."""
        return None

    def extras(self, thing: OpenThing) -> Data:
        """How many steps are plugged in."""
        standing = thing.standing
        return {"count": len(standing.forms) if isinstance(standing, PlugProcedure) else 0, "drawn_elsewhere": True}
