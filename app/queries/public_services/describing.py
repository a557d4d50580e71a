"""Reads one public service from its package, in every language, with the values in force on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from app.domain.languages import INTERFACE_LANGUAGES, Text
from app.procedures import ProcedurePackage
from app.procedures.parameters import ParameterValue
from app.queries.public_services.services import (
    Appeal,
    Cost,
    Evidence,
    LegalText,
    Need,
    Output,
    PeriodOfLaw,
    PublicService,
    Silence,
)

ISO_DURATIONS = {"hour": "PT{}H", "day": "P{}D", "month": "P{}M", "year": "P{}Y"}
CENTIMES_OF = {"centime": 1, "dirham": 100}
CALENDAR_DAYS_OF_WORKING_DAYS = 7 / 5
"""A week of five working days lasts seven: as the ceiling of article 16 counts them."""


def describe(package: ProcedurePackage, *, day: date, channels: tuple[str, ...], online: bool) -> PublicService:
    """Return the service. Raises ParameterMissing where a value is not in force on that day."""
    return _Describing(package, day).service(channels, online)


def iso_duration(amount: int, unit: str) -> str:
    """Return a length of time as ISO 8601 writes it; working days as the calendar days that hold them."""
    if unit == "working_day":
        return f"P{ceil(amount * CALENDAR_DAYS_OF_WORKING_DAYS)}D"
    return ISO_DURATIONS[unit].format(amount)


def text_key(legal_ref: str) -> str:
    """Return the key of the text that a reference names: “law-55-19 a.21” names law-55-19."""
    return legal_ref.partition(" ")[0]


@dataclass(frozen=True)
class _Describing:
    package: ProcedurePackage
    day: date

    def service(self, channels: tuple[str, ...], online: bool) -> PublicService:
        manifest = self.package.manifest
        return PublicService(
            slug=self.package.key,
            version=self.package.version,
            domain=manifest["domain"],
            audience=manifest["audience"],
            titles=self._text("fiche.title"),
            summaries=self._text("fiche.summary"),
            applicants=self._text("fiche.audience"),
            responsible=self._text("fiche.responsible"),
            legal_texts=tuple(self._legal_text(basis) for basis in manifest["legal_basis"]),
            evidence=tuple(self._evidence(piece) for piece in manifest["pieces"]),
            costs=tuple(self._cost(fee) for fee in manifest["fees"]),
            channels=channels,
            period=self._period(manifest["deadline"]["parameter"]),
            period_starts=manifest["deadline"]["starts"],
            silence=self._silence(manifest["silence"]),
            appeals=tuple(self._appeal(appeal) for appeal in manifest["appeals"]),
            outputs=tuple(self._output(document) for document in manifest["documents"]),
            online=online,
            usual_steps=self._text("fiche.steps_note"),
        )

    def _text(self, path: str) -> Text:
        texts = {language: self.package.text(path, language) for language in INTERFACE_LANGUAGES}
        return {language: text for language, text in texts.items() if text}

    def _titles(self, path: str) -> Text:
        """Return the name of an item written as one text or as {name, note}."""
        return self._text(path) or self._text(f"{path}.name")

    def _legal_text(self, basis: Mapping[str, Any]) -> LegalText:
        return LegalText(
            key=basis["key"],
            kind=basis["type"],
            number=basis["number"],
            date=basis["date"].isoformat() if basis["date"] else "",
            articles=tuple(basis["articles"]),
            url=basis["url"] or "",
            titles=self._titles(f"fiche.legal_basis.{basis['key']}"),
        )

    def _evidence(self, piece: Mapping[str, Any]) -> Evidence:
        path = f"fiche.pieces.{piece['key']}"
        return Evidence(
            key=piece["key"],
            titles=self._titles(path),
            notes=self._text(f"{path}.note"),
            provided_by=piece["provided_by"],
            source_administration=piece["source_administration"] or "",
            need=_need(piece["required"]),
            law=text_key(piece["legal_ref"]),
            legal_ref=piece["legal_ref"],
        )

    def _cost(self, fee: Mapping[str, Any]) -> Cost:
        path = f"fiche.fees.{fee['key']}"
        parameter = self.package.parameters[fee["parameter"]]
        dated = parameter.value_on(self.day)
        return Cost(
            key=fee["key"],
            titles=self._titles(path) or parameter.title,
            notes=self._text(f"{path}.note"),
            centimes=_centimes(dated.value, parameter.unit),
            value=f"{dated.value} {parameter.unit}",
            payee=fee["payee"],
            depending=fee["when"] is not None,
            legal_ref=fee["legal_ref"],
            assumed=dated.assumed,
        )

    def _silence(self, silence: Mapping[str, Any]) -> Silence:
        return Silence(
            effect=silence["effect"],
            texts=self._text("fiche.silence"),
            law=text_key(silence["legal_ref"]),
            legal_ref=silence["legal_ref"],
        )

    def _appeal(self, appeal: Mapping[str, Any]) -> Appeal:
        return Appeal(
            key=appeal["key"],
            titles=self._titles(f"fiche.appeals.{appeal['key']}"),
            file_within=self._period(appeal["file_within"]) if appeal["file_within"] else None,
            reply_within=self._period(appeal["reply_within"]) if appeal["reply_within"] else None,
            law=text_key(appeal["legal_ref"]),
            legal_ref=appeal["legal_ref"],
        )

    def _output(self, document: Mapping[str, Any]) -> Output:
        return Output(
            key=document["key"],
            titles=self._text(f"documents.{document['key']}.title"),
            signatory=document["signatory"] or "",
        )

    def _period(self, key: str) -> PeriodOfLaw:
        parameter = self.package.parameters[key]
        dated = parameter.value_on(self.day)
        amount = int(dated.value)
        return PeriodOfLaw(
            value=amount,
            unit=parameter.unit,
            kind=parameter.kind,
            duration=iso_duration(amount, parameter.unit),
            legal_ref=dated.legal_ref,
            assumed=dated.assumed,
        )


def _centimes(value: ParameterValue, unit: str) -> int | None:
    if unit not in CENTIMES_OF or isinstance(value, str):
        return None
    return round(value * CENTIMES_OF[unit])


def _need(required: object) -> Need:
    if required is True:
        return "always"
    return "optional" if required is False else "depending"
