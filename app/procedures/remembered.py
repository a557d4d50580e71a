"""Remembers what was read of a file by its content: a package that is read again after a change reads the change only.

What is remembered is shared by all readers and never changed by one.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import Generic, Protocol, TypeVar

MOST_BYTES = 6_000_000
"""Contents that one reader remembers, together (read, ten times that); what was used longest ago goes."""

Key = tuple[str, bytes]
Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)


class Reader(Protocol[Result_co]):
    """A function that reads the content of one file; it may raise, and then nothing is remembered."""

    def __call__(self, content: bytes, *, file: str) -> Result_co: ...


@dataclass(kw_only=True)
class _Shelf(Generic[Result]):
    """Results by name and content of a file, with the bytes that each stands for.

    The content is the key and not a digest of it: a variant shares most contents with its base, and Python keeps the
    hash of bytes that it has hashed once.
    """

    most_bytes: int
    results: OrderedDict[Key, tuple[Result, int]] = field(default_factory=OrderedDict)
    bytes_held: int = 0
    lock: Lock = field(default_factory=Lock)

    def take(self, key: Key) -> tuple[Result, int] | None:
        with self.lock:
            found = self.results.get(key)
            if found is not None:
                self.results.move_to_end(key)
            return found

    def clear(self) -> None:
        with self.lock:
            self.results.clear()
            self.bytes_held = 0

    def put(self, key: Key, result: Result, size: int) -> None:
        with self.lock:
            if key in self.results:
                return
            self.results[key] = (result, size)
            self.bytes_held += size
            while self.bytes_held > self.most_bytes:
                _, (_, freed) = self.results.popitem(last=False)
                self.bytes_held -= freed


_clearings: list[Callable[[], None]] = []


def forget_everything() -> None:
    """Let every reader read again, as in a process that has just begun."""
    for clear in _clearings:
        clear()


def remembered(*, most_bytes: int = MOST_BYTES) -> Callable[[Reader[Result]], Reader[Result]]:
    """Return a decorator: the reader is asked once for each name and content of a file."""

    def decorate(read: Reader[Result]) -> Reader[Result]:
        shelf: _Shelf[Result] = _Shelf(most_bytes=most_bytes)
        _clearings.append(shelf.clear)

        @wraps(read)
        def read_or_recall(content: bytes, *, file: str) -> Result:
            key = (file, content)
            found = shelf.take(key)
            if found is not None:
                return found[0]
            result = read(content, file=file)
            shelf.put(key, result, len(content))
            return result

        return read_or_recall

    return decorate
