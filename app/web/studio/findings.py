"""What the checks say of a draft: by severity and family, with the place, the correction, the exemption."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import execute
from app.commands.services import current_services
from app.commands.studio.correcting import (
    CorrectFinding,
    ExemptFinding,
    FindingGone,
    NotCorrected,
    ReasonMissing,
)
from app.commands.studio.saving import FileRefused, FilesChanged
from app.domain.permissions import MODEL
from app.linting.guide import page_of, title_of
from app.linting.registry import FAMILIES, find_rule, list_rules
from app.queries.findings import SEVERITIES, FindingsWanted, ShownFinding, count_by, list_findings
from app.queries.studio import OpenDraft, read_draft
from app.store.modelling import DraftMoved
from app.web.access import current_actor, permission
from app.web.interface import gettext, language
from app.web.studio import studio
from app.web.studio.files import why_refused
from app.web.studio.finding_words import family_words, place_of, severity_words
from app.web.studio.frame import opened, show


@studio.get("/<draft_id>/findings")
@permission(MODEL)
def findings(draft_id: str) -> ResponseReturnValue:
    """The findings of the newest revision."""
    return _page(opened(draft_id))


def _page(draft: OpenDraft, *, reason_missing: str = "") -> str:
    wanted = FindingsWanted(severity=request.args.get("severity", ""), family=request.args.get("family", ""))
    everything = list_findings(read_draft(draft), language())
    chosen = [one for one in everything if wanted.takes(one)]
    return show(
        "studio/findings.html",
        draft,
        "findings",
        wanted=wanted,
        total=len(everything),
        chosen=chosen,
        severities=_severity_tabs(draft, everything, wanted),
        families=_family_choices(everything),
        severity_words=severity_words(),
        family_words=family_words(),
        places={one.key: place_of(draft, one) for one in chosen},
        reason_missing=reason_missing,
        typed=request.form,
    )


def _severity_tabs(draft: OpenDraft, found: list[ShownFinding], wanted: FindingsWanted) -> list[dict[str, object]]:
    counted = count_by(found, "severity")
    rows = [("", gettext("Tous"), len(found))]
    rows += [(key, severity_words()[key].plural, counted.get(key, 0)) for key in SEVERITIES]
    return [
        {
            "label": label,
            "count": count,
            "current": key == wanted.severity,
            "href": url_for(".findings", draft_id=draft.id, severity=key or None, family=wanted.family or None),
        }
        for key, label, count in rows
    ]


def _family_choices(found: list[ShownFinding]) -> list[tuple[str, str]]:
    counted = count_by(found, "family")
    return [(key, f"{family_words()[key]} ({counted[key]})") for key in FAMILIES if key in counted]


@studio.post("/<draft_id>/findings/<key>/fix")
@permission(MODEL)
def fix_finding(draft_id: str, key: str) -> ResponseReturnValue:
    """Let the correction of a finding write its files."""
    draft = opened(draft_id)
    finding = read_draft(draft).find(key)
    title = title_of(finding.rule, language()) if finding is not None else ""
    note = gettext("Correction automatique : %(title)s", title=title)
    try:
        execute(
            CorrectFinding(draft_id=draft_id, key=key, note=note), actor=current_actor(), services=current_services()
        )
    except (FindingGone, FilesChanged, DraftMoved):
        flash(gettext("La démarche a changé entre-temps : regardez de nouveau la liste."), "warning")
    except NotCorrected:
        flash(gettext("Rien n’a été changé : cette correction ne suffirait pas ici. Corrigez à la main."), "warning")
    except FileRefused as refused:
        flash(why_refused(refused), "warning")
    else:
        flash(gettext("Corrigé. La révision d’avant est gardée : vous pouvez y revenir."), "success")
    return redirect(_back(draft_id))


@studio.post("/<draft_id>/findings/<key>/exempt")
@permission(MODEL)
def exempt_finding(draft_id: str, key: str) -> ResponseReturnValue:
    """Keep a reason for which a rule of law does not apply here."""
    command = ExemptFinding(
        draft_id=draft_id,
        key=key,
        reason=request.form.get("reason", ""),
        legal_ref=request.form.get("legal_ref", ""),
        note=gettext("Dérogation motivée"),
    )
    try:
        execute(command, actor=current_actor(), services=current_services())
    except ReasonMissing:
        return _page(opened(draft_id), reason_missing=key), 422
    except (FindingGone, FilesChanged, DraftMoved, NotCorrected):
        flash(gettext("La démarche a changé entre-temps : regardez de nouveau la liste."), "warning")
    except FileRefused as refused:
        flash(why_refused(refused), "warning")
    else:
        flash(gettext("La dérogation est inscrite dans la fiche, avec sa raison, votre nom et la date."), "success")
    return redirect(_back(draft_id))


def _back(draft_id: str) -> str:
    severity, family = (request.form.get(name) or None for name in ("severity", "family"))
    return url_for(".findings", draft_id=draft_id, severity=severity, family=family)


@studio.get("/rules")
@permission(MODEL)
def rules() -> ResponseReturnValue:
    """Every rule by family."""
    pages = [page_of(rule, language()) for rule in list_rules()]
    groups = [(family_words()[key], [page for page in pages if page.rule.family == key]) for key in FAMILIES]
    return render_template("studio/rules.html", groups=groups, severity_words=severity_words())


@studio.get("/rules/<name>")
@permission(MODEL)
def rule_page(name: str) -> ResponseReturnValue:
    """Why a rule exists, what is wrong, what is right, and the text of law."""
    rule = find_rule(name)
    if rule is None:
        flash(gettext("Cette règle n’existe pas, ou n’existe plus. Les voici toutes."), "warning")
        return redirect(url_for(".rules"))
    words = severity_words()[rule.severity]
    return render_template(
        "studio/rule.html", page=page_of(rule, language()), severity=words, family=family_words()[rule.family]
    )
