"""Walks a case through the screens by a scenario of its package: each form is filled in with its answers."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator

from app.cli.demo.outside import deliver
from app.cli.demo.placeholders import mover
from app.cli.demo.planning import DemoStep
from app.commands.bus import execute
from app.commands.publishing import OfferProcedure, PublishProcedure
from app.commands.taking_over import TakeOverEntries
from app.deadlines import morocco_calendar
from app.domain.actors import CITIZEN_ROLE, SYSTEM
from app.domain.clock import local_day
from app.forms import FormComponent, FormDefinition
from app.forms.kinds import find_kind
from app.forms.structure import fields_of
from app.procedures import load_package
from app.scenarios import Scenario, Step, read_scenario
from app.settings import ROOT
from app.store import cases
from app.store.database import database
from app.store.models import Case
from tests.browser import walking
from tests.browser.served import Colleague, Site, engage
from tests.browser.watching import Browsers, Visitor
from tests.world.places import AZROU

ROUNDS = 6
"""Looks at a page for questions that an answer has opened."""
NAMES = "Array.from(document.querySelectorAll('main [name]:not([type=hidden])'), (input) => input.name)"
BEAT = 120
"""Milliseconds that a page gets between two looks."""


class Walk:
    """One case of one procedure in Azrou, and the people who bring it to its end."""

    def __init__(self, site: Site, browsers: Browsers, slug: str, scenario: str, folder: Path) -> None:
        self.site = site
        self.browsers = browsers
        self.slug = slug
        self.folder = folder
        self.package = load_package(ROOT / "processes", ROOT / "forms", slug)
        name = f"scenarios/{scenario}.yaml"
        self.scenario: Scenario = read_scenario(self.package.scenarios[name], file=name)
        self.people: dict[str, Visitor] = {}
        self.reference = ""
        self._move = mover(local_day(self.scenario.clock), local_day(site.services.clock.now()), morocco_calendar())
        site.within(self._offer)

    def _offer(self) -> None:
        publish = PublishProcedure(package=self.package, published_by="test")
        published = execute(publish, actor=SYSTEM, services=self.site.services)
        offer = OfferProcedure(deployment_id=published.deployment_id, slug=self.slug, communes=[(AZROU, None)])
        execute(offer, actor=SYSTEM, services=self.site.services)
        for register, entries in self.scenario.registers.items():
            plain = [{key: value for key, value in entry.items() if key != "state"} for entry in entries]
            taken = TakeOverEntries(commune_id=AZROU, register=register, entries=plain)
            execute(taken, actor=SYSTEM, services=self.site.services)

    # --- filing ---------------------------------------------------------------------------------------------------

    @property
    def citizen(self) -> Visitor:
        """The citizen, on a telephone."""
        return self.people.setdefault(CITIZEN_ROLE, self.people.get(CITIZEN_ROLE) or self.browsers.citizen())

    def agent(self, role: str) -> Visitor:
        """Return the desk of the agent who holds a role."""
        if role not in self.people:
            colleague = Colleague(
                username=f"walk.{role}", role=role, name_ar="سعاد", name_fr="Souad", title_ar="عون", title_fr="Agente"
            )
            if not self.site.within(lambda: self._is_known(colleague.username)):
                engage(self.site, colleague)
            self.people[role] = self.browsers.clerk()
            walking.sign_in(self.people[role], colleague)
        return self.people[role]

    @staticmethod
    def _is_known(username: str) -> bool:
        from app.store import people

        return people.find_agent_by_username(username) is not None

    def file(self) -> str:
        """File the request step by step as the citizen; return its reference."""
        citizen = self.citizen
        citizen.open(f"/fr/communes/azrou/procedures/{self.slug}")
        citizen.press("Commencer la demande")
        form = self._form(self.package.manifest["start_form"])
        pending = self._answers(self.scenario.start)
        while citizen.page.locator("button[name='go']").count():
            pending = fill(citizen, form, pending, self.folder)
            walking.go_on(citizen, "fr")
        citizen.look("review")
        citizen.go(citizen.page.locator("main form button[type='submit']").last)
        return self._filed(citizen)

    def open_at_desk(self, role: str) -> str:
        """Open the case at the desk on one page; return its reference."""
        agent = self.agent(role)
        agent.open("/desk/c/azrou/new")
        agent.go(agent.page.locator(f"form[action$='/new/{self.slug}'] button"))
        fill(agent, self._form(self.package.manifest["start_form"]), self._answers(self.scenario.start), self.folder)
        agent.look("new-case")
        agent.press("Ouvrir le dossier")
        agent.look("opened")
        return self._filed(agent)

    def _filed(self, visitor: Visitor) -> str:
        self.reference = str(visitor.page.locator("bdi.code").first.inner_text())
        self.site.work()
        return self.reference

    # --- what the scenario tells ----------------------------------------------------------------------------------

    def steps(self) -> Iterator[Step]:
        """Give the steps that happen on screens or outside: no checks, no answers that the forms refuse."""
        for step in self.scenario.steps:
            element = self.package.bpmn.elements.get(step.name)
            if element is not None and element.left_out_at_first:
                continue
            if step.kind in ("complete", "message", "advance") and step.refused is None and step.ignored is None:
                yield step

    def go_to_the_end(self) -> None:
        """Take every step: agents and the citizen on their screens, outside systems by their signed notices."""
        for step in self.steps():
            self.take(step)

    def take(self, step: Step) -> None:
        """Take one step."""
        if step.kind == "advance":
            now = self.site.services.clock.now()
            self.site.pass_time(step.duration.add_to(now) - now)
            self._sign_out()
        elif step.kind == "message":
            self.site.within(lambda: self._send(step))
            self.site.work()
        else:
            self._complete(step)

    def _sign_out(self) -> None:
        """Forget the agents: their sessions end while days pass."""
        self.people = {role: visitor for role, visitor in self.people.items() if role == CITIZEN_ROLE}

    def _send(self, step: Step) -> None:
        now = self.site.services.clock.now()
        told = DemoStep(moment=now, kind="message", name=step.name, data=self._move(step.data))
        deliver(told, self._case(), self.site.services)

    def _complete(self, step: Step) -> None:
        form_name, role = self.site.within(lambda: self._waiting(step.name))
        visitor = self.citizen if role == CITIZEN_ROLE else self.agent(role)
        if role == CITIZEN_ROLE:
            visitor.open(f"/fr/cases/{self.reference}")
            visitor.go(visitor.page.locator("main a[href*='/tasks/']").first)
            button = visitor.page.locator("main form[method='post'] button[type='submit']").last
        else:
            walking.open_waiting(visitor, self.reference)
            button = visitor.page.locator(".task-form form button.btn-primary").first
        here = visitor.path
        pending = self._answers(step.data)
        for _ in range(ROUNDS):
            pending = fill(visitor, self._form(form_name), pending, self.folder)
            visitor.go(button)
            if visitor.path != here:
                break
        assert visitor.path != here, f"the form of {step.name} was not taken: {pending}"
        self.site.work()

    def _waiting(self, element: str) -> tuple[str, str]:
        waiting = {task.element: task for task in cases.list_open_tasks(self._case())}
        assert element in waiting, f"expected {element} to wait, found {sorted(waiting)}"
        return waiting[element].form or "", waiting[element].role

    # --- what came out --------------------------------------------------------------------------------------------

    def outcome(self) -> str:
        """Return how the case ended; empty while it is open."""
        return self.site.within(lambda: self._case().outcome or "")

    def papers(self) -> list[str]:
        """Return the keys of the documents that were issued and are valid."""
        return self.site.within(lambda: [row.key for row in cases.list_documents(self._case()) if row.state == "valid"])

    def read_paper(self) -> bytes:
        """Fetch an issued document as the citizen."""
        self.citizen.open(f"/fr/cases/{self.reference}")
        self.citizen.look("end")
        link = self.citizen.page.locator("main a[href*='/documents/']").first
        media_type, content = self.citizen.fetch(str(link.get_attribute("href")))
        assert media_type == "application/pdf"
        return content

    def _case(self) -> Case:
        found = database.session.scalar(database.select(Case).where(Case.reference == self.reference))
        assert found is not None
        return found

    @cached_property
    def _deployed(self) -> Any:
        from app.deployments import prepare

        return prepare(self.package)

    def _form(self, name: str) -> FormDefinition:
        form: FormDefinition = self._deployed.forms[name]
        return form

    def _answers(self, given: Mapping[str, Any]) -> dict[str, Any]:
        moved: dict[str, Any] = self._move(dict(given))
        return moved


def fill(visitor: Visitor, form: FormDefinition, answers: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Answer the questions that the page asks, also those that an answer opens; return what it did not ask."""
    fields = {field.field_key: field for field in form.fields}
    pending: dict[str, Any] = {}
    for key, value in answers.items():
        if key in fields and fields[key].type == "dynamiclist":
            pending |= write_rows(visitor, fields, key, value)
        else:
            pending[key] = value
    for _ in range(ROUNDS):
        asked = set(visitor.page.evaluate(NAMES))
        answered = [key for key in pending if key in asked and answer(visitor, fields[key], key, pending[key], folder)]
        for key in answered:
            del pending[key]
        if not pending or not answered:
            break
        visitor.page.wait_for_timeout(BEAT)
    return pending


