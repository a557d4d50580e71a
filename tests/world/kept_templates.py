"""Compiled templates of pages, kept in memory for all applications of a process."""

from types import CodeType

from jinja2.bccache import Bucket, BytecodeCache


class KeptTemplates(BytecodeCache):
    """Keeps what each template was compiled to, under its name and the checksum of its text."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template the code that it was compiled to before, if it was."""
        bucket.code = self._compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code that a template was just compiled to."""
        assert bucket.code is not None, "Expected a compiled template, found none: Jinja keeps only what it compiled."
        self._compiled[bucket.key, bucket.checksum] = bucket.code
