"""Forms: form-js JSON read, rendered without script, checked, and shown again in words."""

from app.forms.answers import Validation
from app.forms.attachments import AttachmentRef
from app.forms.blocks import Blocks, read_blocks
from app.forms.definition import FormDefinition, read_form
from app.forms.errors import FormRuleFailed, UnknownStep
from app.forms.known import Known, KnownAnswer
from app.forms.structure import FormComponent, FormStep
from app.forms.summary import DisplayRow, DisplaySection

__all__ = [
    "AttachmentRef",
    "Blocks",
    "DisplayRow",
    "DisplaySection",
    "FormComponent",
    "FormDefinition",
    "FormRuleFailed",
    "FormStep",
    "Known",
    "KnownAnswer",
    "UnknownStep",
    "Validation",
    "read_blocks",
    "read_form",
]
