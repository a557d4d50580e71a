"""Bytes of attachments and documents, under random keys, through fsspec (a local folder by default)."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import fsspec

from app.domain.codes import new_id
from app.domain.errors import MastaraError


class FileMissing(MastaraError):
    """The bytes of a stored file are not where the database says."""

    code = "file-missing"


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """Where bytes were put, with their size and SHA-256."""

    key: str
    size: int
    sha256: str


class FileStore:
    """Writes once, never overwrites; keys say nothing about the content."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = fsspec.filesystem("file", auto_mkdir=True)

    def put(self, content: bytes) -> StoredFile:
        """Store the bytes under a fresh key; they are on the disk when this returns."""
        name = new_id()
        key = f"{name[:2]}/{name}"
        with self._files.open(str(self._folder / key), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return StoredFile(key=key, size=len(content), sha256=hashlib.sha256(content).hexdigest())

    def get(self, key: str) -> bytes:
        """Return the bytes of a key. Raises FileMissing."""
        try:
            with self._files.open(str(self._folder / key), "rb") as file:
                content: bytes = file.read()
        except FileNotFoundError as error:
            raise FileMissing(f"Expected a stored file under {key}, found none: restore it from a backup.") from error
        return content

    def remove(self, key: str) -> None:
        """Forget the bytes of a key, if they are there."""
        path = str(self._folder / key)
        if self._files.exists(path):
            self._files.rm(path)
