"""Reads decision tables; orientation and annotations change nothing of what a table decides."""

from app.decisions.expressions.box import reads
from app.decisions.expressions.literal import read_text
from app.decisions.markup import Element, Markup, child, children, id_of, line_of, name_of, plain_name
from app.decisions.tables.table import HIT_POLICIES, DecisionTable, Input, Output, Rule

INITIALS: dict[str, str] = {policy[0]: policy for policy in HIT_POLICIES}
"""Some tools write the letter that a table shows instead of the word."""

OPERATORS = {"C+": "SUM", "C<": "MIN", "C>": "MAX", "C#": "COUNT"}
LONGEST_LABEL = 60


@reads("decisionTable")
def read_table(element: Element, markup: Markup) -> DecisionTable:
    """Read a decision table."""
    outputs = children(element, "output")
    policy = plain_name(element.get("hitPolicy") or "UNIQUE")
    operator = OPERATORS.get(policy)
    return DecisionTable(
        element=id_of(element),
        line=line_of(element),
        type_name=markup.type_name(element),
        hit_policy="COLLECT" if operator else INITIALS.get(policy, policy),
        aggregation=operator or element.get("aggregation"),
        inputs=tuple(_input(one, markup) for one in children(element, "input")),
        outputs=tuple(_output(one, number, markup) for number, one in enumerate(outputs, start=1)),
        rules=tuple(_rule(one, number, markup) for number, one in enumerate(children(element, "rule"), start=1)),
    )


def _input(element: Element, markup: Markup) -> Input:
    expression = child(element, "inputExpression")
    allowed = child(element, "inputValues")
    read = read_text(element if expression is None else expression, markup, holder=element)
    label = element.get("label")
    return Input(
        label=plain_name(label) if label else read.text[:LONGEST_LABEL],
        expression=read,
        allowed=read_text(allowed, markup, holder=element) if allowed is not None else None,
    )


def _output(element: Element, number: int, markup: Markup) -> Output:
    values = child(element, "outputValues")
    default = child(element, "defaultOutputEntry")
    return Output(
        name=name_of(element) or plain_name(element.get("label") or "") or f"output {number}",
        element=id_of(element),
        line=line_of(element),
        type_name=markup.type_name(element),
        ordered=read_text(values, markup, holder=element) if values is not None else None,
        default=read_text(default, markup, holder=element) if default is not None else None,
    )


def _rule(element: Element, number: int, markup: Markup) -> Rule:
    return Rule(
        id=id_of(element),
        number=number,
        line=line_of(element),
        conditions=tuple(read_text(one, markup) for one in children(element, "inputEntry")),
        results=tuple(read_text(one, markup) for one in children(element, "outputEntry")),
    )
