"""`flask forms preview SLUG/FORM`: a form in every language, state and width, as pages in a folder."""

import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click
from flask import Flask
from markupsafe import Markup, escape

from app.cli.group import CommandGroup
from app.cli.sources import find_source
from app.commands.services import current_services
from app.domain.languages import INTERFACE_LANGUAGES, LANGUAGES, Language, direction
from app.forms import FormDefinition
from app.forms.filling import Filling
from app.forms.packages import read_forms
from app.forms.samples import sample_answers
from app.forms.structure import walk
from app.procedures import package_from_files

STATIC = Path(__file__).parents[1] / "web" / "static"
WIDTHS = (360, 768, 1200)
"""Pixels: a narrow phone, a tablet, a clerk's screen."""

forms_commands = CommandGroup("forms", help="Look at forms.")


def register(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.add_command(forms_commands)


@forms_commands.command("preview")
@click.argument("name", metavar="SLUG/FORM")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), default=Path("form-preview"))
@click.option("--serve", type=click.IntRange(1, 65_535), help="Serve the folder on this port of this machine.")
def preview_command(name: str, output: Path, serve: int | None) -> None:
    """Write pages that show SLUG/FORM in each state (empty, refused, filled in, read-only…), language and width."""
    slug, _, form_name = name.partition("/")
    services = current_services()
    source = find_source(slug, services.settings)
    forms = read_forms(package_from_files(source.slug, source.files))
    if form_name not in forms:
        raise click.ClickException(f"Expected a form among {', '.join(sorted(forms))}, found “{form_name}”.")
    index = write_preview(forms[form_name], output, now=services.clock.now())
    for finding in forms[form_name].findings:
        click.echo(f"{finding.severity}: {finding.element}: {finding.message}", err=True)
    click.echo(str(index))
    if serve is not None:
        _serve(output, serve)


def write_preview(form: FormDefinition, folder: Path, *, now: datetime) -> Path:
    """Write the pages with the style sheets that they need; return the path of the first."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("css", "vendor", "js"):
        shutil.copytree(STATIC / part, folder / "static" / part, dirs_exist_ok=True)
    names: list[tuple[str, str, Language]] = []
    for language in preview_languages(form):
        for state, body in preview_states(form, language, now=now):
            name = f"{state}.{language}.html"
            (folder / name).write_text(_page(form.title_in(language), body, language), encoding="utf-8")
            names.append((name, state, language))
    index = folder / "index.html"
    index.write_text(_index(form, names), encoding="utf-8")
    return index


def preview_languages(form: FormDefinition) -> tuple[Language, ...]:
    """Return the languages of the interface, and any other in which the form has a text."""
    texts = [form.title, *(component.label for component in walk(form.components))]
    return tuple(
        language
        for language in LANGUAGES
        if language in INTERFACE_LANGUAGES or any(text.get(language) for text in texts)
    )


def preview_states(form: FormDefinition, language: Language, *, now: datetime) -> Iterator[tuple[str, Markup]]:
    """Give (state, HTML): `empty`, `refused`, `filled`, `readonly`, `summary`."""
    context: Mapping[str, object] = {"case": {}, "parameters": {}}
    filling = Filling(context=context, language=language, now=now)
    shown = partial(form.render, context=context, language=language, now=now)
    checked = form.validate({}, context=context, language=language, now=now)
    samples = sample_answers(form.fields, filling)
    yield "empty", shown(answers={}, errors={}, shared=context)
    yield "refused", shown(answers=checked.entered, errors=checked.errors, shared=context)
    yield "filled", shown(answers=samples, errors={}, shared=context)
    yield "readonly", shown(answers=samples, errors={}, readonly=True)
    rows = [row for part in form.display(samples, context=context, language=language, now=now) for row in part.rows]
    lines = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(row.label, row.value) for row in rows)
    yield "summary", Markup("<dl>{}</dl>").format(lines)


def _page(title: str, body: Markup, language: Language) -> str:
    style = "bootstrap.rtl.css" if direction(language) == "rtl" else "bootstrap.css"
    sheets = (f"vendor/{style}", "vendor/fonts.css", "css/tokens.css", "css/app.css")
    links = Markup("").join(Markup('<link rel="stylesheet" href="static/{}">').format(sheet) for sheet in sheets)
    return (
        f'<!doctype html><html lang="{language}" dir="{direction(language)}">'
        '<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title>{links}<script type="module" src="static/js/form-page.js"></script></head>'
        f'<body><main class="container py-3"><h1>{escape(title)}</h1>'
        f'<form method="post" novalidate data-feel="static/vendor/feelin.js">{body}</form></main>'
        "</body></html>"
    )


def _index(form: FormDefinition, names: list[tuple[str, str, Language]]) -> str:
    """Return the page that shows every page at every width, by language and state."""
    parts = Markup("").join(_row(name, state, language) for name, state, language in names)
    links = Markup(" · ").join(
        Markup('<a href="#{0}-{1}">{0} {1}</a>').format(language, state) for _, state, language in names
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(form.id)}</title>'
        '<link rel="stylesheet" href="static/vendor/bootstrap.css"></head>'
        f'<body class="p-3"><h1>{escape(form.id)}</h1><nav aria-label="States">{links}</nav>{parts}</body></html>'
    )


def _row(name: str, state: str, language: Language) -> Markup:
    frames = Markup("").join(
        Markup(
            '<figure class="m-0"><figcaption>{width} px</figcaption>'
            '<iframe class="border" title="{title}" src="{name}" width="{width}" height="900" loading="lazy"></iframe>'
            "</figure>"
        ).format(width=width, title=f"{state} {language} {width}", name=name)
        for width in WIDTHS
    )
    heading = Markup('<h2 class="mt-4" id="{0}-{1}"><a href="{2}">{0} · {1}</a></h2>').format(language, state, name)
    return heading + Markup('<div class="d-flex gap-3 overflow-auto" tabindex="0">{}</div>').format(frames)


def _serve(folder: Path, port: int) -> None:
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        address = f"http://127.0.0.1:{port}/"
        click.echo(f"{address} (Ctrl+C ends)")
        server.serve_forever()
