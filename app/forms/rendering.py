"""Turns a form into accessible HTML with Bootstrap 5.3 classes: no script, no inline style."""

from collections.abc import Mapping
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from app.domain.languages import direction
from app.forms.components.filepicker import files_of
from app.forms.filling import Filling
from app.forms.registry import get_type
from app.forms.rules import is_required
from app.forms.structure import FormComponent
from app.forms.visibility import Components, Visibility

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
    ) -> None:
        self._answers, self._errors, self._visibility = answers, errors, visibility
        self._filling, self._prefix = filling, prefix

    def render(self, components: Components) -> Markup:
        """Return the components, in order; hidden ones are left out."""
        shown = [component for component in components if self._visibility.is_shown(component)]
        return Markup("\n").join(self._render_component(component) for component in shown)

    def render_default_button(self) -> Markup:
        """Return the button that the Enter key presses, so that it never presses a "remove" button further down."""
        return _template("default_button.html", {"label": self._filling.say("Continuer")})

    def _render_component(self, component: FormComponent) -> Markup:
        component_type = get_type(component.type)
        if not component_type.template:
            return Markup("")
        view = self._describe(component)
        if component.children:
            return _template(component_type.template, {**view, "children": self.render(component.children)})
        if component_type.is_field and not self._visibility.is_editable(component):
            return _template("readonly.html", {**view, "value": self._show(component)})
        value = self._answers.get(component.key) if component.key else None
        presented = component_type.present(value, component, self._filling)
        attributes = {**_mapping(presented.get("attributes")), **_own_autocomplete(component)}
        if view["required"] and attributes.get("type") not in _WITHOUT_ROLE:
            attributes["aria-required"] = "true"
        return _template(component_type.template, {**view, **presented, "attributes": attributes})

    def _describe(self, component: FormComponent) -> dict[str, object]:
        error = self._errors.get(component.key) if component.key else None
        help_text = self._filling.choose(component.description)
        identifier = f"{self._prefix}{component.key or component.id}"
        required = component.key is not None and is_required(component, self._filling)
        described = [f"{identifier}-help"] * bool(help_text) + [f"{identifier}-error"] * bool(error)
        return {
            "id": identifier,
            "name": component.key,
            "label": self._filling.choose(component.label),
            "help": help_text,
            "error": error,
            "error_word": self._filling.say("Erreur :"),
            "required": required,
            "optional": "" if required else self._filling.say("facultatif"),
            "described_by": " ".join(described),
            "many": False,
            "suffix": "",
            "prefix": "",
            "children": "",
            **self._adorners(component),
        }

    def _adorners(self, component: FormComponent) -> dict[str, str]:
        appearance = _mapping(component.settings.get("appearance"))
        found = {"prefix": appearance.get("prefixAdorner"), "suffix": appearance.get("suffixAdorner")}
        return {name: str(words) for name, words in found.items() if words}

    def _show(self, component: FormComponent) -> str:
        return show_value(self._answers.get(component.field_key), component, self._filling)


def show_value(value: object, component: FormComponent, filling: Filling) -> str:
    """Return an answer for people, or the words that say that there is none."""
    component_type = get_type(component.type)
    if value is None or component_type.is_empty(value):
        return filling.say("Non") if component.type == "checkbox" else filling.say("Non renseigné")
    return component_type.show(value, component, filling)


def has_files_to_remove(components: Components, filling: Filling) -> bool:
    """Tell whether one of the fields shows a "remove" button."""
    return any(component.type == "filepicker" and files_of(component, filling) for component in components)


def wrap(body: Markup, filling: Filling) -> Markup:
    """Return the whole with its language and direction."""
    return _template("form.html", {"body": body, "lang": filling.language, "dir": direction(filling.language)})


def _template(name: str, values: Mapping[str, object]) -> Markup:
    return Markup(_environment().get_template(name).render(values))  # noqa: S704 - rendered with autoescape


def _own_autocomplete(component: FormComponent) -> dict[str, str]:
    token = component.properties.get("autocomplete")
    return {"autocomplete": token} if isinstance(token, str) and token in _AUTOCOMPLETE else {}


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
