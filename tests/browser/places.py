"""Every page of the product by who may see it, with cases brought to where the page has something to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.browser.served import Site
from tests.browser.watching import Visitor
from tests.world.journeys import Filed, case_of, complete, file_request, fill_in, open_task, reach


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Cases in the states that pages show, and a draft ready to be filed."""

    draft: str
    complete_me: Filed
    supply_me: Filed
    pay_me: Filed
    look_me_up: Filed
    sign_me: Filed
    delivered: Filed


def prepare(site: Site) -> Situation:
    """Bring a case to each state through the commands, as people would on the screens."""
    world = site.world

    def at(element: str, **answers: Any) -> Filed:
        filed = file_request(world, language="ar", **answers)
        reach(world, filed, element)
        return filed

    def missing() -> Filed:
        filed = at("check-completeness")
        asked = {"completeness": "missing", "missing_pieces": ["identity-card"], "missing_reasons": ["unreadable"]}
        complete(world, open_task(filed), asked)
        return filed

    def unpaid() -> Filed:
        filed = at("check-completeness")
        complete(world, open_task(filed))
        return filed

    def delivered() -> Filed:
        filed = at("sign")
        complete(world, open_task(filed))
        return filed

    return site.within(
        lambda: Situation(
            draft=fill_in(world, language="ar"),
            complete_me=at("check-completeness", doc_type="full_copy", qty=3),
            supply_me=missing(),
            pay_me=unpaid(),
            look_me_up=at("look-up-act"),
            sign_me=at("sign"),
            delivered=delivered(),
        )
    )


def public_pages(situation: Situation) -> Mapping[str, str]:
    """Return the pages that everybody may read, by name; `{language}` is to be filled in."""
    sheet = "/communes/azrou/procedures/civil-status-copy"
    pages = {
        "home": "/",
        "search": "/?q=azrou",
        "regions": "/regions",
        "region": "/regions/03",
        "published answers": "/communes/azrou/published/published-answers",
        "published sheets": "/communes/azrou/published/sheets",
        "province": "/provinces/03.271",
        "catalogue": "/communes/azrou",
        "not-online": "/communes/ifrane",
        "sheet": sheet,
        "national-catalogue": "/procedures",
        "national-sheet": "/procedures/civil-status-copy",
        "follow": "/follow",
        "resume": "/drafts/",
        "verify": "/verify",
        "verify-incomplete": "/verify?code=ABC",
        "verify-unknown": "/verify/2222-3333-4444-5555-6666-7777-8888",
        "help": "/help",
        "accessibility": "/accessibility",
        "privacy": "/privacy",
        "not-found": "/communes/nowhere",
    }
    steps = ("document", "link", "requester", "subject", "act", "delivery", "consent")
    pages |= {f"step-{step}": f"/drafts/{situation.draft}/{step}-step" for step in steps}
    pages |= {"review": f"/drafts/{situation.draft}/review", "later": f"/drafts/{situation.draft}/later"}
    return {name: "/{language}" + path for name, path in pages.items()}


def case_pages(site: Site, situation: Situation) -> Mapping[str, str]:
    """Return the pages of a citizen's own cases."""
    supply = site.within(lambda: open_task(situation.supply_me).id)
    pages = {
        "receipt": f"/cases/{situation.complete_me.reference}/receipt",
        "case-open": f"/cases/{situation.complete_me.reference}",
        "case-to-pay": f"/cases/{situation.pay_me.reference}",
        "case-pieces": f"/cases/{situation.supply_me.reference}",
        "supply-pieces": f"/cases/{situation.supply_me.reference}/tasks/{supply}",
        "withdraw": f"/cases/{situation.pay_me.reference}/withdraw",
        "case-delivered": f"/cases/{situation.delivered.reference}",
    }
    return {name: "/{language}" + path for name, path in pages.items()}


def desk_pages(site: Site, situation: Situation) -> Mapping[str, str]:
    """Return the pages of agents."""

    def task(filed: Filed) -> str:
        return f"/desk/c/azrou/tasks/{site.within(lambda: open_task(filed).id)}"

    paper = site.within(lambda: _newest_copy(situation.delivered))
    case = f"/desk/c/azrou/cases/{situation.delivered.case_id}"
    return {
        "worklist": "/desk/?tab=all",
        "worklist-mine": "/desk/?tab=mine",
        "search": "/desk/search?q=amziane",
        "search-empty": "/desk/search",
        "task-completeness": task(situation.complete_me),
        "task-look-up": task(situation.look_me_up),
        "task-sign": task(situation.sign_me),
        "case": case,
        "revoke": f"{case}/documents/{paper}/revoke",
        "account": "/desk/account",
        "keyboard": "/desk/keyboard",
        "not-found": "/desk/c/casablanca/tasks/0",
    }


def sandbox_pages(site: Site, situation: Situation) -> Mapping[str, str]:
    """Return the simulators' pages."""
    bill = site.within(lambda: pay_address(site, situation.pay_me))
    return {
        "sandbox": "/sandbox/",
        "payment": bill,
        "outbox": "/sandbox/outbox",
        "post": "/sandbox/post",
        "register": "/sandbox/register",
        "switches": "/sandbox/switches",
    }


def pay_address(site: Site, filed: Filed) -> str:
    """Return the path of the page where the case's newest bill is paid."""
    from app.store import payments

    return str(payments.list_payments(case_of(filed))[0].pay_url).removeprefix(site.address)


def _newest_copy(filed: Filed) -> str:
    from app.store import cases

    return next(row.id for row in cases.list_documents(case_of(filed)) if row.key == "copy" and row.state == "valid")


def follow_all(citizen: Visitor, situation: Situation) -> None:
    """Open each case in this browser by the link of its messages."""
    for filed in (situation.complete_me, situation.supply_me, situation.pay_me, situation.delivered):
        code = citizen.site.code_of(filed)
        citizen.context.request.get(f"{citizen.site.address}/fr/follow/{filed.reference}?code={code}")
