"""Lists, filters, iterations, contexts and their functions (DMN 1.5, 10.3.2.5, 10.3.2.14, tables 68 to 81)."""

from collections.abc import Iterator, Mapping

import pytest

from app.feel import evaluate, names_used
from tests.feel.asking import NOW, ask, rows

TRUE = r"""
[1, 2, 3][1] = 1
[1, 2, 3][-1] = 3
[1, 2, 3][4] = null
[1, 2, 3][0] = null
[1, 2, 3][1.5] = null
[1, 2, 3, 4][item > 2] = [3, 4]
[1, 2, 3][even(item)] = [2]
[1, 2, 3][true] = [1, 2, 3]
[1, 2, 3][null] = []
[][1] = null
[][item > 1] = []
[{x: 1, y: 2}, {x: 2, y: 3}][x = 1] = [{x: 1, y: 2}]
[{x: 1, y: 2}, {x: null, y: 3}][x < 2] = [{x: 1, y: 2}]
[{x: 1}, {y: 2}][x = null] = [{y: 2}]
[{item: 1}, {item: 2}][item > 1] = [{item: 2}]
{shop: {fee: 3, back: {fee: 4}}, fee: 5}...fee = [3, 4, 5]
{fee: {fee: [{fee: 1}]}}...fee = [{fee: [{fee: 1}]}, [{fee: 1}], 1]
[[{net fee: 1}], {net fee: null}, 7]...net fee = [1]
{a: {line: {kind: "x", n: 1}}, line: {kind: "y", n: 2}}...line[kind = "y"]...n[1] = 2
null...fee = []
"fee"...fee = []
0.3 in [0...5]
[{x: 1}, {x: 2}][item.x = 2].x = [2]
[{x: 1, y: 2}, {x: 2, y: 3}].y = [2, 3]
[{a: {b: [1]}}, {a: {b: [2.1, 2.2]}}, {a: {b: [3]}}, {a: {b: [4, 5]}}].a.b = [[1], [2.1, 2.2], [3], [4, 5]]
3[item > 2] = [3]
3[item > 3] = []
"a"[1] = "a"
"a"[2] = null
{a: 1}[a = 1] = [{a: 1}]
{l: [1, 2], i: 2, r: l[i]}.r = 2
[[1, 2], [3]][1][2] = 2
[1, 2, 3][item >= 2][1] = 2
null[1] = null
{limit: 2, r: [1, 2, 3][item > limit]}.r = [3]
[{a b: 1}, {a b: 2}][a b > 1].a b = [2]
[{a-b: 1}, {a-b: 2}][a-b > 1].a-b = [2]

(for i in [1, 2, 3] return i * 2) = [2, 4, 6]
(for i in 1..3 return i) = [1, 2, 3]
(for i in 3..1 return i) = [3, 2, 1]
(for i in -1..1 return i) = [-1, 0, 1]
(for i in 1..1 return i) = [1]
(for i in [1..3] return i) = [1, 2, 3]
(for i in (1..4) return i) = [2, 3]
(for i in [1, 2], j in [10, 20] return i + j) = [11, 21, 12, 22]
(for i in 1..2, j in i..2 return [i, j]) = [[1, 1], [1, 2], [2, 2]]
(for i in [[1, 2], [3]], j in i return j) = [1, 2, 3]
(for i in 0..4 return if i = 0 then 1 else i * partial[-1]) = [1, 1, 2, 6, 24]
(for i in [] return i) = []
(for i in 1..2, j in [] return i) = []
(for d in @"2026-03-01"..@"2026-03-03" return d.day) = [1, 2, 3]
(for d in @"2026-03-03"..@"2026-03-01" return string(d)) = ["2026-03-03", "2026-03-02", "2026-03-01"]
{x: 3, r: for i in 1..x return i}.r = [1, 2, 3]
(for first name in ["a"] return first name) = ["a"]

{a: 1, b: a + 1}.b = 2
{a: 1, b: {a: 2, c: a}}.b.c = 2
{"a b": 1}.a b = 1
{a b: 1, c: a b + 1}.c = 2
{a: 1}.b = null
{}.a = null
{a+b: 1, c: a+b + 1}.c = 2
{a: null}.a.b.c = null
{ date: 1, time: 2 }.date = 1
{f: function(x) x + 1, r: f(1)}.r = 2

list contains([1, 2, 3], 2)
list contains([1, null], null)
not(list contains([1, 2], "1"))
not(list contains([[1]], 1))
list contains([{a: 1}], {a: 1})
count([1, 2, 3]) = 3
count([]) = 0
count([1, [2, 3]]) = 2
count(1) = 1
min([1, 2, 3]) = 1
max(1, 2, 3) = 3
min(1) = 1
min([1]) = 1
max("a", "b") = "b"
max(["c", "b"]) = "c"
min(date("2026-03-02"), date("2025-03-02")) = date("2025-03-02")
max(duration("P1D"), duration("PT25H")) = duration("PT25H")
max(list: [1, 3, 2]) = 3
sum([1, 2, 3]) = 6
sum(1, 2, 3) = 6
sum(1) = 1
sum([duration("P1D"), duration("PT1H")]) = duration("PT25H")
sum(0.1, 0.2) = 0.3
mean([1, 2, 3]) = 2
mean(1, 2, 3) = 2
mean(1) = 1
all([true, true])
not(all([false, null, true]))
all(true)
all([])
any([false, null, true])
not(any(false))
not(any([]))
sublist([4, 5, 6], 1, 2) = [4, 5]
sublist([4, 5, 6], 2) = [5, 6]
sublist([4, 5, 6], -2) = [5, 6]
sublist([4, 5, 6], -2, 1) = [5]
append([1], 2, 3) = [1, 2, 3]
append([], null) = [null]
append(1, 2) = [1, 2]
concatenate([1, 2], [3]) = [1, 2, 3]
concatenate([1], [[2]]) = [1, [2]]
insert before([1, 3], 1, 2) = [2, 1, 3]
insert before([1, 3], -1, 2) = [1, 2, 3]
insert before(list: [1], position: 1, newItem: null) = [null, 1]
remove([1, 2, 3], 2) = [1, 3]
remove([1, 2, 3], -1) = [1, 2]
list replace([2, 4, 7, 8], 3, 6) = [2, 4, 6, 8]
list replace([2, 4, 7, 8], -1, 6) = [2, 4, 7, 6]
list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5) = [5, 5, 7, 8]
list replace(list: [1], position: 1, newItem: 2) = [2]
list replace(list: [1, 5], match: function(a, b) a > b, newItem: 3) = [1, 3]
reverse([1, 2, 3]) = [3, 2, 1]
index of([1, 2, 3, 2], 2) = [2, 4]
index of([1, null], null) = [2]
index of([1], 3) = []
union([1, 2], [2, 3]) = [1, 2, 3]
union([1], ["1"]) = [1, "1"]
distinct values([1, 2, 3, 2, 1]) = [1, 2, 3]
distinct values([1, 1.0, null, null, [1], [1], {a: 1}, {a: 1}, true, true]) = [1, null, [1], {a: 1}, true]
flatten([[1, 2], [[3]], 4]) = [1, 2, 3, 4]
product([2, 3, 4]) = 24
product(2, 3, 4) = 24
median(8, 2, 5, 3, 4) = 4
median([6, 1, 2, 3]) = 2.5
stddev(2, 4, 7, 5) = 2.081665999466132735282297706979931
mode(6, 3, 9, 6, 6) = [6]
mode([6, 1, 9, 6, 1]) = [1, 6]
mode([]) = []
sort(list: [3, 1, 4, 5, 2], precedes: function(x, y) x < y) = [1, 2, 3, 4, 5]
sort([3, 1, 2], function(x, y) x > y) = [3, 2, 1]
sort([{a: 2, b: 1}, {a: 1}, {a: 2, b: 2}], function(x, y) x.a < y.a).a = [1, 2, 2]
sort(["b", "a"], before) = ["a", "b"]

get value({key1: "value1"}, "key1") = "value1"
get value({key1: "value1"}, "unexistent-key") = null
get value({a: {b: 1}}, ["a", "b"]) = 1
get entries({key1: "value1", key2: "value2"}) = [{key: "key1", value: "value1"}, {key: "key2", value: "value2"}]
get entries({key1: "value1"})[key = "key1"].value = "value1"
get entries({}) = []
context([{key: "a", value: 1}, {key: "b", value: 2}]) = {a: 1, b: 2}
context([{key: "a", value: 1}, {key: "b", value: 2, something: "else"}]) = {a: 1, b: 2}
context([]) = {}
context put({x: 1}, "y", 2) = {x: 1, y: 2}
context put({x: 1, y: 0}, "y", 2) = {x: 1, y: 2}
string(context put({x: 1, y: 0, z: 0}, "y", 2)) = "{x: 1, y: 2, z: 0}"
context put({x: 1}, ["y"], 2) = {x: 1, y: 2}
context put({x: 1, y: {a: 0}}, ["y", "a"], 2) = {x: 1, y: {a: 2}}
context put(context: {x: 1}, keys: ["x"], value: 2) = {x: 2}
context merge([{x: 1}, {y: 2}]) = {x: 1, y: 2}
context merge([{x: 1, y: 0}, {y: 2}]) = {x: 1, y: 2}
context merge([]) = {}
"""

