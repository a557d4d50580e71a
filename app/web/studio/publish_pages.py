"""What the page of publication shows: check list, version number, impact, approval, what changes."""

from dataclasses import dataclass
from typing import Any

from app.commands.releasing.readiness import Readiness, check_readiness
from app.commands.releasing.rule import needs_approval
from app.deployments.published import published_package
from app.domain.languages import choose
from app.languages import isolate
from app.linting.kept import files_digest
from app.procedures import ProcedurePackage
from app.procedures.comparison import compare_packages
from app.procedures.comparison.parameters import cited_parameters
from app.queries.differences import sentence
from app.queries.studio import OpenDraft, read_draft
from app.store import publication, releases
from app.store.models import ApprovalRequest, Deployment
from app.web.interface import gettext, language, ngettext
from app.web.studio.comparison_pages import comparison_view, deployment_side, draft_side
from app.web.studio.country_trial import trial_standing
from app.web.studio.release_words import TONES, point_words, state_title
from app.web.studio.scope import scope_id
from app.web.studio.upgrade_plan import empty_plan, region_choices
from app.web.studio.variants import variant_rows

TOLD_PARTS = ("sheet", "parameters", "diagram", "forms", "decisions")
"""Parts whose differences matter to users and agents: they make a suggestion for the changelog."""
MOST_TOLD = 15


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a draft stands on its way to publication."""

    draft: OpenDraft
    ready: Readiness
    current: Deployment | None
    request: ApprovalRequest | None
    needs_approval: bool

    @property
    def approval(self) -> str:
        """none, asked, approved, refused, or void: asked or approved for files that changed since."""
        request = self.request
        if request is None or request.state in ("withdrawn", "used"):
            return "none"
        same = request.digest == files_digest(self.draft.slug, self.draft.all_files)
        return request.state if same or request.state == "refused" else "void"

    @property
    def may_publish(self) -> bool:
        """True when nothing but the person's decision is missing."""
        return self.ready.ready and not self.blocked and (not self.needs_approval or self.approval == "approved")

    @property
    def blocked(self) -> tuple[str, ...]:
        """What the other versions forbid: an equal package, a version number that was used, another that waits."""
        package = self.ready.package
        if package is None:
            return ()
        found = []
        if self.current is not None and self.current.digest == package.digest:
            found.append("unchanged")
        if releases.find_version(package.key, package.version, self.draft.commune_id) is not None:
            found.append("version")
        if releases.find_scheduled(package.key) is not None:
            found.append("scheduled")
        return tuple(found)


def standing_of(draft: OpenDraft) -> Standing:
    """Return where a draft stands."""
    current = publication.find_newest_deployment(draft.slug, draft.commune_id)
    return Standing(
        draft=draft,
        ready=check_readiness(read_draft(draft)),
        current=current,
        request=releases.find_last_request(draft.id),
        needs_approval=needs_approval(published=current is not None, local=draft.commune_id is not None),
    )


def publish_view(standing: Standing) -> dict[str, Any]:
    """Return what the template needs."""
    ready, current = standing.ready, standing.current
    compared = comparison_view(deployment_side(current), draft_side(standing.draft)) if current else None
    return {
        "standing": standing,
        "ready": ready,
        "current": current,
        "points": [*(point_words(point, ready.package) for point in ready.points), *_other_points(standing)],
        "impact": impact(standing.draft, ready.package),
        "suggestion": suggestion(standing),
        "compared": compared,
        "variants": variant_rows(standing.draft) if ready.package else [],
        "scheduled": scheduled_words(standing.draft.slug),
        "tried": trial_standing(standing.draft.id, ready.package),
        "of_country": scope_id() is None,
        "plan": empty_plan(),
        "regions": region_choices(),
    }


