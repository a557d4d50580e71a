"""What a package looks like to people: the sheet, a form, a document, a message, a text, the diagram; one page each."""

import base64
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from flask import g, render_template, request
from werkzeug.exceptions import NotFound

from app.commands.services import current_services
from app.documents.errors import DocumentError
from app.documents.previewing import preview_document
from app.domain.clock import local_day
from app.domain.errors import MastaraError
from app.domain.languages import Language
from app.forms import FormRuleFailed
from app.forms.packages import read_forms
from app.linting.sentences import say
from app.procedures import ProcedurePackage
from app.queries.counters import list_service_rows
from app.queries.draft_samples import MOMENT, read_scenarios, sample_message, sample_print
from app.queries.message_preview import preview_message
from app.queries.sheet import read_sheet
from app.web.interface import language
from app.web.portal import citizen_frame

KINDS = ("sheet", "form", "document", "message", "text", "diagram")


def show_surface(
    package: ProcedurePackage, kind: str, name: str, *, diagram_url: str = "", of_commune: bool = True
) -> str:
    """Return the page of one surface in the language of the request. Raises NotFound for what the package lacks."""
    try:
        if kind == "diagram":
            return render_template("commune/surface_diagram.html", url=diagram_url)
        if kind == "sheet":
            return _sheet(package, of_commune)
        return _SHOWN[kind](package, name)
    except (FormRuleFailed, DocumentError) as refused:
        return no_surface([say(refused.message, language())])
    except MastaraError as error:
        return no_surface([say(error.message, language())])


def no_surface(problems: list[str]) -> str:
    """Return the page that says why there is nothing to see."""
    return render_template("commune/no_surface.html", problems=problems)


def list_names(package: ProcedurePackage, kind: str) -> list[tuple[str, str]]:
    """Return the forms, documents or messages of a package with their titles; [] of what there is one of."""
    if kind == "form":
        start = package.manifest["start_form"]
        forms = sorted(read_forms(package).items(), key=lambda pair: pair[0] != start)
        return [(name, form.title_in(language()) or name) for name, form in forms]
    if kind == "document":
        return [(key, package.text(f"documents.{key}.title", language()) or key) for key in package.documents]
    if kind == "message":
        return [(key, key) for key in package.messages]
    return []


def _sheet(package: ProcedurePackage, of_commune: bool) -> str:
    sheet = read_sheet(package, day=local_day(current_services().clock.now()), language=language())
    entry = SimpleNamespace(offered=True, open=True, may_start=False, deployment_id=None, closed_reason={})
    beside: Mapping[str, Any] = {"language_links": [], **citizen_frame()}
    local = {"commune": g.commune, "services": list_service_rows(g.commune.id)} if of_commune else {}
    return render_template("commune/surface_sheet.html", entry=entry, sheet=sheet, **beside, **local)


def _form(package: ProcedurePackage, name: str) -> str:
    forms = read_forms(package)
    form = forms.get(name)
    if form is None:
        raise NotFound
    now = current_services().clock.now()
    context: Mapping[str, object] = {"case": {}, "parameters": package.parameters.nested_on(local_day(now))}
    steps = [(step.id, step.title_in(language())) for step in form.steps]
    asked = request.args.get("step", "")
    step = (asked if asked in dict(steps) else steps[0][0]) if len(steps) > 1 else None
    body = form.render(answers={}, errors={}, context=context, language=language(), now=now, step=step, shared=context)
    return render_template(
        "commune/surface_form.html",
        title=form.title_in(language()),
        body=body,
        steps=steps if step else [],
        step=step,
        asked={key: request.args[key] for key in ("shown", "name") if key in request.args},
        followable=request.method == "GET",
    )


def _document(package: ProcedurePackage, name: str) -> str:
    key = name if name in package.documents else next(iter(package.documents), "")
    if not key:
        raise NotFound
    scenario = next(iter(read_scenarios(package).values()), None)
    pages = preview_document(
        package.documents[key],
        sample_print(package, key, scenario, _shown(), signed=True),
        libraries=package.document_libraries,
        moment=MOMENT,
        name=f"{key}.typ",
        form="png",
    )
    pictures = [f"data:image/png;base64,{base64.b64encode(page).decode()}" for page in pages]
    return render_template("studio/document_pages.html", pictures=pictures)


def _message(package: ProcedurePackage, name: str) -> str:
    sources = package.messages.get(name)
    if sources is None:
        raise NotFound
    preview = preview_message(sources[_shown()], sample_message(package, _shown()), language=_shown())
    return render_template("commune/surface_message.html", preview=preview)


def _text(package: ProcedurePackage, name: str) -> str:
    owner = name.rpartition(".")[0]
    title = package.text(f"{owner}.title", language())
    text = package.text(name, language())
    return render_template("commune/surface_text.html", title=title if title != text else "", text=text)


def _shown() -> Language:
    """Return the language of the request among those in which documents and messages are written."""
    return "ar" if language() == "ar" else "fr"


_SHOWN = {"form": _form, "document": _document, "message": _message, "text": _text}
