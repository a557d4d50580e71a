"""Names of several tokens: which ones are known decides how a text is read (DMN 1.5, 10.3.1.4 and 10.3.1.6)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from app.feel.reading.tokens import Token, Unreadable, tokens_of

MAXIMUM_NAME_LENGTH = 500
_DEEPEST_STRUCTURE = 30
_STRUCTURES = (dict, list, tuple, Mapping)
_PLAIN_VALUES = frozenset({str, int, float, bool, type(None)})

NameTokens = tuple[str, ...]


@lru_cache(maxsize=4096)
def name_tokens(name: str) -> NameTokens | None:
    """Return the tokens of a name, None for a key that no name can spell."""
    if len(name) > MAXIMUM_NAME_LENGTH:
        return None
    try:
        tokens = tokens_of(name)[:-1]
    except Unreadable:
        return None
    if not tokens or tokens[0].kind != "name" or any(token.kind in {"string", "quoted"} for token in tokens):
        return None
    return tuple(token.text for token in tokens)


@dataclass(kw_only=True)
class NameTree:
    """Names by their tokens, so that the longest one at a place of the text is found."""

    names: dict[NameTokens, str] = field(default_factory=dict)
    longest: int = 0

    def add(self, name: str) -> None:
        """Make a name known; a key that no name can spell is left out."""
        tokens = name_tokens(name)
        if tokens is not None and tokens not in self.names:
            self.names[tokens] = name
            self.longest = max(self.longest, len(tokens))

    def longest_match(self, tokens: Sequence[Token], start: int) -> tuple[int, str] | None:
        """Return (number of tokens, name) of the longest known name that starts at tokens[start]."""
        if not self.names:
            return None
        texts = tuple(token.text for token in tokens[start : start + self.longest])
        for length in range(len(texts), 0, -1):
            name = self.names.get(texts[:length])
            if name is not None:
                return length, name
        return None


def tree_of(names: Iterable[str]) -> NameTree:
    """Return a tree of these names."""
    tree = NameTree()
    for name in names:
        tree.add(name)
    return tree


@dataclass(frozen=True, kw_only=True)
class KnownNames:
    """Names that the reading of a text may depend on.

    `variables` and `members` (entries of their values) have several tokens; `types` are the names of the model's types
    with what they stand for, as FEEL writes it.
    """

    variables: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    types: frozenset[tuple[str, str]] = frozenset()


NOTHING_KNOWN = KnownNames()


@dataclass(frozen=True, kw_only=True)
class NameHints:
    """What must be known about a text before it is read: whether a name of several tokens may stand in it."""

    words: frozenset[str]
    squeezed: str
    may_be_long: bool

    def known(self, context: Mapping[str, object]) -> KnownNames:
        """Return the names of the context that may stand in the text as more than one token."""
        if not self.may_be_long:
            return NOTHING_KNOWN
        variables = {key for key in context if not _is_plain(key) and self._may_stand(key)}
        members: set[str] = set()
        for name in self.words | variables if variables else self.words:
            value = context.get(name)
            if isinstance(value, _STRUCTURES):
                members.update(key for key in _odd_keys(value) if self._may_stand(key))
        if not variables and not members:
            return NOTHING_KNOWN
        return KnownNames(variables=frozenset(variables), members=frozenset(members))

    def _may_stand(self, key: object) -> bool:
        return isinstance(key, str) and key != "?" and "".join(key.split()) in self.squeezed


def _is_plain(key: object) -> bool:
    """Tell whether a key is one token, or no name at all."""
    return not isinstance(key, str) or key.isidentifier()


def _odd_keys(value: object) -> set[str]:
    """Return the keys of several tokens anywhere in a value."""
    found: set[str] = set()
    _note_odd_keys(value, 0, found)
    return found


def _note_odd_keys(value: Any, depth: int, found: set[str]) -> None:
    if depth > _DEEPEST_STRUCTURE:
        return
    items = value
    if isinstance(value, Mapping):
        found.update(key for key in value if not _is_plain(key))
        items = value.values()
    for item in items:
        # Most values are plain ones, and asking whether they are a Mapping takes ten times as long.
        if type(item) not in _PLAIN_VALUES and isinstance(item, _STRUCTURES):
            _note_odd_keys(item, depth + 1, found)


_JOINS = re.compile(r"\d.*|[-./'’+*]", re.DOTALL)


def hints_of(text: str, tokens: Sequence[Token]) -> NameHints:
    """Return the hints of a text."""
    return NameHints(
        words=frozenset(token.text for token in tokens if token.kind in {"name", "quoted"}),
        squeezed="".join(text.split()),
        may_be_long=any(_continues(one, following) for one, following in pairwise(tokens)),
    )


def _continues(one: Token, following: Token) -> bool:
    if one.kind != "name" or one.is_keyword:
        return False
    return following.kind == "name" or bool(_JOINS.fullmatch(following.text))
