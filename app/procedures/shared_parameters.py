"""The parameters that every procedure may use: `processes/_shared/parameters.yaml`, read once for each content."""

from collections.abc import Mapping
from dataclasses import dataclass

from marshmallow import ValidationError

from app.procedures.layout import SHARED
from app.procedures.parameters import Parameter, ParameterSchema, build_parameter
from app.procedures.remembered import remembered
from app.procedures.yaml_source import read_mapping

SHARED_PARAMETERS = f"processes/{SHARED}/parameters.yaml"


@dataclass(frozen=True, kw_only=True)
class SharedParameters:
    """What the file declares, and in `problems` one sentence for each parameter that cannot be used."""

    parameters: tuple[Parameter, ...]
    problems: tuple[str, ...]


@remembered()
def read_shared_parameters(content: bytes, *, file: str) -> SharedParameters:
    """Return the parameters of the file. Raises SourceRefused."""
    listed = read_mapping(content, file=file).data.get("parameters") or []
    if not isinstance(listed, list):
        problem = f"Expected a list under parameters, found {type(listed).__name__}."
        return SharedParameters(parameters=(), problems=(problem,))
    parameters: list[Parameter] = []
    problems: list[str] = []
    for index, raw in enumerate(listed):
        try:
            parameters.append(build_parameter(ParameterSchema().load(raw)))
        except ValidationError as error:
            key = raw.get("key") if isinstance(raw, Mapping) else index
            problems.append(f"The parameter “{key}” is not usable: {error.messages}.")
    return SharedParameters(parameters=tuple(parameters), problems=tuple(problems))