NULL = """
for i in null return i
for i in 5 return i
for i in 1.5..3 return i
for i in "a".."c" return i
[1, 2]["a"]
count(null)
count()
count(1, 2)
min([])
max([])
max(1, "a")
max(null)
min([true])
sum([])
sum("a")
sum(1, null)
mean([])
mean(1, "a")
all(0)
any(0)
all(null)
all([true, null])
any([false, null])
sublist([1], 0)
sublist([1], 1, 2)
sublist([1], 2)
sublist(null, 1)
append(null, 1)
concatenate([1], null)
insert before([1], 5, 2)
insert before([1], null, 2)
remove([1], 0)
remove([1], 2)
list replace([1], 2, 3)
list replace([1], function(a, b) 1, 3)
list replace([1], "a", 3)
reverse(null)
index of(null, 1)
union([1], null)
distinct values(null)
flatten(null)
product([])
product(1, "a")
median([])
stddev([47])
stddev(47)
stddev([])
mode(["a"])
sort([1, 2])
sort([1, 2], function(x) x)
sort([1, 2], "a")
list contains(null, 1)
get value(null, "a")
get value({a: 1}, 1)
get value({a: 1}, [])
get entries(null)
get entries([1])
context([{key: "a", value: 1}, {key: "b"}])
context([{key: "a", value: 1}, {key: "a", value: 2}])
context([{key: 1, value: 1}])
context put({x: 1}, 1, 2)
context put({x: 1, y: {a: 0}}, [], 2)
context put({x: 1}, ["y", "a"], 2)
context put(null, "a", 1)
context merge([{x: 1}, null])
"""


