"""Which cases an agent may open in a commune: for somebody at the counter, or as part of the agent's own work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.deployments import Deployed
from app.domain.actors import Actor
from app.domain.languages import Text
from app.procedures.beginning import channel_for
from app.store import publication, releases


@dataclass(frozen=True, kw_only=True)
class BeginnableProcedure:
    """A procedure that the agent may open a case of, and by which channel."""

    slug: str
    domain: str
    titles: Text
    summaries: Text
    deployment_id: str
    service_id: str | None
    channel: str


def list_beginnable(
    actor: Actor, commune_id: str, deployed_of: Callable[[str], Deployed]
) -> Sequence[BeginnableProcedure]:
    """Return the open procedures of the commune that the agent's roles may begin, by domain and slug."""
    retired = releases.list_retired()
    found: list[BeginnableProcedure] = []
    for offering, deployment in publication.list_offerings(commune_id):
        package = deployed_of(deployment.id).package
        channel = channel_for(package.manifest, actor.roles_in(commune_id, offering.service_id))
        if channel is None or not offering.open or offering.slug in retired or not package.bpmn.may_be_filed:
            continue
        found.append(
            BeginnableProcedure(
                slug=offering.slug,
                domain=deployment.domain,
                titles=deployment.titles,
                summaries=deployment.summaries,
                deployment_id=deployment.id,
                service_id=offering.service_id,
                channel=channel,
            )
        )
    return sorted(found, key=lambda one: (one.domain, one.slug))
