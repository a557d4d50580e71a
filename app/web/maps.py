"""The maps of communes: GeoJSON files that an installation keeps itself; where there is none, points are typed."""

import re
from pathlib import Path

from flask import url_for

from app.commands.services import current_services
from app.store.models import Commune

LARGEST = 2_000_000
"""Bytes: the outline, roads and quarters of a commune take some hundred thousand."""

_CODE = re.compile(r"[0-9A-Z.]{1,16}")


def find_map(commune: Commune) -> Path | None:
    """Return the file `maps/<code>.geojson` of the instance folder, None where there is none."""
    if not _CODE.fullmatch(commune.id):
        return None
    path = current_services().settings.maps_folder / f"{commune.id}.geojson"
    return path if path.is_file() and path.stat().st_size <= LARGEST else None


def map_address(commune: Commune) -> str | None:
    """Return the address of a commune's map, None where there is none."""
    if find_map(commune) is None:
        return None
    return url_for("portal.commune_map", commune_slug=commune.slug)