def write_rows(visitor: Visitor, fields: dict[str, FormComponent], key: str, rows: list[Any]) -> dict[str, Any]:
    """Ask for as many rows as a list has; return their answers by the names of the page, and tell `fields` of them."""
    adding = visitor.page.locator(f"button[name='add_row'][value='{key}']")
    found: dict[str, Any] = {}
    for index, row in enumerate(rows):
        if not visitor.page.locator(f"[name^='{key}[{index}].']").count():
            visitor.go(adding)
        for child in fields_of(fields[key].children):
            if child.field_key in row:
                name = f"{key}[{index}].{child.field_key}"
                fields[name], found[name] = child, row[child.field_key]
    return found


def answer(visitor: Visitor, field: FormComponent, name: str, value: object, folder: Path) -> bool:
    """Answer one question where the page shows it."""
    inputs = visitor.page.locator(f"[name='{name}']:not([type='hidden'])")
    if not inputs.first.is_visible():
        return False
    if field.type == "filepicker":
        inputs.first.set_input_files(walking.card(folder))
    elif inputs.first.get_attribute("type") in ("radio", "checkbox"):
        _tick(visitor, name, value)
    elif inputs.first.evaluate("input => input.tagName") == "SELECT":
        _choose(inputs.first, str(value))
    else:
        inputs.first.fill(as_typed(field, value))
    return True


def _choose(asked: Locator, value: str) -> None:
    """Choose an answer; the number of an entry is another here than in the scenario, so the first one is taken."""
    offered = [str(option.get_attribute("value")) for option in asked.locator("option[value]:not([value=''])").all()]
    asked.select_option(value if value in offered else offered[0])


def _tick(visitor: Visitor, key: str, value: object) -> None:
    if isinstance(value, bool):
        visitor.page.locator(f"[name='{key}'][type='checkbox']").first.set_checked(value)
        return
    for one in value if isinstance(value, list) else [value]:
        visitor.page.locator(f"[name='{key}'][value='{one}']").check()


def as_typed(field: FormComponent, value: object) -> str:
    """Return an answer as a person types it: amounts in dirhams."""
    kind = find_kind(str(field.properties.get("kind") or ""))
    return kind.enter(value, "fr") if kind is not None else str(value)