def _other_points(standing: Standing) -> list[dict[str, Any]]:
    package = standing.ready.package
    if package is None:
        return []
    blocked = standing.blocked
    taken = "version" in blocked
    number = isolate(package.version)
    used = gettext("La version %(version)s a déjà servi : donnez un numéro plus grand, plus bas.", version=number)
    free = gettext("La version %(version)s est libre.", version=number)
    found = [_point("version", gettext("Numéro de version"), used if taken else free, "failed" if taken else "passed")]
    if "unchanged" in blocked:
        nothing = gettext("Ce brouillon est identique à la version en vigueur : il n’y a rien à publier.")
        found.append(_point("unchanged", gettext("Changements"), nothing, "failed"))
    if standing.needs_approval:
        title = gettext("Approbation d’une seconde personne")
        state = "passed" if standing.approval == "approved" else "failed"
        found.append(_point("approval", title, approval_text(standing), state))
    return found


def _point(key: str, title: str, text: str, state: str) -> dict[str, Any]:
    words = {"key": key, "title": title, "text": text, "tone": TONES[state], "state": state_title(state)}
    return {**words, "details": [], "room": None}


def approval_text(standing: Standing) -> str:
    """Return where the approval stands, in one sentence."""
    request = standing.request
    name = isolate(request.decided_by or request.asked_by) if request else ""
    return {
        "none": gettext("Pas encore demandée."),
        "asked": gettext("Demandée par %(name)s ; elle attend une décision.", name=name),
        "approved": gettext("Donnée par %(name)s, pour exactement ces fichiers.", name=name),
        "refused": gettext("Refusée par %(name)s.", name=name),
        "void": gettext("Le brouillon a changé depuis la demande : elle ne vaut plus. Demandez-la de nouveau."),
    }[standing.approval]


def impact(draft: OpenDraft, package: ProcedurePackage | None) -> list[dict[str, Any]]:
    """Return whom a publication concerns: communes, open cases, values of the law that it cites."""
    versions = releases.list_versions(draft.slug, draft.commune_id)
    communes, cases = releases.count_offerings(draft.slug), sum(row.open_cases for row in versions)
    cited = cited_parameters(package) if package else {}
    assumed = [choose(one.title, language()) or key for key, one in cited.items() if one.values[-1].assumed]
    rows = [
        {
            "label": gettext("Communes qui l’offrent"),
            "value": communes,
            "note": gettext("Leurs nouveaux dossiers suivront cette version."),
        },
        {
            "label": gettext("Dossiers ouverts"),
            "value": cases,
            "note": gettext("Ils restent sur leur version tant que vous ne les faites pas passer."),
        },
        {"label": gettext("Valeurs de la loi citées"), "value": len(cited), "note": None},
    ]
    if assumed:
        note = ngettext(
            "dont %(num)s hypothèse à confirmer", "dont %(num)s hypothèses à confirmer", len(assumed), num=len(assumed)
        )
        rows[-1]["note"] = note
    return rows


def scheduled_words(slug: str) -> dict[str, Any] | None:
    """Return the version that waits for its day, None when none does."""
    release = releases.find_scheduled(slug)
    if release is None:
        return None
    return {"release": release, "version": publication.get_deployment(release.deployment_id).version}


def suggestion(standing: Standing) -> dict[str, str]:
    """Return the version number and the entry of the changelog that the differences suggest."""
    package = standing.ready.package
    if package is None:
        return {"version": "", "entry": ""}
    written = standing.ready.changelog
    if standing.current is None:
        return {"version": package.version, "entry": written}
    differences = compare_packages(published_package(standing.current.id), package)
    told = [one for one in differences if one.part in TOLD_PARTS and one.change != "moved" and one.aspect != "version"]
    lines = list(dict.fromkeys(f"- {sentence(one, 'fr')}" for one in told))[:MOST_TOLD]
    version = (
        package.version if package.version != standing.current.version else raised(package.version, told=bool(told))
    )
    return {"version": version, "entry": written or "\n".join(lines)}


def raised(version: str, *, told: bool) -> str:
    """Return the next version number: the second figure when something changes for people, else the third."""
    major, minor, patch = (int(part) for part in version.split("."))
    return f"{major}.{minor + 1}.0" if told else f"{major}.{minor}.{patch + 1}"
