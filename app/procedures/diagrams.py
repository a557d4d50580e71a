"""The diagram of a file, read once for each content."""

from app.procedures.bpmn import BpmnModel, read_bpmn
from app.procedures.remembered import remembered


@remembered()
def read_diagram(content: bytes, *, file: str) -> BpmnModel:
    """Return the process of a BPMN file with its findings. Raises XmlRefused, BpmnRefused."""
    return read_bpmn(content, file=file)
