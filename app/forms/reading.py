"""Reads the JSON of form-js into components; what its author must correct becomes findings, never an exception."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.domain.findings import Finding, Severity
from app.forms.author_expressions import find_unreadable
from app.forms.blocks import BLOCK_KINDS
from app.forms.choices import as_text
from app.forms.kinds import find_kind, list_kinds
from app.forms.pattern_syntax import PatternRefused
from app.forms.patterns import LinearPattern, compile_pattern
from app.forms.registry import ComponentType, find_type, list_types
from app.forms.reserved import RESERVED_KEYS
from app.forms.structure import FormComponent, Option, Rules, option_text
from app.forms.translations import FormTexts

SCHEMA_VERSION = 19
KEY = re.compile(r"[a-z][a-z0-9_]{0,62}")
MOST_FIELDS = 500
MOST_COMPONENTS = 1_000
_DEEPEST = 10
_BOUNDS = ("min", "max", "minLength", "maxLength")
_NATIVE_KINDS = {"email": "email", "phone": "phone"}
_CHOICES = ("radio", "select", "checklist", "taglist")


@dataclass
class _Scope:
    """Keys that stand side by side: those of the form, or of one list or path."""

    keys: set[str] = field(default_factory=set)
    is_inner: bool = False


class FormReader:
    """Reads one form; `findings` fills up while it reads."""

    def __init__(self, *, file: str, texts: FormTexts) -> None:
        self.findings: list[Finding] = []
        self.file, self._texts = file, texts
        self._fields = 0
        self._ids: set[str] = set()
        self._count = 0

    def read_components(
        self, raw: object, *, depth: int = 0, step: str = "", scope: "_Scope | None" = None
    ) -> tuple[FormComponent, ...]:
        """Return the components that can be used."""
        if not isinstance(raw, list):
            self._report("form-shape", None, f"Expected a list of components, found {type(raw).__name__}.")
            return ()
        if depth > _DEEPEST:
            self._report("form-shape", None, f"Expected at most {_DEEPEST} groups in each other: flatten the form.")
            return ()
        scope = scope or _Scope()
        found = (self._read_component(entry, depth=depth, step=step, scope=scope) for entry in raw)
        return tuple(component for component in found if component is not None)

    def check_envelope(self, raw: Mapping[str, object]) -> None:
        """Report what is wrong around the components."""
        if raw.get("type") != "default" or not raw.get("id"):
            self._report("form-shape", None, 'Expected "type": "default" and an "id" equal to the name of the file.')
        version = raw.get("schemaVersion")
        if not isinstance(version, int) or not 1 <= version <= SCHEMA_VERSION:
            self._report("form-schema-version", None, f"Expected schemaVersion {SCHEMA_VERSION}, found {version!r}.")

    def find_stray_translations(self, components: tuple[FormComponent, ...]) -> list[Finding]:
        """Return a warning for each translation of a component that the form does not have."""
        known = frozenset(component.id for component in components) | self._ids
        return [
            Finding(
                rule="form-translation-unknown",
                severity="warning",
                file=self.file,
                element=component_id,
                message=f"translations/{language}.yaml names {component_id!r}, which the form lacks: remove it.",
            )
            for language, component_id in self._texts.unknown_ids(known)
        ]

    def _report(self, rule: str, element: str | None, message: str, severity: Severity = "error") -> None:
        self.findings.append(Finding(rule=rule, severity=severity, file=self.file, element=element, message=message))

    def _read_component(self, raw: object, *, depth: int, step: str, scope: "_Scope") -> FormComponent | None:
        self._count += 1
        if self._count == MOST_COMPONENTS + 1:
            self._report("form-too-large", None, f"Expected at most {MOST_COMPONENTS} components: split the form.")
        if self._count > MOST_COMPONENTS:
            return None
        if not isinstance(raw, Mapping):
            self._report("form-shape", None, f"Expected a component (an object), found {type(raw).__name__}.")
            return None
        identifier = self._read_id(raw)
        component_type = find_type(raw.get("type"))
        if component_type is None:
            self._report(
                "form-unknown-type",
                identifier,
                f"Expected one of the types {', '.join(list_types())}, found {raw.get('type')!r}.",
            )
            return None
        for mistake in component_type.inspect(raw):
            self._report(mistake.rule, identifier, mistake.message, mistake.severity)
        key_name = component_type.key_name
        key = None
        if component_type.is_field or (key_name == "path" and raw.get("path")):
            key = self._read_key(raw.get(key_name), raw, identifier, scope)
            if key is None:
                return None
        if component_type.name == "filepicker" and scope.is_inner:
            self._report(
                "form-list-file", identifier, "Files cannot be joined inside a list or a path: move the field."
            )
            return None
        for mistake in find_unreadable(raw):
            self._report(mistake.rule, identifier, mistake.message, mistake.severity)
        inner = _Scope(is_inner=True) if key is not None and key_name == "path" else scope
        return self._build(raw, component_type, identifier, key=key, depth=depth, step=step, scope=inner)

    def _build(
        self,
        raw: Mapping[str, object],
        component_type: ComponentType,
        identifier: str,
        *,
        key: str | None,
        depth: int,
        step: str,
        scope: "_Scope",
    ) -> FormComponent:
        own_step = step or (identifier if component_type.name == "group" else "")
        children = raw.get("components") if component_type.key_name == "path" else None
        appearance = _mapping(raw.get("appearance"))
        return FormComponent(
            id=identifier,
            type=component_type.name,
            key=key,
            kind=self._read_kind(raw, component_type, identifier),
            label=self._texts.of(identifier, "label", _label(raw)),
            description=self._texts.of(identifier, "description", raw.get("description")),
            prefix=self._texts.of(identifier, "prefix", appearance.get("prefixAdorner")),
            suffix=self._texts.of(identifier, "suffix", appearance.get("suffixAdorner")),
            text=self._texts.of(identifier, "text", raw.get(component_type.text_name)),
            options=self._read_options(raw, component_type, identifier),
            rules=self._read_rules(raw, identifier),
            hide=_expression(_mapping(raw.get("conditional")).get("hide")),
            readonly=raw.get("disabled") is True or raw.get("readonly") or False,
            default=raw.get("defaultValue"),
            errors=self._texts.errors_of(identifier),
            settings={name: value for name, value in raw.items() if name not in ("components", "validate", "values")},
            properties=_properties(raw),
            children=self.read_components(children, depth=depth + 1, step=own_step, scope=scope) if children else (),
            step=own_step,
        )

    def _read_id(self, raw: Mapping[str, object]) -> str:
        identifier = str(raw.get("id") or raw.get("key") or f"component-{self._count}")
        if identifier in self._ids:
            self._report("form-duplicate-id", identifier, f"Two components have the id {identifier!r}: rename one.")
            identifier = f"{identifier}-{self._count}"
        self._ids.add(identifier)
        return identifier

    def _read_key(self, key: object, raw: Mapping[str, object], identifier: str, scope: "_Scope") -> str | None:
        if not isinstance(key, str) or not KEY.fullmatch(key):
            self._report("form-key", identifier, f"Expected a key like [a-z][a-z0-9_]*, found {key!r}: rename it.")
            return None
        if key in RESERVED_KEYS:
            self._report("form-reserved-key", identifier, f"The key {key!r} has a meaning of its own: rename it.")
            return None
        if key in scope.keys:
            self._report("form-duplicate-key", identifier, f"Two fields have the key {key!r}: rename one.")
            return None
        if self._fields >= MOST_FIELDS:
            self._report("form-too-large", identifier, f"Expected at most {MOST_FIELDS} fields: split the form.")
            return None
        if raw.get("id") not in (None, key) and not scope.is_inner:
            self._report(
                "form-id", identifier, f"The id should be the key {key!r}, since translations name it.", "warning"
            )
        scope.keys.add(key)
        self._fields += 1
        return key

    def _read_kind(self, raw: Mapping[str, object], component_type: ComponentType, identifier: str) -> str | None:
        name = _mapping(raw.get("properties")).get("kind")
        if name in BLOCK_KINDS and component_type.name == "group":
            return None
        if name is None:
            native = _mapping(raw.get("validate")).get("validationType")
            return _NATIVE_KINDS.get(native) if isinstance(native, str) and component_type.name == "textfield" else None
        kind = find_kind(name) if isinstance(name, str) else None
        if kind is None:
            self._report(
                "form-unknown-kind", identifier, f"Expected a kind among {', '.join(list_kinds())}, found {name!r}."
            )
            return None
        if component_type.name not in kind.types:
            self._report(
                "form-kind-type",
                identifier,
                f"The kind {kind.name!r} goes with {' or '.join(kind.types)}, found the type {component_type.name!r}.",
            )
            return None
        return kind.name

    def _read_options(
        self, raw: Mapping[str, object], component_type: ComponentType, identifier: str
    ) -> tuple[Option, ...]:
        if component_type.name == "table":
            return self._read_column_titles(raw, identifier)
        if component_type.name not in _CHOICES:
            return ()
        entries = raw.get("values")
        if entries is None:
            has_source = raw.get("valuesKey") or raw.get("valuesExpression")
            if not has_source and _mapping(raw.get("properties")).get("kind") != "commune":
                self._report(
                    "form-options", identifier, "Expected values, valuesKey or valuesExpression: add the options."
                )
            return ()
        options = tuple(self._valid_options(entries, identifier))
        if len({option.posted for option in options}) < len(options):
            self._report("form-options", identifier, "Two options have the same value: change one.")
        return options

    def _read_column_titles(self, raw: Mapping[str, object], identifier: str) -> tuple[Option, ...]:
        columns = raw.get("columns")
        keys = [_mapping(column).get("key") for column in (columns if isinstance(columns, list) else ())]
        labels = [_mapping(column).get("label") for column in (columns if isinstance(columns, list) else ())]
        return tuple(
            Option(value=key, label={**as_text(label or key), **self._texts.option_of(identifier, option_text(key))})
            for key, label in zip(keys, labels, strict=True)
            if isinstance(key, str)
        )

    def _valid_options(self, entries: object, identifier: str) -> Iterator[Option]:
        for entry in entries if isinstance(entries, list) else [None]:
            value = _mapping(entry).get("value")
            if not isinstance(value, str | int | float) or value == "":
                self._report("form-options", identifier, f"Expected options like {{value, label}}, found {entry!r}.")
                continue
            label = as_text(_mapping(entry).get("label", value))
            yield Option(value=value, label={**label, **self._texts.option_of(identifier, option_text(value))})

    def _read_rules(self, raw: Mapping[str, object], identifier: str) -> Rules:
        validate = _mapping(raw.get("validate"))
        bounds = {name: self._read_bound(validate.get(name), name, identifier) for name in _BOUNDS}
        return Rules(
            required=validate.get("required") or False,
            minimum=bounds["min"],
            maximum=bounds["max"],
            min_length=bounds["minLength"],
            max_length=bounds["maxLength"],
            pattern=self._read_pattern(validate.get("pattern"), identifier),
        )

    def _read_bound(self, bound: object, name: str, identifier: str) -> object:
        if bound is None or bound == "" or (isinstance(bound, str) and bound.startswith("=")):
            return bound or None
        if isinstance(bound, str) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", bound):
            return float(bound) if "." in bound else int(bound)
        if isinstance(bound, int | float) and not isinstance(bound, bool):
            return bound
        self._report("form-bound", identifier, f"Expected a number or an expression for {name}, found {bound!r}.")
        return None

    def _read_pattern(self, pattern: object, identifier: str) -> LinearPattern | None:
        if pattern is None or pattern == "":
            return None
        try:
            return compile_pattern(str(pattern))
        except PatternRefused as refusal:
            self._report("form-pattern", identifier, refusal.message)
            return None


def _properties(raw: Mapping[str, object]) -> Mapping[str, object]:
    """Return the properties; form-js's own `phone` accepts every country, unlike our kind."""
    native = _mapping(raw.get("validate")).get("validationType") == "phone"
    properties = _mapping(raw.get("properties"))
    return {"international": "true", **properties} if native and "kind" not in properties else properties


def _expression(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _label(raw: Mapping[str, object]) -> object:
    return raw.get("label") or raw.get("dateLabel") or raw.get("timeLabel")


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
