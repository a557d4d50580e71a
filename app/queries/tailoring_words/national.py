"""A national version as words need it: its files, its package and its policy, read once a version."""

from dataclasses import dataclass
from functools import lru_cache

from app.deployments.bases import base_of
from app.deployments.published import published_package
from app.procedures import ProcedurePackage
from app.procedures.tailoring import Base, Policy, read_policy

MOST_KEPT = 16


@dataclass(frozen=True, kw_only=True)
class National:
    """A national version: what an overlay stands on."""

    base: Base
    package: ProcedurePackage
    policy: Policy


@lru_cache(maxsize=MOST_KEPT)
def national_of(deployment_id: str) -> National:
    """Return a national deployment, kept by id: it never changes. Raises DeploymentUnknown."""
    base = base_of(deployment_id)
    policy, _ = read_policy(base)
    return National(base=base, package=published_package(deployment_id), policy=policy)
