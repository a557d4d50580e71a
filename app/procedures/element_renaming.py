"""Gives an element another id in all files of a package: one word joins diagram, form, texts, scenarios and period."""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from app.domain.languages import LANGUAGES
from app.procedures.bpmn.renaming import RenameRefused, renamed_in_diagram
from app.procedures.layout import manifest_path
from app.procedures.yaml_editing import edited
from app.procedures.yaml_source import SourceRefused, read_mapping

Changes = dict[str, bytes | None]
Rewrite = Callable[[MutableMapping[str, Any]], None]


def diagram_path(slug: str, files: Mapping[str, bytes]) -> str:
    """Return the path of the diagram that the manifest names; `<slug>.bpmn` when it names none that can be read."""
    named: object = None
    try:
        named = read_mapping(files.get(manifest_path(slug), b"{}"), file=manifest_path(slug)).data.get("process")
    except SourceRefused:
        named = None
    usable = isinstance(named, str) and named and "/" not in named
    return f"processes/{slug}/{named if usable else f'{slug}.bpmn'}"


def renamed_element(slug: str, files: Mapping[str, bytes], *, old: str, new: str) -> Changes:
    """Return the files that change when the element `old` is called `new` (None: the file goes).

    Raises RenameRefused, XmlRefused for a damaged diagram and SourceRefused for damaged YAML: nothing is half renamed.
    """
    diagram = diagram_path(slug, files)
    changes: Changes = {
        diagram: renamed_in_diagram(files.get(diagram, b"<none/>"), file=diagram, old=old, new=new),
    }
    old_form, new_form = f"forms/{slug}/{old}.json", f"forms/{slug}/{new}.json"
    with_form = old_form in files
    if with_form and new_form in files:
        raise RenameRefused("form-taken", f"Expected no form “{new}”, found one: rename or remove it first.")
    if with_form:
        changes |= {old_form: None, new_form: files[old_form].replace(f'"id": "{old}"'.encode(), _form_id(new), 1)}
    for path, rewrite in _rewrites(slug, old, new, with_form=with_form):
        for file in (file for file in _files_at(path, files) if old.encode() in files[file]):
            content = edited(files[file], file, rewrite)
            if content != files[file]:
                changes[file] = content
    return changes


def _form_id(name: str) -> bytes:
    return f'"id": "{name}"'.encode()


def _files_at(path: str, files: Mapping[str, bytes]) -> list[str]:
    """Return the file of that path, or the YAML files below it when it ends with a slash."""
    if path.endswith("/"):
        return sorted(file for file in files if file.startswith(path) and file.endswith((".yaml", ".yml")))
    return [path] if path in files else []


def _rewrites(slug: str, old: str, new: str, *, with_form: bool) -> list[tuple[str, Rewrite]]:
    home = f"processes/{slug}"
    found: list[tuple[str, Rewrite]] = [
        (manifest_path(slug), lambda top: _in_manifest(top, old, new, with_form=with_form)),
        (f"{home}/scenarios/", lambda top: _in_scenario(top, old, new)),
    ]
    for language in LANGUAGES:
        found.append((f"{home}/translations/{language}.yaml", lambda top: _rename_key(top.get("tasks"), old, new)))
        if with_form:
            found.append((f"forms/{slug}/translations/{language}.yaml", lambda top: _rename_key(top, old, new)))
    return found


def _in_manifest(top: MutableMapping[str, Any], old: str, new: str, *, with_form: bool) -> None:
    if with_form:
        _rename_words(top.get("forms"), old, new)
        if top.get("start_form") == old:
            top["start_form"] = new
    deadline = top.get("deadline")
    if isinstance(deadline, MutableMapping):
        for key in ("restarts_after", "ends_after"):
            _rename_words(deadline.get(key), old, new)
        for entry in deadline.get("suspended_while") or ():
            if isinstance(entry, MutableMapping):
                _rename_words(entry.get("waiting_at"), old, new)
    _rename_values(top.get("extension_points"), old, new)
    _in_policy(top.get("policy"), old, new, with_form=with_form)


def _in_policy(policy: Any, old: str, new: str, *, with_form: bool) -> None:
    """Make the rules about an element, its texts and the fields of its form speak of the new name."""
    if not isinstance(policy, MutableMapping):
        return
    _rename_key(policy.get("elements"), old, new)
    for group, begin, follows in (("texts", "tasks.", True), ("fields", "", with_form)):
        rules = policy.get(group)
        prefix = f"{begin}{old}."
        for name in [name for name in rules or () if follows and str(name).startswith(prefix)]:
            _rename_key(rules, name, f"{begin}{new}.{name.removeprefix(prefix)}")


def _in_scenario(top: MutableMapping[str, Any], old: str, new: str) -> None:
    for step in top.get("steps") or ():
        for key in ("complete", "job"):
            if isinstance(step, MutableMapping) and step.get(key) == old:
                step[key] = new
    expected = top.get("expect")
    if isinstance(expected, MutableMapping):
        for key in ("ends", "waiting"):
            _rename_words(expected.get(key), old, new)


def _rename_words(words: Any, old: str, new: str) -> None:
    if isinstance(words, list):
        for index, word in enumerate(words):
            if word == old:
                words[index] = new


def _rename_values(node: Any, old: str, new: str) -> None:
    """Rename a value wherever it stands in lists and mappings."""
    pairs = enumerate(node) if isinstance(node, list) else node.items() if isinstance(node, MutableMapping) else ()
    for key, value in list(pairs):
        if value == old:
            node[key] = new
        else:
            _rename_values(value, old, new)


def _rename_key(mapping: Any, old: str, new: str) -> None:
    """Rename a key where it stands, so that the order of the texts is kept."""
    if not isinstance(mapping, MutableMapping) or old not in mapping or new in mapping:
        return
    place = list(mapping).index(old)
    mapping.insert(place, new, mapping.pop(old))  # type: ignore[attr-defined]
