"""The process carries the key of its package and may be run.

Why: one word joins folder, manifest and process; a process that is not executable is not meant to run.
Wrong: processes/fence/ with <process id="Process_1">.
Right: <process id="fence" isExecutable="true">.
Source: BPMN 2.0 §10.1 (isExecutable); layout of packages.
"""

from collections.abc import Iterator

from app.linting.registry import Remark, rule
from app.procedures import ProcedurePackage


@rule("process-id", severity="error", family="bpmn")
def check(package: ProcedurePackage) -> Iterator[Remark]:
    process = package.bpmn.process
    if process.id != package.key:
        message = f"Expected the process id “{package.key}” like the package, found “{process.id}”: rename it."
        yield Remark(file=package.bpmn.file, element=process.id, line=process.line, message=message)
    if not process.executable:
        message = 'Expected isExecutable="true" on the process, found otherwise: set it.'
        yield Remark(file=package.bpmn.file, element=process.id, line=process.line, message=message)
