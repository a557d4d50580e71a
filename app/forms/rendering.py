"""Turns a form into accessible HTML with Bootstrap 5.3 classes: no script, no inline style."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from app.domain.languages import direction
from app.forms.components.dynamiclist import may_change, rows_limits
from app.forms.components.filepicker import files_of
from app.forms.components.text import render_live_text
from app.forms.filling import Filling
from app.forms.layout import column_classes, layout_rows
from app.forms.live import LivePage
from app.forms.registry import get_type
from app.forms.rules import is_required
from app.forms.scopes import MOST_ROWS, ORIGIN, inner_errors, is_list, origin_of, read_rows, row_name
from app.forms.structure import FormComponent, fields_of
from app.forms.visibility import Components, Visibility, scene_of, see, with_row_defaults

_AUTOCOMPLETE = frozenset(
    [
        "off",
        "name",
        "given-name",
        "family-name",
        "additional-name",
        "bday",
        "sex",
        "email",
        "tel",
        "postal-code",
        "street-address",
        "address-line1",
        "address-line2",
        "address-level1",
        "address-level2",
        "country",
        "organization",
        "organization-title",
        "one-time-code",
    ]
)

_WITHOUT_ROLE = frozenset(("date", "time", "datetime-local", "file"))
"""Inputs that have no ARIA role, on which `aria-required` may not stand."""


@lru_cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("app.forms"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class FormPage:
    """One rendering of a form, or of one step: holds the answers, errors and visibility that its parts need."""

    def __init__(
        self,
        *,
        answers: Mapping[str, object],
        errors: Mapping[str, str],
        visibility: Visibility,
        filling: Filling,
        prefix: str,
        live: LivePage | None = None,
        inside: str = "",
        row_of: FormComponent | None = None,
    ) -> None:
        """`inside` stands before the names of the fields: the row of a list (`children[0].`), or a path (`mother.`).

        With `live`, what a condition hides now is in the page too, out of sight, when the browser can tell its time.
        """
        self._answers, self._errors, self._visibility = answers, errors, visibility
        self._filling, self._prefix, self._inside = filling, prefix, inside
        self._live, self._row_of = live, row_of

    def render(self, components: Components) -> Markup:
        """Return the components, in order; hidden ones are left out, those of one layout row stand side by side."""
        found = [component for component in components if self._is_wanted(component)]
        return Markup("\n").join(self._render_row(row) for row in layout_rows(found))

    def _is_wanted(self, component: FormComponent) -> bool:
        if self._live is None or self._visibility.is_shown(component):
            return self._visibility.is_shown(component)
        return component.hide is None or self._take(component.hide) is not None

    def _take(self, expression: str | None) -> str | None:
        """Return an expression that the browser can compute, else None."""
        if self._live is None or not expression:
            return None
        return self._live.take(expression, scope=self._row_of, inside=self._inside)

    def _render_row(self, row: list[FormComponent]) -> Markup:
        classes = column_classes(row)
        columns = [
            self._enliven(component, body, found)
            for component, found in zip(row, classes, strict=True)
            if (body := self._render_component(component))
        ]
        if not any(classes):
            return Markup("\n").join(columns)
        return _template("columns.html", {"columns": columns})

    def _enliven(self, component: FormComponent, body: Markup, classes: str) -> Markup:
        """Return a component in its column, with the condition by which the browser shows and hides it."""
        hide = self._take(component.hide)
        body = self._lock(component, body)
        if not hide and not classes:
            return body
        hidden = bool(hide) and self._hides_itself(component)
        values = {"body": body, "classes": classes, "hide": hide or "", "hidden": hidden}
        return _template("column.html", values)

    def _lock(self, component: FormComponent, body: Markup) -> Markup:
        """Return a field that may be answered now with the condition by which the browser closes it."""
        condition = component.readonly if isinstance(component.readonly, str) else None
        if component.id in self._visibility.readonly or component.is_scope or self._take(condition) is None:
            return body
        return _template("lockable.html", {"body": body, "readonly": condition})

    def _hides_itself(self, component: FormComponent) -> bool:
        return component.hide is not None and self._filling.evaluate(component.hide) is True

    def render_default_button(self) -> Markup:
        """Return the button that the Enter key presses, so that it never presses a "remove" button further down."""
        return _template("default_button.html", {"label": self._filling.say("Continuer")})

    def _render_component(self, component: FormComponent) -> Markup:
        component_type = get_type(component.type)
        if not component_type.template:
            return Markup("")
        view = self._describe(component)
        if component.is_scope:
            return self._render_scope(component, view)
        if component.children:
            return _template(component_type.template, {**view, "children": self.render(component.children)})
        if component_type.is_field and component.id in self._visibility.readonly:
            return _template("readonly.html", {**view, "value": self._show(component)})
        value = self._answers.get(component.key) if component.key else None
        presented = component_type.present(value, component, self._filling)
        if self._live is not None:
            presented = {**presented, **self._live_words(component)}
        attributes = {**_mapping(presented.get("attributes")), **_own_autocomplete(component)}
        if view["required"] and attributes.get("type") not in _WITHOUT_ROLE:
            attributes["aria-required"] = "true"
        if view["required"] and attributes.get("type") != "file":
            attributes["data-required"] = str(view["required_words"])
        return _template(
            component_type.template, {**view, **presented, **self._adorners(component), "attributes": attributes}
        )

    def _live_words(self, component: FormComponent) -> Mapping[str, object]:
        """Return the words of a text with its values marked, so that they follow the typing."""
        if component.type != "text" or self._live is None:
            return {}
        return {"body": render_live_text(component, self._filling, self._take_moving)}

    def _take_moving(self, expression: str | None) -> str | None:
        """Return an expression that the browser can compute and that the answers of the page may change, else None."""
        moves = bool(expression) and self._live is not None and self._live.follows_typing(str(expression))
        return self._take(expression) if moves else None

    def _render_scope(self, scope: FormComponent, view: Mapping[str, object]) -> Markup:
        """Return the rows of a list, or the fields of a group with a path."""
        rows = read_rows(scope, self._answers.get(scope.field_key))[: MOST_ROWS + 1]
        editable = scope.id not in self._visibility.readonly
        bodies = [self._render_inner(scope, row, index, editable=editable) for index, row in enumerate(rows)]
        if not is_list(scope):
            return _template("group.html", {**view, "children": bodies[0] if bodies else ""})
        changes = editable and may_change(scope)
        view_rows = [
            self._row_view(scope, row, index, body) for index, (row, body) in enumerate(zip(rows, bodies, strict=True))
        ]
        words = {"add": "Ajouter une ligne", "remove": "Retirer", "no_rows": "Aucune ligne."}
        return _template(
            "dynamiclist.html",
            {
                **view,
                **{name: self._filling.say(text) for name, text in words.items()},
                "name": f"{self._inside}{scope.field_key}",
                "rows": view_rows,
                "may_remove": changes and len(rows) > rows_limits(scope)[0],
                "may_add": changes and len(rows) < rows_limits(scope)[1],
            },
        )

    def _render_inner(self, scope: FormComponent, row: Mapping[str, object], index: int, *, editable: bool) -> Markup:
        own = fields_of(scope.children)
        scene = scene_of(scope, index, self._filling)
        held = {**with_row_defaults(own, row), **{name: value for name, value in row.items() if name == ORIGIN}}
        visibility = see(scope.children, own, given={}, held=held, filling=scene)
        if not editable:
            visibility = replace(visibility, readonly=frozenset(field.id for field in own))
        page = FormPage(
            answers={**held, **{key: value for key, value in visibility.values.items() if key not in row}},
            errors=inner_errors(self._errors, row_name(scope, index)),
            visibility=visibility,
            filling=scene.with_answers(visibility.values),
            prefix=self._prefix,
            live=self._live,
            inside=f"{self._inside}{row_name(scope, index)}",
            row_of=scope if is_list(scope) else self._row_of,
        )
        return page.render(scope.children)

    def _row_view(self, scope: FormComponent, row: Mapping[str, object], index: int, body: Markup) -> dict[str, object]:
        origin = origin_of(row, index)
        return {
            "body": body,
            "title": self._filling.say(
                "%(label)s : ligne %(number)s", label=self._filling.word(scope.label), number=index + 1
            )
            if self._filling.word(scope.label)
            else self._filling.say("Ligne %(number)s", number=index + 1),
            "button": f"{self._inside}{scope.field_key}[{index}]",
            "place": f"{self._inside}{row_name(scope, index)}",
            "origin_name": f"{self._inside}{row_name(scope, index)}{ORIGIN}",
            "origin": "" if origin is None else str(origin),
        }

    def _describe(self, component: FormComponent) -> dict[str, object]:
        error = self._errors.get(component.key) if component.key else None
        help_text = self._filling.word(component.description)
        identifier = f"{self._prefix}{self._inside}{component.key or component.id}"
        required = component.key is not None and is_required(component, self._filling)
        source = "" if error else self._tell_source(component)
        notes = {"help": help_text, "source": source, "error": error}
        described = [f"{identifier}-{name}" for name, words in notes.items() if words]
        return {
            "id": identifier,
            "name": f"{self._inside}{component.key}" if component.key else None,
            "label": self._filling.word(component.label),
            "help": help_text,
            "source": source,
            "error": error,
            "error_word": self._filling.say("Erreur :"),
            "required": required,
            "required_words": missing_words(component, self._filling) if required else "",
            "optional": "" if required else self._filling.say("facultatif"),
            "described_by": " ".join(described),
            "many": False,
            "suffix": "",
            "prefix": "",
            "children": "",
            "beside": None,
        }

    def _tell_source(self, component: FormComponent) -> str:
        """Return where the answer in a field comes from, empty when the administration did not have it."""
        if component.type == "filepicker":
            return ""
        source = self._filling.source_of(component.key, self._answers.get(component.key or ""))
        return self._filling.say("Déjà connu : %(source)s.", source=source) if source else ""

    def _adorners(self, component: FormComponent) -> dict[str, str]:
        found = {"prefix": self._filling.word(component.prefix), "suffix": self._filling.word(component.suffix)}
        return {name: words for name, words in found.items() if words}

    def _show(self, component: FormComponent) -> str:
        return show_value(self._answers.get(component.field_key), component, self._filling)


def missing_words(component: FormComponent, filling: Filling) -> str:
    """Return what to say when the answer is missing: the author's words, else the type's."""
    own = component.errors.get("required")
    return filling.choose(own) if own else get_type(component.type).say_required(component, filling)


def show_value(value: object, component: FormComponent, filling: Filling) -> str:
    """Return an answer for people, or the words that say that there is none."""
    component_type = get_type(component.type)
    if value is None or component_type.is_empty(value):
        return filling.say("Non") if component.type == "checkbox" else filling.say("Non renseigné")
    return component_type.show(value, component, filling)


def has_files_to_remove(components: Components, filling: Filling) -> bool:
    """Tell whether one of the fields shows a "remove" or an "add" button."""
    return any(
        component.is_scope or (component.type == "filepicker" and files_of(component, filling))
        for component in components
    )


def wrap(body: Markup, filling: Filling, *, live: str = "") -> Markup:
    """Return the whole with its language and direction, and what the browser needs to keep it live."""
    values = {"body": body, "lang": filling.language, "dir": direction(filling.language), "live": live}
    return _template("form.html", values)


def _template(name: str, values: Mapping[str, object]) -> Markup:
    return Markup(_environment().get_template(name).render(values))  # noqa: S704 - rendered with autoescape


def _own_autocomplete(component: FormComponent) -> dict[str, str]:
    token = component.properties.get("autocomplete")
    return {"autocomplete": token} if isinstance(token, str) and token in _AUTOCOMPLETE else {}


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
