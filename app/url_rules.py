"""Routes that are ready to be matched at once, and to build addresses when one is first asked for."""

from collections.abc import Callable

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]
"""Takes a rule and, by name, the values of an address; gives its host and its path."""


class LateRule(Rule):
    """A rule that compiles its two builders of addresses on their first call.

    Werkzeug compiles both for every rule when it is added: four fifths of the time in which an application of some
    450 routes is made, at each start of the server and of each command, and most commands build no address at all.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        compile_now = super()._compile_builder
        compiled: Builder | None = None

        def build(rule: Rule, /, **values: object) -> tuple[str, str]:
            nonlocal compiled
            compiled = compiled or compile_now(append_unknown)
            return compiled(rule, **values)

        return build
