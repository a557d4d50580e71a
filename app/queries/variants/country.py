"""The variants of one procedure side by side: what differs, who stands out, and what became of the cases."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from statistics import quantiles

from app.deployments.bases import base_of
from app.deployments.published import published_package
from app.domain.languages import Language
from app.procedures.tailoring import Operation, read_overlay
from app.queries.variants.results import Effect, Results, effect_of, observed_since, summarise
from app.queries.variants.things import GROUP_TITLES, Telling, Thing, thing_of
from app.store import publication, results, variants
from app.store.models import Deployment, PublishedOverlay
from app.store.results import CountedCases, Place
from app.store.tailoring import OverlayInEffect

FENCE = 1.5
"""How many spans between the quartiles a value may lie beyond them before it stands out (Tukey's fences)."""
FEWEST_FOR_FENCES = 4


@dataclass(frozen=True, kw_only=True)
class CommuneRow:
    """A commune that follows a variant, since when, by which decision of its council ("" where none is named)."""

    slug: str
    name_ar: str
    name_fr: str
    since: datetime | None
    decision: str
    number: int


@dataclass(frozen=True, kw_only=True)
class VariantColumn:
    """One variant with the communes that follow it. `things` are what it changes, by identity."""

    deployment_id: str
    base_version: str
    communes: tuple[CommuneRow, ...]
    things: Mapping[str, Thing]
    results: Results

    def is_of(self, commune_slug: str) -> bool:
        """Tell whether a commune follows it."""
        return any(one.slug == commune_slug for one in self.communes)


@dataclass(frozen=True, kw_only=True)
class CellMark:
    """A local value: `outlier` when it lies far from what other communes chose, `alone` when one commune has it."""

    text: str
    outlier: bool = False
    alone: bool = False


@dataclass(frozen=True, kw_only=True)
class ThingRow:
    """One thing that differs somewhere: the national value, and the local one by deployment where there is one."""

    group: str
    title: str
    national: str
    cells: Mapping[str, CellMark]
    communes: int
    effect: Effect

    @property
    def group_title(self) -> str:
        """The French source text of its group."""
        return GROUP_TITLES[self.group]


@dataclass(frozen=True, kw_only=True)
class CountryComparison:
    """Everything about one procedure in a place; the columns with most communes first."""

    slug: str
    national: Deployment
    national_communes: int
    national_results: Results
    columns: tuple[VariantColumn, ...]
    rows: tuple[ThingRow, ...]

    @property
    def tailored_communes(self) -> int:
        """How many communes follow a variant."""
        return sum(len(column.communes) for column in self.columns)


def compare_country(slug: str, place: Place, *, language: Language, now: datetime) -> CountryComparison:
    """Return the comparison: six reads, whatever the number of communes. Raises DeploymentUnknown."""
    national = publication.find_newest_deployment(slug)
    if national is None:
        raise publication.DeploymentUnknown(f"Expected a published procedure, found “{slug[:80]}”.")
    since = observed_since(now)
    counted = results.count_results(slug, since=since, place=place)
    in_effect = variants.list_in_effect_at(slug, place)
    columns = _columns(in_effect, counted, language)
    changed = results.count_before_and_after(slug, since=since, place=place) if columns else ()
    versions = {row.id for row in publication.list_versions(slug)}
    return CountryComparison(
        slug=slug,
        national=national,
        national_communes=variants.count_national_communes(slug, place),
        national_results=summarise(one for one in counted if one.deployment_id in versions),
        columns=columns,
        rows=_rows(columns, changed),
    )


def _columns(
    in_effect: Sequence[OverlayInEffect], counted: Sequence[CountedCases], language: Language
) -> tuple[VariantColumn, ...]:
    by_deployment: dict[str, list[OverlayInEffect]] = defaultdict(list)
    for one in in_effect:
        by_deployment[one.overlay.deployment_id].append(one)
    found = [
        VariantColumn(
            deployment_id=deployment_id,
            base_version=base_of(followers[0].overlay.base_id).version,
            communes=tuple(_commune(one) for one in followers),
            things={one.identity: one for one in things_of(followers[0].overlay, language)},
            results=summarise(one for one in counted if one.deployment_id == deployment_id),
        )
        for deployment_id, followers in by_deployment.items()
    ]
    return tuple(sorted(found, key=lambda column: (-len(column.communes), column.deployment_id)))


def _commune(one: OverlayInEffect) -> CommuneRow:
    return CommuneRow(
        slug=one.commune_slug,
        name_ar=one.name_ar,
        name_fr=one.name_fr,
        since=one.overlay.in_effect_at,
        decision=one.overlay.decision_reference or "",
        number=one.overlay.number,
    )


def things_of(overlay: PublishedOverlay, language: Language) -> list[Thing]:
    """Return what a published overlay changes, in words, in the order of the groups."""
    telling = Telling(base=base_of(overlay.base_id), package=published_package(overlay.base_id), language=language)
    order = list(GROUP_TITLES)
    found = [thing_of(one, telling) for one in operations_of(overlay.id, overlay.content)]
    return sorted(found, key=lambda one: (order.index(one.group), one.title))


@lru_cache(maxsize=4_096)
def operations_of(overlay_id: str, content: str) -> tuple[Operation, ...]:
    """Return the operations of a published overlay, read once: it never changes. Raises OverlayRefused."""
    return read_overlay(content.encode(), file=f"overlays/{overlay_id}.yaml").operations


def _rows(columns: Sequence[VariantColumn], changed: Sequence[CountedCases]) -> tuple[ThingRow, ...]:
    things: dict[str, dict[str, Thing]] = defaultdict(dict)
    for column in columns:
        for identity, thing in column.things.items():
            things[identity][column.deployment_id] = thing
    sizes = {column.deployment_id: len(column.communes) for column in columns}
    order = list(GROUP_TITLES)
    rows = [_row(held, sizes, changed) for held in things.values()]
    return tuple(sorted(rows, key=lambda row: (order.index(row.group), row.title)))


def _row(held: Mapping[str, Thing], sizes: Mapping[str, int], changed: Sequence[CountedCases]) -> ThingRow:
    first = next(iter(held.values()))
    followers = Counter[str]()
    for deployment_id, thing in held.items():
        followers[thing.local] += sizes[deployment_id]
    far = outliers(held, sizes)
    return ThingRow(
        group=first.group,
        title=first.title,
        national=first.national,
        cells={
            deployment_id: CellMark(text=thing.local, outlier=deployment_id in far, alone=followers[thing.local] == 1)
            for deployment_id, thing in held.items()
        },
        communes=sum(sizes[deployment_id] for deployment_id in held),
        effect=effect_of(one for one in changed if one.deployment_id in held),
    )


def outliers(held: Mapping[str, Thing], sizes: Mapping[str, int]) -> frozenset[str]:
    """Return the deployments whose number lies beyond the fences of what communes chose."""
    numbers = [(each, thing.number) for each, thing in held.items() if thing.number is not None]
    chosen = [number for deployment_id, number in numbers for _ in range(sizes[deployment_id])]
    if len(chosen) < FEWEST_FOR_FENCES:
        return frozenset()
    low, _, high = quantiles(chosen, n=4, method="inclusive")
    reach = FENCE * (high - low)
    return frozenset(each for each, number in numbers if not low - reach <= number <= high + reach)
