"""YAML with line numbers: safe types only, duplicate keys refused, every finding names its line.

libyaml splits a file into events eight times as fast as PyYAML's own parser; the nodes are composed in Python all the
same, because the composer of libyaml follows aliases and has no limit of nesting. What libyaml refuses is read again by
the parser of PyYAML, in whose words findings are told.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from app.domain.findings import Finding
from app.procedures.remembered import remembered

Path = tuple[str | int, ...]
MAX_BYTES = 1_000_000


class SourceRefused(Exception):
    """The file is not usable YAML; carries the finding that says why and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


class _WithoutAliases(Composer):
    """Composes without aliases, which could nest a small file into a huge document."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):  # type: ignore[attr-defined]
            event = self.peek_event()  # type: ignore[attr-defined]
            raise yaml.composer.ComposerError(None, None, "aliases are not accepted", event.start_mark)
        return super().compose_node(parent, index)


class _QuickLoader(_WithoutAliases, CParser, SafeConstructor, Resolver):
    """Reads the events of libyaml."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        Resolver.__init__(self)


class _ExactLoader(_WithoutAliases, yaml.SafeLoader):
    """Reads the events of PyYAML, with its messages and lines."""


def _composed(text: str) -> tuple[yaml.Node | None, Any]:
    """Return the nodes of a text and what they stand for. Raises yaml.YAMLError, ValueError, RecursionError."""
    try:
        return _loaded(_QuickLoader(text))
    except yaml.YAMLError:
        return _loaded(_ExactLoader(text))


def _loaded(loader: Any) -> tuple[yaml.Node | None, Any]:
    node = loader.get_single_node()
    return node, None if node is None else loader.construct_document(node)


class YamlSource:
    """A parsed file: `data`, and `line(path)` for messages."""

    def __init__(self, content: bytes, *, file: str) -> None:
        self.file = file
        self.data: Any
        self._lines: dict[Path, int] = {}
        if len(content) > MAX_BYTES:
            raise SourceRefused(self._finding(f"Expected at most {MAX_BYTES} bytes, found {len(content)}.", None))
        try:
            node, self.data = _composed(content.decode("utf-8"))
            if node is not None:
                self._walk(node, ())
        except UnicodeDecodeError as error:
            raise SourceRefused(self._finding(f"Expected UTF-8 text: {error}.", None)) from error
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            raise SourceRefused(self._finding(f"Expected YAML: {error.problem}.", line)) from error
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise SourceRefused(self._finding(f"Expected YAML: {error}.", None)) from error

    def line(self, path: Path) -> int | None:
        """Return the line of the value at `path`, else of its nearest known parent."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def _finding(self, message: str, line: int | None) -> Finding:
        return Finding(rule="yaml", severity="error", file=self.file, line=line, message=message)

    def _walk(self, node: yaml.Node, path: Path) -> None:
        self._lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key_node, value_node in node.value:
                key = str(key_node.value)
                if key in seen:
                    line = key_node.start_mark.line + 1
                    raise SourceRefused(self._finding(f"The key “{key}” stands twice: keep one.", line))
                seen.add(key)
                self._walk(value_node, (*path, key))
        elif isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self._walk(item, (*path, index))


@remembered()
def read_mapping(content: bytes, *, file: str) -> YamlSource:
    """Read a file whose top level must be a mapping; what it holds is shared: never change it. Raises SourceRefused."""
    source = YamlSource(content, file=file)
    if not isinstance(source.data, Mapping):
        message = f"Expected keys and values at the top, found {type(source.data).__name__}."
        raise SourceRefused(Finding(rule="yaml", severity="error", file=file, line=1, message=message))
    return source


@lru_cache(maxsize=96)
def kept_mapping(content: bytes, file: str) -> Mapping[str, Any]:
    """Return the data of a file, kept by its content: it is to be read, never changed. Raises SourceRefused."""
    data: Mapping[str, Any] = read_mapping(content, file=file).data
    return data
