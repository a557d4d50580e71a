"""National versions as overlays see them, and what an overlay makes of one: read, resolved, linted, tried."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from app.domain.findings import Finding, errors_of
from app.linting import lint
from app.procedures import ProcedurePackage
from app.procedures.package import unpack_files
from app.procedures.parameters import ParameterValue
from app.procedures.tailoring import Base, Overlay, resolve
from app.store import country_trials, parameter_values, publication

MOST_KEPT = 16


@lru_cache(maxsize=MOST_KEPT)
def base_of(deployment_id: str) -> Base:
    """Return a national deployment as a base, kept by id: it never changes. Raises DeploymentUnknown."""
    row = publication.get_deployment(deployment_id)
    return Base(row.slug, unpack_files(row.package))


def base_today(deployment_id: str) -> Base:
    """Return a national deployment as a base with the values decided for the country since. Raises DeploymentUnknown.

    What a commune changes now is held against them: a fee that may only be lower is lower than the one in force.
    """
    decided: dict[str, dict[date, ParameterValue]] = {}
    for row in parameter_values.list_values():
        decided.setdefault(row.key, {})[row.since] = row.value["value"]
    return base_of(deployment_id).with_decided(decided)


@lru_cache(maxsize=4)
def tried_base(trial_id: str) -> Base:
    """Return the version that is tried over the country as a base: its files are frozen. Raises TrialUnknown."""
    slug, package = country_trials.get_package(trial_id)
    return Base(slug, unpack_files(package))


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What an overlay makes of a base: the package that would run, None with errors in `findings`.

    Only errors that the national version does not have stop a commune.
    """

    overlay: Overlay
    package: ProcedurePackage | None
    findings: tuple[Finding, ...] = field(default=())

    @property
    def errors(self) -> list[Finding]:
        """What stands in the way."""
        return errors_of(list(self.findings))


def prepare_overlay(base: Base, overlay: Overlay) -> Prepared:
    """Resolve an overlay and check what comes out by every rule. Nothing is read of the database or written."""
    resolution = resolve(base, overlay)
    if resolution.variant is None:
        return Prepared(overlay=overlay, package=None, findings=resolution.findings)
    package = resolution.variant.package
    known = {_sign(one) for one in national_findings(base)}
    found = tuple(one for one in lint(package) if one.severity != "error" or _sign(one) not in known)
    return Prepared(overlay=overlay, package=package, findings=(*resolution.findings, *found))


def national_findings(base: Base) -> tuple[Finding, ...]:
    """Return what the rules find in the national version itself, read once a version."""
    return _findings(base.slug, base.digest, _Held(base))


class _Held:
    """A base that counts for nothing when a kept result is looked up: slug and digest name it already."""

    def __init__(self, base: Base) -> None:
        self.base = base

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=MOST_KEPT)
def _findings(slug: str, digest: str, held: _Held) -> tuple[Finding, ...]:
    found = resolve(held.base, None)
    return tuple(lint(found.variant.package)) if found.variant else found.findings


def _sign(finding: Finding) -> tuple[str, str, str]:
    """Return what makes two findings one and the same, whatever their lines."""
    return finding.rule, finding.element or "", finding.message
