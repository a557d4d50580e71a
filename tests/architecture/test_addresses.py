"""Routes are matched from the start; addresses are built when somebody asks for one."""

import pytest
from flask import Flask
from werkzeug.routing import Map, Rule
from werkzeug.routing.exceptions import BuildError

from app.url_rules import LateRule


def _map_of(*rules: LateRule) -> Map:
    return Map(list(rules))


def test_an_address_is_built_with_its_values_and_the_rest_as_its_query() -> None:
    adapter = _map_of(LateRule("/desk/<commune>/cases/<int:number>", endpoint="case")).bind("localhost")

    built = [adapter.build("case", {"commune": "azrou", "number": number, "tab": "all"}) for number in (7, 8)]

    assert built == ["/desk/azrou/cases/7?tab=all", "/desk/azrou/cases/8?tab=all"]


def test_values_may_bear_any_name() -> None:
    adapter = _map_of(LateRule("/<rule>/<values>", endpoint="page")).bind("localhost")

    assert adapter.build("page", {"rule": "a b", "values": "c"}, append_unknown=False) == "/a%20b/c"


def test_a_default_value_is_part_of_the_address() -> None:
    adapter = _map_of(LateRule("/<language>/", endpoint="home", defaults={"language": "ar"})).bind("localhost")

    assert adapter.build("home") == "/ar/"


def test_an_address_without_one_of_its_values_is_refused() -> None:
    adapter = _map_of(LateRule("/cases/<int:number>", endpoint="case")).bind("localhost")

    with pytest.raises(BuildError):
        adapter.build("case", {})


def test_a_rule_that_is_bound_again_builds_what_it_says_then() -> None:
    rule = LateRule("/cases", endpoint="cases")
    adapter = _map_of(rule).bind("localhost")
    before = adapter.build("cases")
    rule.rule = "/dossiers"
    rule.refresh()

    assert (before, adapter.build("cases")) == ("/cases", "/dossiers")


def test_nothing_is_compiled_before_an_address_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[bool] = []
    compile_builder = Rule._compile_builder

    def noted(rule: Rule, append_unknown: bool = True) -> object:
        compiled.append(append_unknown)
        return compile_builder(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", noted)
    adapter = _map_of(LateRule("/cases/<int:number>", endpoint="case")).bind("localhost")
    assert adapter.match("/cases/3") == ("case", {"number": 3})
    assert compiled == []
    for number in (3, 4):
        adapter.build("case", {"number": number})

    assert compiled == [True]


def test_every_route_of_the_application_is_such_a_rule(app: Flask) -> None:
    assert {type(rule) for rule in app.url_map.iter_rules()} == {LateRule}
