"""Makes a practice national: a draft in the studio that keeps where it was born."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.commands.bus import Unit, require
from app.commands.practices.noting import NotCarriedOver, PracticeRefused, become, note
from app.commands.studio.starting import StartDraft
from app.commands.tailoring.adopting import national_version
from app.deployments.bases import base_of
from app.deployments.published import published_package
from app.domain import permissions
from app.procedures.layout import manifest_path
from app.procedures.library import own_files
from app.procedures.renaming import renamed
from app.procedures.tailoring import operations_from_data
from app.procedures.tailoring.resolving import applied
from app.procedures.yaml_editing import edited, put
from app.store import modelling, practices, publication, territory
from app.store.models import Practice

FIRST_VERSION = "1.0.0"


class NameTaken(PracticeRefused):
    """A national procedure, or a draft of one, has this name already."""

    code = "practice-name-taken"


@dataclass(frozen=True, kw_only=True)
class PromotePractice:
    """Begin the national draft of an accepted practice; returns the draft's id.

    A tailoring becomes the next version of its national procedure, a local procedure a national one named `slug`.
    """

    practice_id: str
    seen: int
    slug: str = ""

    def authorise(self, unit: Unit) -> None:
        """An analyst."""
        require(permissions.may(unit.actor, permissions.MODEL), "Expected an analyst of the DGCT.")

    def handle(self, unit: Unit) -> str:
        row = practices.get_practice(self.practice_id)
        become(row, "promoted", seen=self.seen)
        slug, files, based_on = self._tailored(row) if row.kind == "tailoring" else self._local(row)
        files[manifest_path(slug)] = with_origin(files[manifest_path(slug)], slug, row)
        title = row.words["title"]["fr"]
        start = StartDraft(slug=slug, files=files, origin="practice", based_on=based_on, note=title[:200])
        row.draft_id, row.promoted_slug = start.handle(unit), slug
        note(unit, row, "promoted", commune_id=None)
        return row.draft_id

    def _tailored(self, row: Practice) -> tuple[str, dict[str, bytes], str]:
        national = national_version(row.slug)
        base, operations = base_of(national.id), operations_from_data(row.operations)
        problems = [problem for one in operations if (problem := one.problem(base)) is not None]
        if problems:
            raise NotCarriedOver("\n".join(problems))
        files = own_files(row.slug, applied(base, operations).files())
        index = manifest_path(row.slug)
        files[index] = edited(files[index], index, lambda data: put(data, "version", _following(base.version)))
        return row.slug, files, national.id

    def _local(self, row: Practice) -> tuple[str, dict[str, bytes], None]:
        slug = self.slug or row.slug
        if publication.find_newest_deployment(slug) is not None or modelling.list_drafts_of(slug):
            raise NameTaken(f"Expected a name that no national procedure has, found “{slug[:80]}”: choose another.")
        files = own_files(row.slug, dict(published_package(row.deployment_id).files))
        return slug, renamed(files, row.slug, slug, version=FIRST_VERSION), None


def with_origin(index: bytes, slug: str, row: Practice) -> bytes:
    """Return a manifest that says in which commune the procedure was born."""
    commune = territory.get_named_commune(row.commune_id)
    origin: Mapping[str, Any] = {
        "commune": commune.slug,
        "names": {"fr": commune.name_fr, "ar": commune.name_ar},
        "practice": row.id,
    }
    return edited(index, manifest_path(slug), lambda data: put(data, "origin", dict(origin)))


def _following(version: str) -> str:
    """Return the next version that adds something: 1.1.0 → 1.2.0."""
    major, minor, _ = version.split(".")
    return f"{major}.{int(minor) + 1}.0"
