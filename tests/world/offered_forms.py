"""The shipped procedure with another form for filing, published and offered in Azrou."""

import json
from collections.abc import Callable
from typing import Any

from app.commands.bus import execute
from app.commands.publishing import OfferProcedure, PublishProcedure
from app.domain.actors import SYSTEM
from app.procedures import load_package, package_from_files
from app.settings import ROOT
from tests.world.places import AZROU, SLUG, World

FORM = f"forms/{SLUG}/request.json"
MANIFEST = f"processes/{SLUG}/procedure.yaml"


def offer_changed_form(world: World, change: Callable[[list[dict[str, Any]]], object]) -> str:
    """Publish the procedure with its first step's components changed; return the deployment's id."""
    package = load_package(ROOT / "processes", ROOT / "forms", SLUG)
    form = json.loads(package.files[FORM])
    change(form["components"][0]["components"])
    manifest = package.files[MANIFEST].replace(f"version: {package.version}".encode(), b"version: 99.0.0", 1)
    files = {**package.files, FORM: json.dumps(form).encode(), MANIFEST: manifest}
    publish = PublishProcedure(package=package_from_files(SLUG, files), published_by="Analyste")
    published = execute(publish, actor=world.agent("analyst", "country"), services=world.services)
    offer = OfferProcedure(deployment_id=published.deployment_id, slug=SLUG, communes=[(AZROU, None)])
    execute(offer, actor=SYSTEM, services=world.services)
    return published.deployment_id


def add_children(components: list[dict[str, Any]]) -> None:
    """Ask for the children, as many as there are, and for the town of those who are away."""
    components.insert(
        0,
        {
            "type": "dynamiclist",
            "id": "children",
            "path": "children",
            "label": "Enfants",
            "components": [
                {
                    "type": "textfield",
                    "id": "child_name",
                    "key": "child_name",
                    "label": "Prénom",
                    "validate": {"required": True},
                },
                {"type": "checkbox", "id": "away", "key": "away", "label": "Habite ailleurs"},
                {
                    "type": "textfield",
                    "id": "child_town",
                    "key": "child_town",
                    "label": "Ville",
                    "conditional": {"hide": "=this.away != true"},
                },
            ],
        },
    )


def add_place(components: list[dict[str, Any]]) -> None:
    """Ask for a commune and for a point of the map."""
    for key, label in (("birth_commune", "Commune de naissance"), ("place", "Lieu")):
        kind = "commune" if key == "birth_commune" else "map_point"
        components.insert(0, {"type": "textfield", "id": key, "key": key, "label": label, "properties": {"kind": kind}})
