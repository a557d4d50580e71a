"""The variants that shipped overlays make of a draft: what each commune would run, and whether it still can."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.procedures import ProcedurePackage
from app.procedures.tailoring import Base, Overlay, OverlayRefused, read_overlay, rebase, resolve
from app.queries.studio import OpenDraft

Standing = Literal["clean", "attention", "conflict"]


@dataclass(frozen=True, kw_only=True)
class DraftVariant:
    """A commune's overlay on a draft. `package` is what it would run, None where it does not fit any more."""

    commune: str
    operations: int
    standing: Standing
    package: ProcedurePackage | None


def overlay_names(draft: OpenDraft) -> dict[str, str]:
    """Return the shipped overlays of a draft: commune → path."""
    home = f"processes/{draft.slug}/overlays/"
    found = (path for path in sorted(draft.files) if path.startswith(home) and path.endswith(".yaml"))
    return {path.removeprefix(home).removesuffix(".yaml"): path for path in found}


def draft_variants(draft: OpenDraft, before: Mapping[str, bytes] | None) -> list[DraftVariant]:
    """Return each overlay as it stands on the draft; `before` are the files of the version in effect, if any."""
    return [variant_of(draft, commune, before) for commune in overlay_names(draft)]


def variant_of(draft: OpenDraft, commune: str, before: Mapping[str, bytes] | None) -> DraftVariant:
    """Return what becomes of one overlay: carried from the version in effect, else resolved on the draft."""
    base = Base(draft.slug, draft.all_files)
    path = overlay_names(draft)[commune]
    try:
        overlay = read_overlay(draft.files[path], file=path)
    except OverlayRefused:
        return DraftVariant(commune=commune, operations=0, standing="conflict", package=None)
    standing, carried = _carried(overlay, base, None if before is None else Base(draft.slug, before))
    resolution = resolve(base, carried, file=path)
    package = resolution.variant.package if resolution.variant else None
    return DraftVariant(
        commune=commune,
        operations=len(overlay.operations),
        standing="conflict" if package is None else standing,
        package=package,
    )


def _carried(overlay: Overlay, base: Base, before: Base | None) -> tuple[Standing, Overlay]:
    if before is None or before.version != overlay.base.version:
        return "clean", overlay
    moved = rebase(before, base, overlay)
    return moved.outcome, moved.overlay
