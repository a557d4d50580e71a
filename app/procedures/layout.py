"""Where the files of a package stand, on disk and in a zip."""

from pathlib import Path

from app.domain.findings import Finding

SHARED = "_shared"
SHARED_FOLDERS = (f"processes/{SHARED}", f"forms/{SHARED}")
MAX_FILES = 400
MAX_TOTAL_BYTES = 20_000_000
_IGNORED = {".DS_Store", "Thumbs.db", "README.md"}


def is_package_path(path: str) -> bool:
    """Tell whether a path may stand in a package: processes/<folder>/… or forms/<folder>/…, without steps back."""
    parts = path.split("/")
    plain = all(part and part not in (".", "..") and part.isprintable() for part in parts)
    return plain and len(parts) >= 3 and parts[0] in ("processes", "forms") and "\\" not in path and len(path) <= 240


def manifest_path(slug: str) -> str:
    """Return the path of the manifest of a package."""
    return f"processes/{slug}/procedure.yaml"


def read_tree(processes_root: Path, forms_root: Path, slug: str) -> dict[str, bytes]:
    """Read the files of a package and the shared ones from disk, keyed by their path in a zip."""
    files: dict[str, bytes] = {}
    for name, root in (("processes", processes_root), ("forms", forms_root)):
        for folder in (slug, SHARED):
            base = root / folder
            for path in sorted(base.rglob("*")):
                if (
                    path.is_file()
                    and not path.is_symlink()
                    and path.name not in _IGNORED
                    and not path.name.startswith(".")
                ):
                    files[f"{name}/{folder}/{path.relative_to(base).as_posix()}"] = path.read_bytes()
    return files


def list_slugs(processes_root: Path) -> list[str]:
    """Return the packages under a folder, in order of slug."""
    return sorted(path.parent.name for path in processes_root.glob("*/procedure.yaml"))


def expected_files(slug: str, manifest: dict[str, object]) -> set[str]:
    """Return the paths that the index of the manifest names."""
    home, forms = f"processes/{slug}", f"forms/{slug}"
    listed = manifest.get
    expected = {f"{home}/procedure.yaml", f"{home}/{listed('process')}"}
    for key in ("decisions", "scenarios", "overlays"):
        expected |= {f"{home}/{name}" for name in listed(key) or ()}  # type: ignore[attr-defined]
    expected |= {f"{home}/{document['file']}" for document in listed("documents") or ()}  # type: ignore[attr-defined]
    expected |= {f"{forms}/{form}.json" for form in listed("forms") or ()}  # type: ignore[attr-defined]
    for language in listed("translations") or ():  # type: ignore[attr-defined]
        expected |= {f"{home}/translations/{language}.yaml", f"{forms}/translations/{language}.yaml"}
        if language in ("ar", "fr"):
            expected |= {
                f"{home}/messages/{key}.{language}.txt"
                for key in listed("messages") or ()  # type: ignore[attr-defined]
            }
    return expected


def compare_with_index(slug: str, files: dict[str, bytes], manifest: dict[str, object]) -> list[Finding]:
    """Report each listed file that is missing and each file that nobody lists."""
    expected = expected_files(slug, manifest)
    own = {path for path in files if path.split("/")[1] == slug}
    optional = {f"processes/{slug}/CHANGELOG.md"}
    index = manifest_path(slug)

    def finding(rule: str, path: str, message: str) -> Finding:
        return Finding(rule=rule, severity="error", file=index, element=path, line=1, message=message)

    missing = [
        finding(
            "index-missing", path, f"Expected the file {path} that the index names, found none: add it or unlist it."
        )
        for path in sorted(expected - own)
    ]
    unlisted = [
        finding("index-unlisted", path, f"Found the file {path} that the index does not name: list it or remove it.")
        for path in sorted(own - expected - optional)
    ]
    return missing + unlisted
