"""The package that calls every shared flow once, with the shared files of the library."""

from app.procedures import ProcedurePackage, package_from_files
from app.procedures.layout import read_tree
from app.settings import ROOT

SLUG = "life-cycle"
FOLDER = ROOT / "tests" / "lifecycle"


def life_cycle_files() -> dict[str, bytes]:
    """Return the files of the package and the shared ones, by path."""
    shared = read_tree(ROOT / "processes", ROOT / "forms", "civil-status-copy")
    own = read_tree(FOLDER / "processes", FOLDER / "forms", SLUG)
    return {path: content for path, content in shared.items() if "/_shared/" in path} | own


def load_life_cycle() -> ProcedurePackage:
    """Return the package."""
    return package_from_files(SLUG, life_cycle_files())
