"""Changes a YAML file that a person wrote: comments, order, quotes and layout stay wherever nothing was changed."""

import io
from collections.abc import Callable, Iterable, Mapping, MutableMapping, MutableSequence
from difflib import SequenceMatcher
from typing import Any

import yaml
from ruamel.yaml import YAML, ScalarNode
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString, SingleQuotedScalarString
from ruamel.yaml.tag import Tag

from app.domain.findings import Finding
from app.procedures.yaml_source import SourceRefused, read_mapping

Change = Callable[[MutableMapping[str, Any]], None]

_NO_FOLDING = 1_000_000
_TEXT_WIDTH = 112
_DIRECTIVE = "%YAML 1.1\n---\n"
_READER = yaml.SafeLoader("")


class _Resolver(VersionedResolver):
    """Tells what a bare word is exactly as the reader of packages does: `no` is false, `n` is a text."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        if kind is ScalarNode and implicit[0]:
            return Tag(suffix=_READER.resolve(yaml.ScalarNode, value, (True, False)))  # type: ignore[no-untyped-call]
        return super().resolve(kind, value, implicit)


class _WrittenFloat(float):
    """A decimal number that remembers how it was written."""

    written: str


class _Constructor(RoundTripConstructor):
    def construct_float(self, node: Any) -> _WrittenFloat:
        """Return the number that the reader of packages would read."""
        number = _WrittenFloat(_READER.construct_yaml_float(yaml.ScalarNode(node.tag, node.value)))
        number.written = node.value
        return number


class _Representer(RoundTripRepresenter):
    def represent_written(self, number: _WrittenFloat) -> Any:
        """Write the number as it was written."""
        return self.represent_scalar("tag:yaml.org,2002:float", number.written)


_Constructor.add_constructor("tag:yaml.org,2002:float", _Constructor.construct_float)
_Representer.add_representer(_WrittenFloat, _Representer.represent_written)


def edited(source: bytes, file: str, change: Change) -> bytes:
    """Return the file after `change` on its top mapping; what did not change keeps its bytes.

    An empty file counts as an empty mapping. Raises SourceRefused when `source` cannot be read, or when what
    `change` wrote cannot.
    """
    text = source or b"{}\n"
    read_mapping(text, file=file)
    plain = text.decode("utf-8").replace("\r\n", "\n")
    try:
        writer, data, before = _opened(plain)
        if not source.strip():
            data.fa.set_block_style()
        change(data)
        after = _written(writer, data)
    except (YAMLError, ValueError, RecursionError) as error:
        raise SourceRefused(_finding(file, f"Expected a file that can be edited: {error}. Edit it as text.")) from error
    if after == before:
        return source
    wanted = read_mapping(after.encode(), file=file).data
    carried = _carried(plain, before, after)
    if carried is not None and _reads_as(carried, wanted, file):
        return carried.encode()
    return after.encode()


def with_new_key(source: bytes, file: str, key: str, value: Any, *, after: Iterable[str]) -> bytes:
    """Return the file with one more key at the top, behind the last of the keys `after` that it has, else at its end.

    The comments above the key that then follows stay above it. Raises SourceRefused as `edited`.
    """

    def add(top: MutableMapping[str, Any]) -> None:
        top[key] = value

    whole = edited(source, file, add)
    own, written = (text.decode("utf-8").splitlines(keepends=True) for text in (source, whole))
    place, block = _line_behind(source, file, set(after)), written[len(own) :]
    if place is None or written[: len(own)] != own:
        return whole
    moved = "".join([*own[:place], *block, *own[place:]])
    return moved.encode() if _reads_as(moved, read_mapping(whole, file=file).data, file) else whole


def _line_behind(content: bytes, file: str, keys: set[str]) -> int | None:
    """Return how many lines end before what follows the last of the keys, comments that introduce it included."""
    source = read_mapping(content, file=file)
    names = list(source.data)
    found = [index for index, name in enumerate(names) if name in keys]
    if not found or found[-1] + 1 == len(names):
        return None
    following = str(names[found[-1] + 1])
    lines, place = content.decode("utf-8").splitlines(), (source.line((following,)) or 1) - 1
    while place and not lines[place].startswith((following, f'"{following}', f"'{following}")):
        place -= 1
    while place and (not lines[place - 1].strip() or lines[place - 1].startswith("#")):
        place -= 1
    return place


def put(mapping: MutableMapping[str, Any], key: str, value: Any) -> None:
    """Set a value unless it is there already, so that its quotes and comments stay; None takes the key away."""
    if value is None:
        mapping.pop(key, None)
    elif key not in mapping or mapping[key] != value or isinstance(mapping[key], bool) != isinstance(value, bool):
        mapping[key] = written_text(value) if isinstance(value, str) else value


def put_at(mapping: MutableMapping[str, Any], path: Iterable[str], value: Any) -> None:
    """Set a value behind several keys, making the mappings on the way; None takes it away, and what is then empty."""
    first, *rest = path
    if not rest:
        put(mapping, first, value)
        return
    inner = mapping.get(first)
    if not isinstance(inner, MutableMapping):
        if value is None:
            return
        mapping[first] = inner = CommentedMap()
    put_at(inner, rest, value)
    if not inner:
        del mapping[first]


def put_rows(mapping: MutableMapping[str, Any], key: str, rows: Iterable[Mapping[str, Any]], *, identity: str) -> None:
    """Set a list of mappings; rows of the same `identity` keep their comments, the others are written like them.

    The keys that a row does not name are taken away from it; without rows the list goes.
    """
    old = mapping.get(key)
    listed = old if isinstance(old, list) else []
    kept = {str(row.get(identity)): row for row in listed if isinstance(row, MutableMapping)}
    compact = all(row.fa.flow_style() for row in kept.values() if isinstance(row, CommentedMap))
    ordered: list[Any] = []
    for row in rows:
        target = kept.pop(str(row.get(identity)), None)
        if target is None:
            target = CommentedMap()
            if compact:
                target.fa.set_flow_style()
        _fill(target, row)
        ordered.append(target)
    if not ordered and not old:
        return
    _put_list(mapping, key, ordered)


def put_words(mapping: MutableMapping[str, Any], key: str, words: Iterable[str]) -> None:
    """Set a list of words, on one line when it is new; words that stay keep their places."""
    wanted = list(words)
    old = mapping.get(key)
    if not isinstance(old, MutableSequence):
        if wanted or key in mapping:
            mapping[key] = _line_of(wanted)
    elif list(old) != wanted:
        _replace_items(old, wanted)


def written_text(text: str) -> Any:
    """Return a text in the layout that suits it: an expression in quotes, lines as lines, a long sentence folded."""
    if text.startswith("="):
        return SingleQuotedScalarString(text)
    if "\n" in text.strip("\n"):
        return LiteralScalarString(text)
    if len(text) <= _TEXT_WIDTH or text != " ".join(text.split(" ")).strip() or "  " in text or "\n" in text:
        return text
    folded = FoldedScalarString(text)
    folded.fold_pos = list(_fold_positions(text))
    return folded


def _fold_positions(text: str) -> Iterable[int]:
    start = 0
    while len(text) - start > _TEXT_WIDTH:
        place = text.rfind(" ", start + 1, start + _TEXT_WIDTH)
        if place < 0:
            return
        yield place
        start = place + 1


def _fill(target: MutableMapping[str, Any], row: Mapping[str, Any]) -> None:
    for key in [key for key in target if key not in row]:
        del target[key]
    for key, value in row.items():
        if key in target and target[key] == value and not isinstance(value, bool):
            continue
        if isinstance(value, list | tuple) and all(isinstance(word, str) for word in value):
            put_words(target, key, value)
        elif isinstance(value, list | tuple):
            _put_list(target, key, [_flow_map(item) for item in value])
        elif isinstance(value, Mapping):
            inner = target.get(key)
            if not isinstance(inner, MutableMapping):
                target[key] = inner = _flow_map({})
            _fill(inner, value)
        else:
            put(target, key, value)


def _put_list(mapping: MutableMapping[str, Any], key: str, items: list[Any]) -> None:
    old = mapping.get(key)
    if isinstance(old, CommentedSeq):
        if not old.fa.flow_style() or items:
            _replace_items(old, items)
        else:
            mapping[key] = _line_of([])
        if items and any(isinstance(item, MutableMapping) for item in items):
            old.fa.set_block_style()
        if not items:
            mapping[key] = _line_of([])
    else:
        mapping[key] = CommentedSeq(items) if items else _line_of([])


def _replace_items(old: MutableSequence[Any], wanted: list[Any]) -> None:
    """Put `wanted` into a list; equal items keep their places, and with them their comments."""
    same = SequenceMatcher(None, [_token(item) for item in old], [_token(item) for item in wanted], autojunk=False)
    for tag, first, last, start, end in reversed(same.get_opcodes()):
        if tag == "equal":
            continue
        for index in range(last - 1, first - 1, -1):
            del old[index]
        for offset, item in enumerate(wanted[start:end]):
            old.insert(first + offset, item)


def _token(item: Any) -> object:
    return id(item) if isinstance(item, MutableMapping) else item


def _line_of(items: list[Any]) -> CommentedSeq:
    made = CommentedSeq(items)
    made.fa.set_flow_style()
    return made


def _flow_map(values: Mapping[str, Any]) -> CommentedMap:
    made = CommentedMap()
    made.fa.set_flow_style()
    _fill(made, values)
    return made


def _opened(text: str) -> tuple[YAML, CommentedMap, str]:
    """Return the writer whose layout of lists is nearest to the file, the data, and how it writes them unchanged."""
    tried = []
    for sequence, offset in ((4, 2), (2, 0)):
        writer = YAML(typ="rt")
        writer.Resolver, writer.Constructor, writer.Representer = _Resolver, _Constructor, _Representer
        writer.version = (1, 1)
        writer.preserve_quotes = True
        writer.width = _NO_FOLDING
        writer.allow_unicode = True
        writer.indent(mapping=2, sequence=sequence, offset=offset)
        data = writer.load(text)
        written = _written(writer, data)
        if written == text:
            return writer, data, written
        tried.append((writer, data, written))
    lines = text.splitlines()
    return min(tried, key=lambda one: -_likeness(lines, one[2].splitlines()))


def _likeness(lines: list[str], others: list[str]) -> int:
    return sum(block.size for block in SequenceMatcher(None, lines, others, autojunk=False).get_matching_blocks())


def _written(writer: YAML, data: CommentedMap) -> str:
    stream = io.StringIO()
    writer.dump(data, stream)
    return stream.getvalue().removeprefix(_DIRECTIVE)


def _carried(source: str, before: str, after: str) -> str | None:
    """Carry the lines that differ between two writings over to the source; None where it is laid out otherwise."""
    own, old, new = (text.splitlines(keepends=True) for text in (source, before, after))
    places: dict[int, int] = {0: 0, len(old): len(own)}
    for block in SequenceMatcher(None, old, own, autojunk=False).get_matching_blocks():
        places |= {block.a + step: block.b + step for step in range(block.size + 1)}
    parts: list[str] = []
    done = 0
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if first not in places or last not in places or places[first] < done:
            return None
        parts += own[done : places[first]] + new[start:end] + _comments_behind(old[first:last], new[start:end])
        done = places[last]
    return "".join(parts + own[done:])


def _comments_behind(removed: list[str], written: list[str]) -> list[str]:
    """Return the lines of comment at the end of what is removed: they introduce what follows, which stays."""
    start = len(removed)
    while start and removed[start - 1].lstrip().startswith("#") and removed[start - 1] not in written:
        start -= 1
    return removed[start:] if start else []


def _reads_as(text: str, wanted: Any, file: str) -> bool:
    try:
        return bool(read_mapping(text.encode(), file=file).data == wanted)
    except SourceRefused:
        return False


def _finding(file: str, message: str) -> Finding:
    return Finding(rule="yaml", severity="error", file=file, line=1, message=message)
