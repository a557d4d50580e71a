"""Corrections of the sheet: declares what the law wants declared, drops an exemption that exempts nothing."""

import re
from collections.abc import MutableMapping
from typing import Any

from app.linting.fixes.registry import Broken, Changes, fix
from app.procedures.layout import manifest_path
from app.procedures.yaml_editing import Change, edited, put

_ARTICLE = re.compile(r"the article (\S+) among those of “([^”]+)”")


@fix("second-request", "Déclarer once: true", message=r"^Expected once: true")
def declare_once(broken: Broken) -> Changes:
    index = int((broken.finding.element or "").rsplit(".", 1)[-1])
    return _sheet(broken, lambda sheet: put(sheet["deadline"]["suspended_while"][index], "once", True))


@fix("second-request", "Déclarer half_window: true", message=r"^Expected half_window: true")
def declare_half(broken: Broken) -> Changes:
    return _sheet(broken, lambda sheet: put(sheet["deadline"], "half_window", True))


@fix("legal-article", "Ajouter l’article à la liste")
def list_article(broken: Broken) -> Changes:
    found = _ARTICLE.search(broken.finding.message)
    if found is None:
        return {}
    article, key = found[1], found[2]

    def change(sheet: MutableMapping[str, Any]) -> None:
        for text in sheet["legal_basis"]:
            if text["key"] == key and article not in text["articles"]:
                text["articles"].append(article)

    return _sheet(broken, change)


@fix("exemptions", "Retirer la dérogation sans objet", message=r"to exempt, found none")
def remove_exemption(broken: Broken) -> Changes:
    index = int((broken.finding.element or "").rsplit(".", 1)[-1])

    def change(sheet: MutableMapping[str, Any]) -> None:
        del sheet["exemptions"][index]
        if not sheet["exemptions"]:
            del sheet["exemptions"]

    return _sheet(broken, change)


def _sheet(broken: Broken, change: Change) -> Changes:
    path = manifest_path(broken.slug)
    return {path: edited(broken.files[path], path, change)}
