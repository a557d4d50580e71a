"""Permissions: what a role may do. Every route and every command names one."""

from app.domain.actors import Actor, Assignment

PUBLIC = "public"
FOLLOW_CASE = "case.follow"
SIGNED_IN = "signed-in"
WORK = "desk.work"
TAKE_PART = "desk.take-part"
"""Do the tasks of one's own role, and open the cases that ask for it: agents, and professionals of elsewhere."""
REASSIGN = "task.reassign"
REVOKE_DOCUMENT = "document.revoke"
RETRY = "incident.retry"
"""See incidents and run what stands still again."""
REPAIR = "incident.repair"
"""Correct data, pass over a step, move or end a case: it may take the place of an elected person's signature."""
OPERATE = "platform.operate"
PUBLISH = "procedure.publish"
MODEL = "procedure.model"
"""Read and write drafts of procedures in the studio."""
APPROVE = "procedure.approve"
"""Agree, as a second person, to the publication of a procedure."""
APPROVE_LOCAL = "procedure.approve-local"
"""Agree, as a second person, to the publication of a procedure that a commune wrote for itself."""
MIGRATE = "case.migrate"
EXTEND_PERIOD = "period.extend"
NATIONAL_CALENDAR = "calendar.national"
LOCAL_CALENDAR = "calendar.local"
DECIDE_PARAMETER = "parameter.decide"
READ_REGISTER = "register.read"
READ_INSCRIPTIONS = "register.inscriptions"
"""Open the shared registers: personal data stays hidden from roles that the register does not name."""
AUDIT_REGISTER = "register.audit"
"""See who read a register."""
SEE_TAILORING = "tailoring.see"
"""See the workshop of a commune: what it changed of national procedures, and what it might change."""
TAILOR = "tailoring.change"
"""Change a national procedure for one's commune, inside the policy, and publish the change."""
PREPARE_COMMUNES = "tailoring.prepare"
"""Prepare a procedure in many communes of a province at once."""
STEER_TAILORING = "tailoring.steer"
"""Try a version over all communes, carry their changes to it, see them side by side."""
DEMONSTRATION = "demonstration"
"""Pages that drive simulators: they exist in demonstration mode only."""

DESK_ROLES = frozenset(
    {
        "agent_guichet",
        "agent_ordre",
        "agent_ec",
        "officier_ec",
        "regisseur",
        "assiette",
        "rh",
        "bch",
        "police_admin",
        "chef_service",
        "charge_information",
        "dgs",
        "ordonnateur",
        "president",
        "vice_president",
        "president_arr",
        "president_commission",
        "secretaire_conseil",
        "elu",
        "archiviste",
        "dpo",
        "autorite_centrale",
        "gouverneur",
        "caid_pacha",
        "tresorier",
        "tgr",
        "aue",
        "ancfcc",
        "sdis",
    }
)
PROFESSIONAL_ROLES = frozenset({"architect", "bet", "topographer", "adouls"})
"""Professions that sign their part of a case: they see the cases that asked them and no other."""
_GRANTS: dict[str, frozenset[str]] = {
    WORK: DESK_ROLES,
    TAKE_PART: DESK_ROLES | PROFESSIONAL_ROLES,
    REASSIGN: frozenset({"chef_service", "dgs"}),
    REVOKE_DOCUMENT: frozenset({"officier_ec", "president", "dgs"}),
    RETRY: frozenset({"operator", "dgs", "chef_service"}),
    REPAIR: frozenset({"operator", "dgs"}),
    EXTEND_PERIOD: frozenset({"chef_service", "dgs", "president"}),
    NATIONAL_CALENDAR: frozenset({"dgct", "analyst"}),
    DECIDE_PARAMETER: frozenset({"dgct", "analyst"}),
    READ_REGISTER: frozenset({"chef_service", "officier_ec", "regisseur", "dgs", "president", "archiviste"}),
    READ_INSCRIPTIONS: DESK_ROLES,
    AUDIT_REGISTER: frozenset({"dgs", "president"}),
    LOCAL_CALENDAR: frozenset({"dgs", "president"}),
    OPERATE: frozenset({"operator"}),
    PUBLISH: frozenset({"analyst"}),
    MODEL: frozenset({"analyst"}),
    APPROVE: frozenset({"analyst", "dgct"}),
    APPROVE_LOCAL: frozenset({"president"}),
    MIGRATE: frozenset({"analyst", "operator"}),
    SEE_TAILORING: frozenset({"chef_service", "dgs", "president", "analyst", "dgct"}),
    TAILOR: frozenset({"dgs", "president"}),
    PREPARE_COMMUNES: frozenset({"gouverneur", "analyst", "dgct"}),
    STEER_TAILORING: frozenset({"analyst", "dgct"}),
}
ALL = frozenset({PUBLIC, FOLLOW_CASE, SIGNED_IN, DEMONSTRATION, *_GRANTS})


def may(actor: Actor, permission: str, commune_id: str | None = None, service_id: str | None = None) -> bool:
    """Tell whether the actor holds the permission (in the commune and service when they are given)."""
    if permission == PUBLIC:
        return True
    if permission == FOLLOW_CASE:
        return bool(actor.case_ids)
    if permission == SIGNED_IN:
        return actor.kind == "agent"
    if permission not in _GRANTS:
        return False
    roles = actor.all_roles if commune_id is None else actor.roles_in(commune_id, service_id)
    return bool(roles & _GRANTS[permission])


def list_assignments(actor: Actor, permission: str) -> tuple[Assignment, ...]:
    """Return the assignments that give the permission, in a steady order: where the actor may do it."""
    granting = _GRANTS.get(permission, frozenset())
    held = (item for item in actor.assignments if item.role in granting)
    return tuple(sorted(held, key=lambda item: (item.commune_id or "", item.role, item.service_id or "")))
