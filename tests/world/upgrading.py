"""The next national version of the shipped procedure, and what the worker makes of it in communes."""

from collections.abc import Mapping

from app.commands.bus import execute
from app.commands.releasing.library import PublishLibraryVersion
from app.domain.actors import SYSTEM
from app.procedures import ProcedurePackage, package_from_files
from app.store import upgrades
from app.store.models import Upgrade, UpgradeItem
from app.worker.upgrades import look_after_upgrades, run_silence_turn, run_trial_turn, run_upgrade_turn
from tests.world.places import SLUG, World

MANIFEST = f"processes/{SLUG}/procedure.yaml"
FRENCH, ARABIC = (f"processes/{SLUG}/translations/{code}.yaml" for code in ("fr", "ar"))
Changes = Mapping[str, tuple[tuple[str, str], ...]]

_BOUNDS = "watiqa.collection_period: {minimum: 60, maximum: %d}"
NARROWER: Changes = {MANIFEST: ((_BOUNDS % 180, _BOUNDS % 100),)}
"""The country no longer lets copies wait for longer than 100 days."""

REWORDED: Changes = {
    FRENCH: (("Votre document vous attend au bureau d'état civil.", "Votre copie vous attend au bureau d'état civil."),)
}
"""The country says in another way, in French only, what Azrou says in its own words."""

OTHER_GROUND: Changes = {MANIFEST: (('value: 90, legal_ref: "Hypothèse"', 'value: 90, legal_ref: "Circulaire 12"'),)}
"""The country gives the period of collection another ground: a commune that changed it should know."""

ELSEWHERE: Changes = {FRENCH: (("Le pli recommandé est parti.", "Le pli recommandé est en route."),)}
"""The country changes what no commune of the tests has changed."""


CHANGELOG: Changes = {
    f"processes/{SLUG}/CHANGELOG.md": (
        ("## 1.1.0", "## 1.2.0\n- Cent jours au plus pour retirer une copie.\n\n## 1.1.0"),
    )
}
"""What the next version says of itself."""


def next_files(world: World, *changes: Changes, version: str = "1.2.0") -> dict[str, bytes]:
    """Return the own files of the shipped procedure with texts replaced, under another number."""
    files = world.services.library.own_files(SLUG)
    number = next(line for line in files[MANIFEST].decode().splitlines() if line.startswith("version: "))
    for edits in ({MANIFEST: ((number, f"version: {version}"),)}, *changes):
        for path, replaced in edits.items():
            for old, new in replaced:
                assert old in files[path].decode(), (path, old)
                files[path] = files[path].decode().replace(old, new, 1).encode()
    return files


def next_version(world: World, changes: Changes, version: str = "1.2.0") -> ProcedurePackage:
    """Return the package of the next version of the shipped procedure."""
    files = {**world.services.library.shared_files(), **next_files(world, changes, version=version)}
    return package_from_files(SLUG, files)


def publish_next(world: World, changes: Changes, version: str = "1.2.0") -> str:
    """Put the next version in effect over the country at once; returns the id of its deployment."""
    command = PublishLibraryVersion(package=next_version(world, changes, version), published_by="test")
    return execute(command, actor=SYSTEM, services=world.services).deployment_id


def running_upgrade() -> Upgrade:
    """Return the upgrade that runs."""
    return next(one for one in upgrades.list_upgrades() if one.state == "running")


def item_of(commune_id: str) -> UpgradeItem:
    """Return what became of a commune in the upgrade that holds for it."""
    found = upgrades.find_current_item(commune_id, SLUG)
    assert found is not None, "no upgrade reached the commune"
    return found[1]


def carry_over(world: World) -> None:
    """Let the worker do all that upgrades ask of it."""
    look_after_upgrades(world.services)
    while run_upgrade_turn(world.services) or run_trial_turn(world.services):
        pass
    run_silence_turn(world.services)
    look_after_upgrades(world.services)
