"""Settings from the environment; every one has a safe default for a single machine."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where things stand and which secrets sign them."""

    database_url: str
    instance_folder: Path
    secret_key: str
    connector_secret: str
    public_url: str
    demo: bool
    clamd_address: str = ""
    processes_root: Path = ROOT / "processes"
    forms_root: Path = ROOT / "forms"
    draft_days: int = 30
    tracking_hours: int = 12
    lease_seconds: int = 60

    @property
    def files_folder(self) -> Path:
        """Folder of attachments and documents."""
        return self.instance_folder / "files"

    @property
    def maps_folder(self) -> Path:
        """Folder of the maps of communes, `<code>.geojson` (WGS 84)."""
        return self.instance_folder / "maps"

    @property
    def keys_folder(self) -> Path:
        """Folder of the demonstration keys that seal documents."""
        return self.instance_folder / "keys"


def _kept_secret(path: Path) -> str:
    """Return the secret of this installation, made once and readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):  # another process of this installation was first: its secret counts
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text().strip()


def _sqlalchemy_url(url: str) -> str:
    """Name the psycopg driver for PostgreSQL addresses as operators write them."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def settings_from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read DATABASE_URL and the variables named MASTARA_…: INSTANCE, SECRET, CONNECTOR_SECRET, URL, DEMO, CLAMD."""
    folder = Path(environment.get("MASTARA_INSTANCE", str(ROOT / "instance"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return Settings(
        database_url=_sqlalchemy_url(environment.get("DATABASE_URL", f"sqlite:///{folder / 'mastara.sqlite3'}")),
        instance_folder=folder,
        secret_key=environment.get("MASTARA_SECRET") or _kept_secret(folder / "secret"),
        connector_secret=environment.get("MASTARA_CONNECTOR_SECRET") or _kept_secret(folder / "connector-secret"),
        public_url=environment.get("MASTARA_URL", "http://127.0.0.1:8000").rstrip("/"),
        demo=environment.get("MASTARA_DEMO", "0") == "1",
        clamd_address=environment.get("MASTARA_CLAMD", ""),
    )
