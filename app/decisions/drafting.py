"""Makes and renames DMN files for whoever draws them: a first table, and a decision under another id."""

from xml.sax.saxutils import escape, quoteattr

from app.procedures.xml_editing import StartTag, with_changed_tags

_FIRST_TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"
    xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:di="http://www.omg.org/spec/DMN/20180521/DI/"
    id="{key}-definitions" name={title} namespace="urn:mastara:decisions"
    expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">
  <inputData id="{key}-data" name={input}>
    <variable id="{key}-data-variable" name={input} typeRef="string" />
  </inputData>
  <decision id="{key}" name={title}>
    <variable id="{key}-variable" name={variable} />
    <informationRequirement id="{key}-needs-data">
      <requiredInput href="#{key}-data" />
    </informationRequirement>
    <decisionTable id="{key}-table" hitPolicy="UNIQUE">
      <input id="{key}-input-1" label={input}>
        <inputExpression id="{key}-input-1-expression" typeRef="string">
          <text>{expression}</text>
        </inputExpression>
      </input>
      <output id="{key}-output-1" name="result" label={output} typeRef="string" />
      <rule id="{key}-rule-1">
        <inputEntry id="{key}-rule-1-input-1">
          <text>-</text>
        </inputEntry>
        <outputEntry id="{key}-rule-1-output-1">
          <text>"…"</text>
        </outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="{key}-diagram">
      <dmndi:DMNShape id="{key}-shape" dmnElementRef="{key}">
        <dc:Bounds x="160" y="80" width="180" height="80" />
      </dmndi:DMNShape>
      <dmndi:DMNShape id="{key}-data-shape" dmnElementRef="{key}-data">
        <dc:Bounds x="170" y="240" width="140" height="45" />
      </dmndi:DMNShape>
      <dmndi:DMNEdge id="{key}-edge" dmnElementRef="{key}-needs-data">
        <di:waypoint x="240" y="240" />
        <di:waypoint x="250" y="180" />
        <di:waypoint x="250" y="160" />
      </dmndi:DMNEdge>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""


def first_table(*, key: str, title: str, question: str, output: str) -> bytes:
    """Return a DMN file with one table of one rule.

    `key` is the decision's id; `question` the name of the data that it looks at; `output` the title of its result.
    """
    return _FIRST_TABLE.format(
        key=key,
        title=quoteattr(title),
        variable=quoteattr(key.replace("-", "_")),
        input=quoteattr(question),
        expression=escape(question),
        output=quoteattr(output),
    ).encode("utf-8")


def with_decision_renamed(source: bytes, *, file: str, old: str, new: str) -> bytes:
    """Return the file with the decision `old` under the id `new`, and what points to it in the file.

    Its name and its variable stay: expressions speak of those. Raises XmlRefused.
    """

    def change(tag: StartTag) -> StartTag:
        if tag.local_name == "decision" and tag.get("id") == old:
            return tag.having("id", new)
        if tag.get("href") == f"#{old}":
            return tag.having("href", f"#{new}")
        return tag.having("dmnElementRef", new) if tag.get("dmnElementRef") == old else tag

    return with_changed_tags(source, file=file, change=change)
