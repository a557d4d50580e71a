"""The national register's side: the invented acts, frozen or with a mention pending."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.connectors.civil_register.port import ACT_STATES, Act
from app.connectors.civil_register.shipped_acts import list_shipped_acts
from app.connectors.civil_register.simulator import STATES
from app.domain.languages import choose
from app.domain.permissions import DEMONSTRATION
from app.store import territory
from app.web.access import permission
from app.web.interface import gettext, language
from app.web.sandbox import sandbox
from app.web.sandbox.simulators import records, simulators


@sandbox.get("/register")
@permission(DEMONSTRATION)
def register() -> ResponseReturnValue:
    """Every shipped act with its state."""
    changed = {str(row["act_id"]): str(row["state"]) for row in records().list_recent(STATES, 1_000)}
    groups: dict[str, list[dict[str, str]]] = {}
    for act in list_shipped_acts():
        groups.setdefault(act.commune_code, []).append(_line(act, changed.get(act.id, act.state)))
    shown = [(_commune_name(code), rows) for code, rows in groups.items()]
    return render_template("sandbox/register.html", groups=shown, states=_state_titles())


@sandbox.post("/register/<act_id>")
@permission(DEMONSTRATION)
def set_act_state(act_id: str) -> ResponseReturnValue:
    """Change what the register answers about an act."""
    state = next((known for known in ACT_STATES if known == request.form.get("state")), None)
    if state is None or act_id not in {act.id for act in list_shipped_acts()}:
        abort(404)
    simulators().civil_register.set_state(act_id, state)
    flash(gettext("Le registre répondra ainsi à la prochaine recherche."), "success")
    return redirect(url_for("sandbox.register"))


def _state_titles() -> dict[str, str]:
    return {
        "found": gettext("Trouvé"),
        "frozen": gettext("Gelé"),
        "pending_mention": gettext("Mention à inscrire"),
    }


def _line(act: Act, state: str) -> dict[str, str]:
    kinds = {"birth": gettext("Naissance"), "death": gettext("Décès"), "marriage": gettext("Mariage")}
    return {
        "id": act.id,
        "kind": kinds[act.kind],
        "reference": f"{act.number}/{act.year} ({act.register})",
        "names": " – ".join(filter(None, (_names(act, side) for side in ("person", "husband", "wife")))),
        "state": state,
    }


def _names(act: Act, side: str) -> str:
    person = act.entry.get(side)
    if not isinstance(person, dict):
        return ""
    script = "ar" if language() == "ar" else "lat"
    return " ".join(str(person[part].get(script, "")) for part in ("first_name", "last_name") if part in person)


def _commune_name(code: str) -> str:
    commune = territory.get_commune_by_id(code)
    return choose({"ar": commune.name_ar, "fr": commune.name_fr}, language())
