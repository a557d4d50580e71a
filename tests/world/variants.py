"""The shipped procedure with something changed in it, published and offered in Azrou."""

from collections.abc import Callable, Mapping
from typing import Any

import yaml

from app.commands.bus import execute
from app.commands.publishing import OfferProcedure, PublishProcedure
from app.domain.actors import SYSTEM
from app.procedures import load_package, package_from_files
from tests.world.places import AZROU, SLUG, World

MANIFEST = f"processes/{SLUG}/procedure.yaml"
DIAGRAM = f"processes/{SLUG}/{SLUG}.bpmn"


def publish_variant(
    world: World,
    change: Callable[[dict[str, Any]], None],
    *,
    diagram: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> str:
    """Publish the shipped package with a changed manifest and texts of its diagram replaced; return the deployment."""
    settings = world.services.settings
    contents = dict(load_package(settings.processes_root, settings.forms_root, SLUG).files) | dict(files or {})
    manifest = yaml.safe_load(contents[MANIFEST])
    change(manifest)
    contents[MANIFEST] = yaml.safe_dump(manifest, allow_unicode=True).encode()
    drawn = contents[DIAGRAM].decode()
    for old, new in (diagram or {}).items():
        assert old in drawn, f"the diagram has no {old!r}"
        drawn = drawn.replace(old, new)
    contents[DIAGRAM] = drawn.encode()
    package = package_from_files(SLUG, contents)
    published = execute(PublishProcedure(package=package, published_by="test"), actor=SYSTEM, services=world.services)
    offers = [(AZROU, f"{AZROU.replace('.', '')}ec")]
    offer = OfferProcedure(deployment_id=published.deployment_id, slug=SLUG, communes=offers)
    execute(offer, actor=SYSTEM, services=world.services)
    return published.deployment_id
