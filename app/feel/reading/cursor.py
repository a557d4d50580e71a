"""Walks over the tokens of a text, and knows the names in scope."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from app.feel.limits import MAXIMUM_NESTING, LimitReached
from app.feel.reading.names import KnownNames, NameTree, tree_of
from app.feel.reading.tokens import Token, Unreadable

_ITERATIONS = frozenset({"for", "some", "every"})
_PROPERTIES = ("time offset", "start included", "end included")


class Cursor:
    """The place in the tokens; names are looked up from the innermost scope outwards, the longest match first."""

    def __init__(self, tokens: tuple[Token, ...], known: KnownNames, functions: NameTree) -> None:
        self.tokens = tokens
        self.index = 0
        self.nesting = 0
        self.types = dict(known.types)
        self._functions = functions
        self._scopes = [tree_of(known.variables)]
        self._members = tree_of((*known.members, *known.variables, *_PROPERTIES))
        self._filters = 0

    # --- tokens ---

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.index]

    def ahead(self, distance: int = 1) -> Token:
        """Return the token that many places further; the last one is "end"."""
        return self.tokens[min(self.index + distance, len(self.tokens) - 1)]

    def advance(self) -> Token:
        """Take the next token."""
        token = self.token
        if token.kind != "end":
            self.index += 1
        return token

    def stands(self, *texts: str) -> bool:
        """Tell whether the next token is one of these symbols or keywords."""
        return self.token.text in texts and self.token.kind in {"symbol", "name"}

    def accept(self, *texts: str) -> Token | None:
        """Take the next token if it is one of these."""
        return self.advance() if self.stands(*texts) else None

    def expect(self, text: str, purpose: str) -> Token:
        """Take the next token, which must be this one.

        Raises:
            Unreadable: with the place and what was expected.
        """
        if not self.stands(text):
            raise self.refusal(f"{text!r} {purpose}")
        return self.advance()

    def refusal(self, expected: str) -> Unreadable:
        """Return the failure that tells what was expected at the next token."""
        if self.token.kind == "end":
            return Unreadable(f"Incomplete: expected {expected}, found the end.", self.token.start)
        return Unreadable(f"Expected {expected}, found {self.token.text}.", self.token.start)

    @contextmanager
    def nested(self) -> Iterator[None]:
        """Count one level of nesting.

        Raises:
            LimitReached: too-deep.
        """
        self.nesting += 1
        if self.nesting > MAXIMUM_NESTING:
            raise LimitReached("too-deep")
        yield
        self.nesting -= 1

    # --- names ---

    @contextmanager
    def scope(self) -> Iterator[NameTree]:
        """Open a scope: names added to it are known until it closes."""
        tree = NameTree()
        self._scopes.append(tree)
        yield tree
        self._scopes.pop()

    @contextmanager
    def filter(self) -> Iterator[None]:
        """Open a filter: entries of the elements are names too."""
        self._filters += 1
        yield
        self._filters -= 1

    def declare(self, scope: NameTree, name: str) -> None:
        """Make a name known in a scope, and as an entry of contexts."""
        scope.add(name)
        self._members.add(name)

    def take_reference(self) -> str:
        """Take a name that refers to something: the longest known one, else the words that stand together."""
        token = self.token
        if token.kind == "quoted":
            return self.advance().text
        if token.kind != "name" or (token.is_keyword and not self.starts_long_name()):
            raise self.refusal("a value")
        matches = self._known_here()
        called = self._functions.longest_match(self.tokens, self.index)
        if called and self.ahead(called[0]).text == "(":
            matches.append(called)
        return self._take_longest(matches)

    def starts_long_name(self) -> bool:
        """Tell whether a known name of several tokens stands here; its first word may be a keyword: "in use".

        What `every day in` begins is an iteration nevertheless.
        """
        length = max((length for length, _ in self._known_here()), default=1)
        iterates = self.token.text in _ITERATIONS and self.ahead(length).text == "in"
        return length > 1 and not iterates

    def _known_here(self) -> list[tuple[int, str]]:
        trees = [*reversed(self._scopes), *([self._members] if self._filters else [])]
        return [found for tree in trees if (found := tree.longest_match(self.tokens, self.index))]

    def take_member(self) -> str:
        """Take the name after a dot."""
        if self.token.kind == "quoted":
            return self.advance().text
        if self.token.kind != "name":
            raise self.refusal("the name of an entry after the dot")
        found = self._members.longest_match(self.tokens, self.index)
        return self._take_longest([found] if found else [])

    def _take_longest(self, matches: list[tuple[int, str]]) -> str:
        """Take the longest name, and the words after it: two names side by side are never FEEL."""
        length, name = max(matches, key=lambda match: match[0], default=(1, self.token.text))
        self.index += length
        words = [name]
        while self.token.kind == "name" and not self.token.is_keyword:
            words.append(self.advance().text)
        return " ".join(words)

    def take_new_name(self, *ends: str) -> str:
        """Take a name that is defined here: everything up to one of `ends`, which is not taken.

        Raises:
            Unreadable: no name stands here.
        """
        length = self.length_of_name(*ends)
        if length is None:
            raise self.refusal("a name")
        taken = [self.advance() for _ in range(length)]
        return spelled(taken)

    def length_of_name(self, *ends: str) -> int | None:
        """Return how many tokens a name up to one of `ends` has, None where no such name stands here."""
        if self.token.kind == "quoted":
            return 1 if self.ahead().text in ends else None
        if self.token.kind != "name" or self.token.is_keyword:
            return None
        length = 1
        while (following := self.ahead(length)).text not in ends or following.kind not in {"symbol", "name"}:
            if following.kind not in {"name", "number"} and following.text not in _NAME_SYMBOLS:
                return None
            length += 1
        return length


_NAME_SYMBOLS = frozenset({".", "/", "-", "'", "’", "+", "*"})


def spelled(tokens: list[Token]) -> str:
    """Return a name as it was written, with one space where there was any."""
    text = tokens[0].text
    for before, token in pairwise(tokens):
        text += (" " if token.start > before.end else "") + token.text
    return text
