"""Adds, renames and removes a decision file of a package: index and business rule tasks follow."""

from app.decisions.drafting import first_table, with_decision_renamed
from app.decisions.errors import DecisionError
from app.decisions.graph import DecisionModel
from app.decisions.library import Library
from app.decisions.reader import read_decisions
from app.domain.errors import MastaraError
from app.procedures.bpmn.task_editing import with_task_attribute
from app.procedures.changes import Changes, Files, PartRefused, check_name, find_diagram, real_changes
from app.procedures.index_editing import listing, relisting, unlisting
from app.procedures.layout import manifest_path

RULE_TASK = "businessRuleTask"


def decision_path(slug: str, name: str) -> str:
    """Return the path of a decision file in its package."""
    return f"processes/{slug}/decisions/{name}.dmn"


def list_decision_files(files: Files, slug: str) -> list[str]:
    """Return the names of the decision files that a package holds, listed or not, in order."""
    home = f"processes/{slug}/decisions/"
    names = (path.removeprefix(home) for path in files if path.startswith(home) and path.endswith(".dmn"))
    return sorted(name.removesuffix(".dmn") for name in names if "/" not in name)


def read_decision_file(files: Files, slug: str, name: str) -> DecisionModel:
    """Read one decision file of a package that may not be whole, with those that it imports.

    Raises DecisionError, XmlRefused.
    """
    own = {decision_path(slug, one): files[decision_path(slug, one)] for one in list_decision_files(files, slug)}
    path = decision_path(slug, name)
    if path not in own:
        raise DecisionError(f"Expected the file {path}, found none.")
    return read_decisions(own[path], file=path, library=Library(files=lambda: own))


def add_decision(
    files: Files, slug: str, name: str, *, title: str, question: str, output: str, task: str = ""
) -> Changes:
    """Return the changes that add a decision of one table; `task` is the business rule task that asks it.

    `question` is the name of the data that its first column looks at, `output` the title of its result.
    Raises PartRefused, SourceRefused, XmlRefused.
    """
    check_name(name, frozenset(list_decision_files(files, slug)))
    index = manifest_path(slug)
    changes: Changes = {
        decision_path(slug, name): first_table(key=name, title=title, question=question, output=output),
        index: listing(files.get(index, b""), file=index, kind="decisions", entry=_entry(name)),
    }
    if task:
        changes |= _asking(files, slug, task, name)
    return real_changes(changes, files)


def rename_decision(files: Files, slug: str, old: str, new: str) -> Changes:
    """Return the changes that give a decision file another name; its decision of the same id follows, with its tasks.

    Raises PartRefused, SourceRefused, XmlRefused.
    """
    _check_there(files, slug, old)
    check_name(new, frozenset(list_decision_files(files, slug)))
    index, path = manifest_path(slug), decision_path(slug, old)
    changes: Changes = {
        path: None,
        decision_path(slug, new): files[path],
        index: relisting(files.get(index, b""), file=index, kind="decisions", old=_entry(old), new=_entry(new)),
    }
    if old in _ids(files, slug, old):
        changes[decision_path(slug, new)] = with_decision_renamed(files[path], file=path, old=old, new=new)
        changes |= _renamed_in_tasks(files, slug, old, new)
    return real_changes(changes, files)


def remove_decision(files: Files, slug: str, name: str) -> Changes:
    """Return the changes that remove a decision file; the tasks that ask it stay, and the checks say so.

    Raises PartRefused, SourceRefused.
    """
    _check_there(files, slug, name)
    index = manifest_path(slug)
    manifest = unlisting(files.get(index, b""), file=index, kind="decisions", entry=_entry(name))
    return real_changes({decision_path(slug, name): None, index: manifest}, files)


def tasks_by_file(files: Files, slug: str) -> dict[str, list[str]]:
    """Return the ids of the business rule tasks by the name of the decision file that they ask.

    Those that ask no decision which the package holds stand under "". Empty when the diagram cannot be read.
    """
    holders = {one: name for name in list_decision_files(files, slug) for one in _ids(files, slug, name)}
    diagram = find_diagram(files, slug)
    found: dict[str, list[str]] = {}
    for element in diagram[1].elements.values() if diagram else ():
        if element.kind == RULE_TASK:
            found.setdefault(holders.get(element.decision or "", ""), []).append(element.id)
    return found


def _entry(name: str) -> str:
    return f"decisions/{name}.dmn"


def _check_there(files: Files, slug: str, name: str) -> None:
    if decision_path(slug, name) not in files:
        known = ", ".join(list_decision_files(files, slug)) or "none"
        raise PartRefused("gone", f"Expected a decision file among {known}, found {name[:80]!r}.")


def _ids(files: Files, slug: str, name: str) -> tuple[str, ...]:
    """Return the ids that tasks may ask in a file; none when it cannot be read."""
    try:
        return tuple(read_decision_file(files, slug, name).ids)
    except MastaraError:
        return ()


def _asking(files: Files, slug: str, task: str, decision: str) -> Changes:
    diagram = find_diagram(files, slug)
    if diagram is None or task not in diagram[1].elements:
        raise PartRefused("task", f"Expected a business rule task of the diagram, found {task[:80]!r}.")
    path, model = diagram
    content = with_task_attribute(files[path], file=path, task=task, name="decision", value=decision)
    if not model.elements[task].result:
        result = decision.replace("-", "_")
        content = with_task_attribute(content, file=path, task=task, name="result", value=result)
    return {path: content}


def _renamed_in_tasks(files: Files, slug: str, old: str, new: str) -> Changes:
    diagram = find_diagram(files, slug)
    if diagram is None:
        return {}
    path, model = diagram
    content = files[path]
    for element in model.elements.values():
        if element.kind == RULE_TASK and element.decision == old:
            content = with_task_attribute(content, file=path, task=element.id, name="decision", value=new)
    return {path: content}