@pytest.mark.parametrize("expression", rows(TRUE))
def test_lists_and_contexts_behave_as_the_standard_says(expression) -> None:
    assert ask(expression) is True


@pytest.mark.parametrize("expression", rows(NULL))
def test_what_no_list_or_context_fits_is_null(expression) -> None:
    assert ask(expression) is None


def test_data_of_the_caller_are_lists_and_contexts_like_any_other() -> None:
    data = {"lines": ({"price": 9.5, "tags": ["a", "b"]}, {"price": 1, "tags": []}), "limit": 5}

    assert ask("lines[price > limit].tags", **data) == [["a", "b"]]
    assert ask("lines[1].price + lines[-1].price", **data) == 10.5
    assert ask("sum(lines.price) = 10.5", **data) is True
    assert ask("lines = [{price: 9.5, tags: ['a', 'b']}]".replace("'", '"'), **data) is False
    assert ask("flatten(lines.tags)", **data) == ["a", "b"]
    assert ask('context put(lines[1], "price", 2)', **data) == {"price": 2, "tags": ["a", "b"]}
    assert ask("get entries(lines[2]).key", **data) == ["price", "tags"]


class Computed(Mapping[str, object]):
    """A context whose lists are made when they are asked for."""

    def __getitem__(self, key: str) -> object:
        return {"first": [1], "second": [2]}[key]

    def __iter__(self) -> Iterator[str]:
        return iter(["first", "second"])

    def __len__(self) -> int:
        return 2


def test_entries_may_be_computed_when_they_are_named() -> None:
    assert evaluate("[first[1], second[1], first[1]]", Computed(), now=NOW) == [1, 2, 1]
    assert ask("[c.first[1], c.second[1], c.first[1]]", c=Computed()) == [1, 2, 1]


def test_a_sort_keeps_the_order_of_what_is_equal() -> None:
    items = [{"k": n % 3, "n": n} for n in range(300)]

    sorted_items = ask("sort(items, function(a, b) a.k < b.k)", items=items)
    assert sorted_items == sorted(items, key=lambda item: item["k"])


def test_what_is_named_deep_inside_data_is_found() -> None:
    order = {"lines": [{"fee": 1, "sub lines": [{"fee": 2}]}, {"fee": None}], "fee": 3}

    assert ask("order...fee", order=order) == [1, 2, 3]
    assert ask("sum(order...sub lines...fee)", order=order) == 2
    assert names_used("order...fee[item > least]") == {"order", "least"}


def test_results_share_nothing_with_the_data_of_the_caller() -> None:
    data = {"inner": {"list": [1, 2]}}
    result = ask("data", data=data)

    assert isinstance(result, dict)
    result["inner"]["list"].append(3)
    assert data == {"inner": {"list": [1, 2]}}
