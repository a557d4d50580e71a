"""Every table, grouped by what it is about."""

from app.store.models.case_migrations import CaseMigration, CaseMigrationItem
from app.store.models.cases import Attachment, Case, CaseEvent, Document, Submission, UserTask
from app.store.models.deadlines import CalendarOrder, CalendarRecomputation, Deadline, DeadlineEvent
from app.store.models.drafts import Draft
from app.store.models.inscriptions import Inscription
from app.store.models.modelling import DraftContent, DraftHold, DraftRevision, ProcedureDraft
from app.store.models.numbering import IdempotencyKey, RegisterCounter
from app.store.models.payments import Payment, PaymentNotice
from app.store.models.people import Agent, RoleAssignment
from app.store.models.plays import DraftPlay
from app.store.models.practices import Practice, PracticeAct
from app.store.models.publication import Deployment, Offering, ParameterValue, StartTrigger
from app.store.models.readings import RegisterReading
from app.store.models.releases import (
    ApprovalRequest,
    ProcedureState,
    PublicationAct,
    PublicationRule,
    Release,
)
from app.store.models.simulation import SimulatedRecord
from app.store.models.tailoring import PublishedOverlay, Tailoring, TailoringAct
from app.store.models.territory import Arrondissement, Commune, Counter, Province, Region, Service
from app.store.models.tokens import ApiToken
from app.store.models.upgrades import CountryTrial, CountryTrialItem, Upgrade, UpgradeItem, UpgradeRing
from app.store.models.work import BufferedMessage, Incident, Job, MessageSubscription

__all__ = [
    "Agent",
    "ApiToken",
    "ApprovalRequest",
    "Arrondissement",
    "Attachment",
    "BufferedMessage",
    "CalendarOrder",
    "CalendarRecomputation",
    "Case",
    "CaseEvent",
    "CaseMigration",
    "CaseMigrationItem",
    "Commune",
    "Counter",
    "CountryTrial",
    "CountryTrialItem",
    "Deadline",
    "DeadlineEvent",
    "Deployment",
    "Document",
    "Draft",
    "DraftContent",
    "DraftHold",
    "DraftPlay",
    "DraftRevision",
    "IdempotencyKey",
    "Incident",
    "Inscription",
    "Job",
    "MessageSubscription",
    "Offering",
    "ParameterValue",
    "Payment",
    "PaymentNotice",
    "Practice",
    "PracticeAct",
    "ProcedureDraft",
    "ProcedureState",
    "Province",
    "PublicationAct",
    "PublicationRule",
    "PublishedOverlay",
    "Region",
    "RegisterCounter",
    "RegisterReading",
    "Release",
    "RoleAssignment",
    "Service",
    "SimulatedRecord",
    "StartTrigger",
    "Submission",
    "Tailoring",
    "TailoringAct",
    "Upgrade",
    "UpgradeItem",
    "UpgradeRing",
    "UserTask",
]
