"""The repairs of a case in plain sentences: what was done, why, what was there before and after."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from app.languages import isolate
from app.procedures import ProcedurePackage
from app.web.desk.words import element_name
from app.web.interface import gettext

Data = Mapping[str, Any]
Sentence = tuple[str, str]
NOTHING = "—"


def as_text(value: object) -> str:
    """Return a JSON value as a person reads it: a text without quotes, a dash for nothing."""
    if value is None:
        return NOTHING
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _retried(data: Data, package: ProcedurePackage) -> Sentence:
    return gettext("Étape relancée : %(step)s", step=_step(data, package)), _why(data)


def _skipped(data: Data, package: ProcedurePackage) -> Sentence:
    before, after = (data.get(name, {}).get("values", {}) for name in ("before", "after"))
    values = [_change(name, before.get(name), value) for name, value in after.items()]
    return gettext("Étape passée : %(step)s", step=_step(data, package)), _why(data, *values)


def _moved(data: Data, package: ProcedurePackage) -> Sentence:
    places = {name: element_name(package, str(data.get(name) or NOTHING)) for name in ("from", "to")}
    title = gettext("Dossier déplacé de « %(source)s » vers « %(target)s »", source=places["from"], target=places["to"])
    return title, _why(data)


def _repaired(data: Data, _: ProcedurePackage) -> Sentence:
    changes = [_change(item["path"], item["before"], item["after"]) for item in data.get("changes", ())]
    return gettext("Données du dossier corrigées"), _why(data, *changes)


def _cancelled(data: Data, _: ProcedurePackage) -> Sentence:
    return gettext("L’administration a mis fin au dossier"), str(data.get("reason", ""))


def _incident_cancelled(data: Data, package: ProcedurePackage) -> Sentence:
    return gettext("Incident clos par l’annulation du dossier : %(step)s", step=_step(data, package)), ""


def _resumed(_data: Data, _: ProcedurePackage) -> Sentence:
    return gettext("Dossier remis en route"), ""


def _step(data: Data, package: ProcedurePackage) -> str:
    return element_name(package, str(data.get("element") or NOTHING))


def _why(data: Data, *facts: str) -> str:
    reason = str(data.get("reason") or "")
    told = [*facts, gettext("Motif : %(reason)s", reason=f"\u2068{reason}\u2069") if reason else ""]
    return " · ".join(fact for fact in told if fact)


def _change(path: str, before: object, after: object) -> str:
    values = {"name": isolate(path), "before": isolate(as_text(before)), "after": isolate(as_text(after))}
    return gettext("%(name)s : %(before)s, puis %(after)s", **values)


REPAIR_TELLERS: Mapping[str, Callable[[Data, ProcedurePackage], Sentence]] = {
    "IncidentRetried": _retried,
    "StepSkipped": _skipped,
    "TokenMoved": _moved,
    "DataRepaired": _repaired,
    "CaseCancelled": _cancelled,
    "IncidentCancelled": _incident_cancelled,
    "CaseResumed": _resumed,
}
