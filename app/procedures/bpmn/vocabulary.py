"""The XML names of BPMN 2.0 and of the extensions that are read: ours, Camunda 7's and Camunda 8's."""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
MASTARA = "urn:mastara:bpmn:1"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
ACTIVITI = "http://activiti.org/bpmn"
"""Camunda 7's own extensions under the name that its first releases and modellers wrote."""
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
FLOWABLE = "http://flowable.org/bpmn"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
JBPM = "http://www.jboss.org/drools"

EVENT_DEFINITIONS = {
    "messageEventDefinition": "message",
    "timerEventDefinition": "timer",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "signalEventDefinition": "signal",
    "terminateEventDefinition": "terminate",
    "linkEventDefinition": "link",
    "conditionalEventDefinition": "conditional",
    "compensateEventDefinition": "compensate",
    "cancelEventDefinition": "cancel",
}
TIMERS = {"timeDuration": "duration", "timeDate": "date", "timeCycle": "cycle"}

# Parts of a process that carry no token: read elsewhere, or of interest to people only.
PASSIVE = frozenset(
    {
        "documentation",
        "extensionElements",
        "laneSet",
        "sequenceFlow",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "association",
        "textAnnotation",
        "group",
        "ioSpecification",
        "property",
        "incoming",
        "outgoing",
        "auditing",
        "monitoring",
        "category",
        "categoryValue",
        "potentialOwner",
        "humanPerformer",
        "performer",
        "resourceRole",
        "dataInputAssociation",
        "dataOutputAssociation",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
        "correlationSubscription",
        "supports",
        "ioBinding",
        "artifact",
        "rendering",
        "completionCondition",
    }
)


def bpmn(name: str) -> str:
    """Return the qualified name of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def mastara(name: str) -> str:
    """Return the qualified name of one of our attributes or elements."""
    return f"{{{MASTARA}}}{name}"


def camunda(name: str) -> str:
    """Return the qualified name of a Camunda 7 attribute or element."""
    return f"{{{CAMUNDA}}}{name}"


def zeebe(name: str) -> str:
    """Return the qualified name of a Camunda 8 element."""
    return f"{{{ZEEBE}}}{name}"
