"""The country that the benchmark of tailoring acts on: a national procedure, its next version, an overlay a commune."""

import random
from datetime import date
from functools import cache

import yaml

from app.procedures.layout import manifest_path, read_tree
from app.procedures.tailoring import Base, BaseReference, Operation, Overlay
from app.procedures.tailoring.kinds import (
    AddField,
    AddPiece,
    ChangeText,
    LocalValue,
    MapRole,
    ReplaceBlock,
    RequireField,
    SetParameter,
    SwitchStep,
    words_of,
)
from app.settings import ROOT

SLUG = "civil-status-copy"
"""Thirty-five tasks, ten of them done by people, and nine calls of flows with more."""
OLD, NEW = "9.0.0", "9.1.0"
MOST_OPERATIONS = 20
SINCE = date(2026, 4, 1)
LABEL = words_of({"fr": "Quartier", "ar": "الحي"})
DIAGRAM = f"processes/{SLUG}/{SLUG}.bpmn"
SWITCH = (b'<sendTask id="notify-closing"', b'<sendTask id="notify-closing" mastara:optional="closing-notice"')


@cache
def national(version: str) -> Base:
    """Return the procedure with everything open and one optional step; NEW says one text and one value otherwise."""
    files = read_tree(ROOT / "processes", ROOT / "forms", SLUG)
    sheet = yaml.safe_load(files[manifest_path(SLUG)])
    sheet |= {"version": version, "policy": {"default": "open"}}
    sheet.pop("overlays", None)
    files = {path: content for path, content in files.items() if "/overlays/" not in path}
    files[DIAGRAM] = files[DIAGRAM].replace(*SWITCH)
    if version != OLD:
        row = next(one for one in sheet["parameters"] if one["key"] == "watiqa.collection_period")
        row["values"][0]["value"] = 75
        path = f"processes/{SLUG}/translations/fr.yaml"
        files[path] = files[path].replace(b"closed: {title: Dossier clos", "closed: {title: Dossier terminé".encode())
    files[manifest_path(SLUG)] = yaml.safe_dump(sheet, allow_unicode=True, sort_keys=False).encode()
    return Base(SLUG, files)


@cache
def choices() -> list[Operation]:
    """Return what a commune of the benchmark may want, each on a different thing."""
    base = national(OLD)
    numbers = [key for key in base.names("parameters") if key.startswith("watiqa.")]
    found: list[Operation] = [
        SetParameter(parameter=key, values=(LocalValue(since=SINCE, value=9, legal_ref="Délibération inventée"),))
        for key in sorted(numbers)
    ]
    texts = sorted(path for path in base.names("texts") if path.startswith("statuses."))
    found += [ChangeText(text=path, to=words_of({"fr": "Texte local.", "ar": "نص محلي."})) for path in texts]
    found += [
        AddField(form="request", slot="delivery-step", field=f"local_{name}", type="textfield", label=LABEL)
        for name in ("quarter", "souk", "guard")
    ]
    found += [
        AddPiece(piece="local-receipt", slot="link-step", title=LABEL, note=LABEL, legal_ref="law-36-21 a.43"),
        RequireField(form="request", field="search_hint"),
        MapRole(role="agent_ec", to="agent_guichet"),
        ReplaceBlock(document="letterhead", block="contact", to=LABEL),
        SwitchStep(step="closing-notice", turn=False),
    ]
    return found


def overlay_of(number: int) -> Overlay:
    """Return the overlay of a commune by its number, drawn with a fixed seed."""
    drawn = random.Random(number)
    operations = drawn.sample(choices(), drawn.randint(0, MOST_OPERATIONS))
    return Overlay(
        procedure=SLUG,
        base=BaseReference(version=OLD, digest=national(OLD).digest),
        commune=f"commune-{number}",
        reason="Une adaptation inventée pour la mesure.",
        author="Mesure",
        since=SINCE,
        operations=tuple(operations),
    )
