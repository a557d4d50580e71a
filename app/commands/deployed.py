"""A deployment ready to run: its package, compiled process, decisions and forms, kept in memory by id."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from app.decisions import DecisionModel, DecisionResult, read_decisions
from app.domain.errors import MastaraError
from app.engine import ProcessDefinition, compile_definition
from app.forms import FormDefinition, read_form
from app.procedures import ProcedurePackage, package_from_files
from app.procedures.package import unpack_files
from app.store import publication

KEPT_DEPLOYMENTS = 128


class FormUnknown(MastaraError):
    """The deployment has no form of that name."""

    code = "form-unknown"


@dataclass(frozen=True, kw_only=True)
class Deployed:
    """Everything a command needs to run one deployment; never changed after it was built."""

    id: str
    package: ProcedurePackage
    definition: ProcessDefinition
    decisions: Mapping[str, DecisionModel]
    forms: Mapping[str, FormDefinition]

    def form(self, name: str) -> FormDefinition:
        """Return a form by name. Raises FormUnknown."""
        try:
            return self.forms[name]
        except KeyError:
            raise FormUnknown(
                f"Expected a form of “{self.package.key}”, found “{name}”: add forms/{self.package.key}/{name}.json."
            ) from None

    @property
    def start_form(self) -> FormDefinition:
        """The form that a citizen files."""
        return self.form(self.package.manifest["start_form"])

    def decide(self, name: str, data: Mapping[str, Any], *, now: Any) -> DecisionResult:
        """Take a decision by its id. Raises DecisionError."""
        return self.decisions[name].decide(name, data, now=now)


def prepare(deployment_id: str, package: ProcedurePackage) -> Deployed:
    """Compile a package. Raises DefinitionRefused or PackageRefused with findings."""
    decisions: dict[str, DecisionModel] = {}
    for file, content in package.decisions.items():
        model = read_decisions(content, file=file)
        decisions |= dict.fromkeys((decision.id for decision in model.decisions), model)
    forms = {
        name: read_form(
            raw,
            translations={language: texts.get(name, {}) for language, texts in package.form_translations.items()},
        )
        for name, raw in package.forms.items()
    }
    return Deployed(
        id=deployment_id,
        package=package,
        definition=compile_definition(package.bpmn),
        decisions=decisions,
        forms=forms,
    )


class DeploymentCache:
    """Deployments by id: immutable, so a copy in memory is never stale."""

    def __init__(self, *, kept: int = KEPT_DEPLOYMENTS) -> None:
        self._kept = kept
        self._by_id: OrderedDict[str, Deployed] = OrderedDict()
        self._lock = Lock()

    def get(self, deployment_id: str) -> Deployed:
        """Return a deployment ready to run; loads it at first use. Raises DeploymentUnknown."""
        with self._lock:
            if deployment_id in self._by_id:
                self._by_id.move_to_end(deployment_id)
                return self._by_id[deployment_id]
        row = publication.get_deployment(deployment_id)
        deployed = prepare(deployment_id, package_from_files(row.slug, unpack_files(row.package)))
        with self._lock:
            self._by_id[deployment_id] = deployed
            while len(self._by_id) > self._kept:
                self._by_id.popitem(last=False)
        return deployed
