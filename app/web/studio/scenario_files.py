"""A scenario of a draft, opened for its pages: the file, what it says, what its last run found; and how it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, request
from werkzeug.exceptions import NotFound

from app.commands.studio.saving import FileRefused, FilesChanged, SaveFiles
from app.decisions import DecisionError
from app.domain.errors import MastaraError
from app.domain.languages import Language, read_language
from app.engine import DefinitionRefused
from app.languages import isolate
from app.procedures import ProcedurePackage
from app.procedures.layout import manifest_path
from app.procedures.yaml_source import SourceRefused, read_mapping
from app.queries.coverage import workshop
from app.queries.studio import OpenDraft, read_draft
from app.scenarios.files import file_path, listed_path
from app.scenarios.reading import ScenarioRefused, read_scenario
from app.scenarios.report import ScenarioReport
from app.store.modelling import DraftMoved
from app.web.interface import gettext
from app.web.studio.files import why_refused
from app.web.studio.frame import opened
from app.web.studio.play_taking import run
from app.web.studio.scenario_faults import say_faults


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a file is no scenario: the line where it is known, and a sentence."""

    message: str
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class OpenScenario:
    """One scenario of a draft. `package` is None while the draft cannot be run; `raw` while the file is no scenario."""

    draft: OpenDraft
    name: str
    source: bytes
    raw: Mapping[str, Any] | None
    problem: Problem | None
    package: ProcedurePackage | None

    @property
    def path(self) -> str:
        """Where the file stands in the package."""
        return file_path(self.draft.slug, self.name)

    @property
    def digest(self) -> str:
        """What the page hands back, so that nothing newer is overwritten."""
        return self.draft.digests[self.path]

    @property
    def title(self) -> str:
        """The name that the analyst gave."""
        return str((self.raw or {}).get("name") or self.name)

    @property
    def language(self) -> Language:
        """The language in which the person of the scenario reads."""
        return read_language((self.raw or {}).get("language"), default="fr")

    @property
    def steps(self) -> list[Mapping[str, Any]]:
        """The steps as YAML gives them."""
        return list((self.raw or {}).get("steps") or ())

    def report(self) -> ScenarioReport | None:
        """Return what its run finds, None while it cannot be run."""
        file = listed_path(self.name)
        if self.package is None or file not in self.package.scenarios:
            return None
        try:
            return workshop().report(self.package, file)
        except (DefinitionRefused, DecisionError):
            return None


def open_scenario(draft_id: str, name: str) -> OpenScenario:
    """Return a scenario of a draft. Raises DraftUnknown, NotFound."""
    draft = opened(draft_id)
    source = draft.files.get(file_path(draft.slug, name))
    if source is None:
        raise NotFound
    raw, problem = read_source(source, name)
    return OpenScenario(
        draft=draft, name=name, source=source, raw=raw, problem=problem, package=read_draft(draft).package
    )


def read_source(source: bytes, name: str) -> tuple[Mapping[str, Any] | None, Problem | None]:
    """Return what the text of a scenario says, or why it says nothing."""
    file = listed_path(name)
    try:
        raw = read_mapping(source, file=file)
    except SourceRefused as refused:
        return None, Problem(message=refused.finding.message, line=refused.finding.line)
    try:
        read_scenario(raw.data, file=file)
    except MastaraError as refused:
        faults = refused.faults if isinstance(refused, ScenarioRefused) else ()
        return None, Problem(message=say_faults(refused), line=raw.line(faults[0][0]) if faults else None)
    return dict(raw.data), None


def save_scenario(scenario: OpenScenario, source: bytes) -> bool:
    """Save the file as the page changed it. Tell whether it was: else the reader is told why."""
    seen = {scenario.path: request.form.get("seen") or scenario.digest}
    return save_files(scenario.draft, {scenario.path: source}, seen)


def save_files(draft: OpenDraft, changes: Mapping[str, bytes | None], seen: Mapping[str, str]) -> bool:
    """Save files of a draft. Tell whether they were: else the reader is told why."""
    index = manifest_path(draft.slug)
    guarded = {**seen, **({index: draft.digests[index]} if index in changes else {})}
    try:
        run(SaveFiles(draft_id=draft.id, changes=changes, seen=guarded))
    except (FilesChanged, DraftMoved):
        message = gettext("Une autre personne a changé ce fichier. Voici sa version : refaites votre changement.")
        flash(message, "warning")
        return False
    except FileRefused as refused:
        flash(why_refused(refused), "danger")
        return False
    return True


def say_unreadable(refused: SourceRefused) -> None:
    """Tell the reader which file cannot be read, and where."""
    finding = refused.finding
    sentence = gettext("%(file)s ne se lit pas, ligne %(line)s.", file=isolate(finding.file), line=finding.line or 1)
    flash(sentence, "danger")
