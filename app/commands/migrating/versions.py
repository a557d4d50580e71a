"""The two deployments of a migration, the map between them, and what a person must know before it starts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.commands.services import Services
from app.deployments import Deployed
from app.domain.errors import MastaraError
from app.domain.languages import INTERFACE_LANGUAGES
from app.engine import elements_of, map_findings
from app.store import case_migrations
from app.store.models import CaseMigration, Deployment

Severity = Literal["error", "info"]


class VersionsUnrelated(MastaraError):
    """Two deployments between which no case can move."""

    code = "versions-unrelated"


@dataclass(frozen=True, kw_only=True)
class Versions:
    """Source and target, ready to run; `elements` maps old element ids to new ones, what it leaves out keeps its id."""

    source: Deployed
    target: Deployed
    elements: Mapping[str, str]

    def follower(self, element: str) -> str:
        """Return the id that stands for an element of the source."""
        return self.elements.get(element, element)


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What the comparison of two versions found: an error keeps the migration from starting.

    `subject` is the element, form, parameter or status it is about; `others` are further names.
    """

    severity: Severity
    code: str
    subject: str
    others: tuple[str, ...] = ()


def versions_of(migration: CaseMigration, services: Services) -> Versions:
    """Return the versions of a batch."""
    return Versions(
        source=services.deployments.get(migration.source_id),
        target=services.deployments.get(migration.target_id),
        elements=migration.elements,
    )


def require_related(source: Deployment, target: Deployment) -> None:
    """Raise VersionsUnrelated unless both are versions of one procedure of the same owner."""
    if source.id == target.id:
        raise VersionsUnrelated("Expected two versions, found the same one twice: choose another target.")
    if (source.slug, source.commune_id) != (target.slug, target.commune_id):
        owner = source.commune_id or "the country"
        raise VersionsUnrelated(
            f"Expected another version of “{source.slug}” of {owner}, found “{target.slug}” of "
            f"{target.commune_id or 'the country'}: choose one of the same procedure and owner."
        )


def remarks_on(migration: CaseMigration, services: Services) -> tuple[Remark, ...]:
    """Return what is wrong with the batch and what is worth knowing, errors first."""
    versions = versions_of(migration, services)
    named = case_migrations.list_period_parameters(migration.source_id, commune_id=migration.commune_id)
    found = [*_map_remarks(versions), *_parameter_remarks(versions, named), *_form_remarks(versions)]
    found += _status_remarks(versions)
    return tuple(sorted(found, key=lambda remark: remark.severity != "error"))


def _map_remarks(versions: Versions) -> Iterator[Remark]:
    found = map_findings(versions.source.definition, versions.target.definition, versions.elements)
    for finding in found:
        yield Remark(severity="error", code=finding.code, subject=finding.element, others=(finding.target,))


def _parameter_remarks(versions: Versions, named: Sequence[str]) -> Iterator[Remark]:
    """Legal periods that run name a parameter, which explains them on every page of the case."""
    for parameter in named:
        if parameter not in versions.target.package.parameters:
            yield Remark(severity="error", code="parameter-missing", subject=parameter)


def _form_remarks(versions: Versions) -> Iterator[Remark]:
    before, after = versions.source.forms, versions.target.forms
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield Remark(severity="info", code="form-removed", subject=name)
        elif name not in before:
            yield Remark(severity="info", code="form-added", subject=name)
        else:
            old = {field.field_key for field in before[name].fields}
            new = {field.field_key for field in after[name].fields}
            if old != new:
                others = (*(f"+{key}" for key in sorted(new - old)), *(f"−{key}" for key in sorted(old - new)))
                yield Remark(severity="info", code="form-fields-differ", subject=name, others=others)


def _status_remarks(versions: Versions) -> Iterator[Remark]:
    """A status without a title in the new version would be shown by its bare key."""
    statuses = {element.status for element in elements_of(versions.source.definition).values() if element.status}
    for status in sorted(statuses):
        path = f"statuses.{status}.title"
        named = all(versions.target.package.text(path, language) for language in INTERFACE_LANGUAGES)
        if not named and renamed_status(versions, status, ()) is None:
            yield Remark(severity="info", code="status-unknown", subject=status)


def renamed_status(versions: Versions, status: str, positions: Sequence[str]) -> str | None:
    """Return the status that the new version gives where the old one gave `status`; None when it is not another one.

    Elements on which the case stands say it first; else all elements of that status must agree.
    """
    before, after = elements_of(versions.source.definition), elements_of(versions.target.definition)

    def followers(elements: Sequence[str]) -> set[str]:
        targets = (after.get(versions.follower(key)) for key in elements if before[key].status == status)
        return {target.status for target in targets if target is not None and target.status}

    here = followers([key for key in positions if key in before])
    anywhere = here or followers(list(before))
    return anywhere.pop() if len(anywhere) == 1 and status not in anywhere else None
