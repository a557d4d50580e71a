"""The literal expression: a text of FEEL (DMN 1.5, 7.3.5)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from app.decisions.expressions.box import Box, Names, reads
from app.decisions.markup import Element, Markup, child, id_of, line_of, text_of
from app.decisions.scope import Scope
from app.feel import FeelError, evaluate, unary_test

_PLAIN = re.compile(r'"[^"\\\n\r]*"|-?[0-9]{1,30}(?:\.[0-9]{1,4})?')


@dataclass(frozen=True, kw_only=True)
class Literal(Box):
    """A FEEL text; in the cells of a table and in lists of allowed values it is a list of unary tests.

    `language` is what the file names; anything but FEEL is refused.
    """

    text: str
    language: str | None = None

    @property
    def refused(self) -> bool:
        """Whether the text is written in another language than FEEL."""
        return self.language is not None and "feel" not in self.language.lower()

    @cached_property
    def _constant(self) -> str | Decimal | None:
        """The value of a text that is a plain number or a plain string: most results of tables are."""
        if self.refused or not _PLAIN.fullmatch(self.text):
            return None
        return self.text[1:-1] if self.text.startswith('"') else Decimal(self.text)

    def evaluate(self, scope: Scope) -> object:
        """Return the value of the text with the names of the scope."""
        if self._constant is not None:
            return self._constant
        if self.refused:
            scope.run.tell(f"expression {self.element}: Expected FEEL, found {self.language}: write it in FEEL.")
            return None
        types = scope.types.spelled_in(self.text)
        try:
            return evaluate(
                self.text,
                scope.names,
                now=scope.run.now,
                functions=True,
                names=self._long_names(scope),
                types=types,
                allows=scope.allows if types else None,
            )
        except FeelError as error:
            scope.run.tell(f"expression {self.element}: {error.message}")
            return None

    def test(self, value: object, scope: Scope) -> bool:
        """Tell whether `value` passes this list of unary tests; a faulty test is not passed."""
        try:
            return unary_test(
                self.text,
                value,
                scope.names,
                now=scope.run.now,
                names=self._long_names(scope),
                types=scope.types.spelled_in(self.text),
            )
        except FeelError as error:
            scope.run.tell(f"cell {self.element}: {error.message}")
            return False

    def _long_names(self, scope: Scope) -> Names:
        return _spoken_in(self.text, scope.long_names) if scope.long_names else scope.long_names

    def inner(self, names: Names) -> Iterator[tuple[Box, Names]]:
        """Yield nothing: a text has no boxes inside."""
        return iter(())


@lru_cache(maxsize=4096)
def _spoken_in(text: str, names: Names) -> Names:
    """Return those of the names that may stand in a text."""
    squeezed = "".join(text.split())
    return frozenset(name for name in names if name.replace(" ", "") in squeezed)


@reads("literalExpression")
def read_literal(element: Element, markup: Markup) -> Literal:
    """Read a literal expression, a cell or a list of unary tests; what holds it gives its id if it has none."""
    return read_text(element, markup)


def read_text(element: Element, markup: Markup, *, holder: Element | None = None) -> Literal:
    """Read the FEEL text inside an element; `holder` lends its id to an element without one."""
    text = child(element, "text")
    return Literal(
        text=text_of(element),
        element=id_of(element) if holder is None or element.get("id") else id_of(holder),
        line=line_of(element if text is None else text),
        type_name=markup.type_name(element),
        language=element.get("expressionLanguage"),
    )
