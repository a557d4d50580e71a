"""All connectors of an installation in one place."""

from dataclasses import dataclass
from typing import Protocol

from app.connectors.civil_register.port import CivilRegister, DeclaredActs
from app.connectors.civil_register.simulator import SimulatedCivilRegister
from app.connectors.email.port import EmailConnector
from app.connectors.email.simulator import SimulatedEmail
from app.connectors.external.port import ExternalSystems
from app.connectors.external.simulator import SimulatedExternalSystems
from app.connectors.payment.port import PaymentConnector
from app.connectors.payment.simulator import SimulatedPayment
from app.connectors.post.port import PostConnector
from app.connectors.post.simulator import SimulatedPost
from app.connectors.records import SimulatedRecords
from app.connectors.sms.port import SmsConnector
from app.connectors.sms.simulator import SimulatedSms
from app.connectors.virus_scanner.clamd import Clamd
from app.connectors.virus_scanner.port import VirusScanner
from app.connectors.virus_scanner.simulator import SimulatedVirusScanner
from app.domain.clock import Clock, SystemClock

CONNECTORS = ("email", "sms", "payment", "post", "civil-register", "external", "virus-scanner")
"""The names by which switches are set."""


class ConnectorSettings(Protocol):
    """What connectors need to know of the installation."""

    @property
    def connector_secret(self) -> str:
        """The secret shared with the outside systems that call us."""
        ...

    @property
    def public_url(self) -> str:
        """The address of the application, without a slash at its end."""
        ...

    @property
    def clamd_address(self) -> str:
        """Where ClamAV's daemon listens; empty where there is none."""
        ...


@dataclass(frozen=True, kw_only=True)
class Connectors:
    """One door to each outside system."""

    email: EmailConnector
    sms: SmsConnector
    payment: PaymentConnector
    post: PostConnector
    civil_register: CivilRegister
    external: ExternalSystems
    virus_scanner: VirusScanner


@dataclass(frozen=True, kw_only=True)
class SimulatedConnectors(Connectors):
    """Connectors that only play: their providers' side is reached through the narrower types."""

    email: SimulatedEmail
    sms: SimulatedSms
    payment: SimulatedPayment
    post: SimulatedPost
    civil_register: SimulatedCivilRegister
    external: SimulatedExternalSystems


def simulated_connectors(
    records: SimulatedRecords,
    settings: ConnectorSettings,
    *,
    clock: Clock | None = None,
    declared_acts: DeclaredActs | None = None,
) -> SimulatedConnectors:
    """Return simulators that share `records`; `clock` dates what they do (the machine's when none is given).

    The civil register also knows `declared_acts`. Files are looked into by ClamAV where the installation has it.
    """
    clock = clock or SystemClock()
    secret = settings.connector_secret
    return SimulatedConnectors(
        email=SimulatedEmail(records, clock),
        sms=SimulatedSms(records, clock),
        payment=SimulatedPayment(records, clock, secret=secret, public_url=settings.public_url),
        post=SimulatedPost(records, clock, secret=secret),
        civil_register=SimulatedCivilRegister(records, declared_acts),
        external=SimulatedExternalSystems(records, clock, secret=secret),
        virus_scanner=Clamd(settings.clamd_address) if settings.clamd_address else SimulatedVirusScanner(records),
    )
