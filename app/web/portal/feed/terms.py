"""The words of the linked catalogue and the public vocabularies that define them.

CPSV-AP 3.2 (Core Public Service Vocabulary, Application Profile): classes and properties of `cpsv`, `cv`, `eli`, with
the general words of `dct`, `dcat`, `foaf` and `skos`. What it has no word for stands in the plain JSON.
"""

from typing import Any

PREFIXES = {
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
CLASSES = {
    "Catalog": "dcat:Catalog",
    "Channel": "cv:Channel",
    "Concept": "skos:Concept",
    "Cost": "cv:Cost",
    "Evidence": "cv:Evidence",
    "LegalResource": "eli:LegalResource",
    "Output": "cv:Output",
    "Participation": "cv:Participation",
    "PublicOrganisation": "cv:PublicOrganisation",
    "PublicService": "cpsv:PublicService",
    "Rule": "cpsv:Rule",
}
TEXTS = {
    "description": "dct:description",
    "prefLabel": "skos:prefLabel",
    "rights": "dct:rights",
    "title": "dct:title",
}
"""Properties whose value is one text a language."""
VALUES = {"identifier": "dct:identifier"}
TYPED = {
    "hasValue": ("cv:hasValue", "xsd:double"),
    "issued": ("dct:issued", "xsd:date"),
    "processingTime": ("cv:processingTime", "xsd:duration"),
}
LINKS = {
    "audience": "dct:audience",
    "conformsTo": "dct:conformsTo",
    "currency": "cv:currency",
    "follows": "cpsv:follows",
    "hasChannel": "cv:hasChannel",
    "hasCompetentAuthority": "cv:hasCompetentAuthority",
    "hasCost": "cv:hasCost",
    "hasInput": "cpsv:hasInput",
    "hasLegalResource": "cv:hasLegalResource",
    "hasParticipant": "cv:hasParticipant",
    "hasParticipation": "cv:hasParticipation",
    "hasPart": "dct:hasPart",
    "implements": "cpsv:implements",
    "isDefinedBy": "cv:isDefinedBy",
    "language": "dct:language",
    "ownedBy": "cv:ownedBy",
    "page": "foaf:page",
    "produces": "cpsv:produces",
    "publisher": "dct:publisher",
    "relation": "dct:relation",
    "role": "cv:role",
    "spatial": "dct:spatial",
    "thematicArea": "cv:thematicArea",
    "type": "dct:type",
}
"""Properties whose value is another thing."""

PROFILE = "https://semiceu.github.io/CPSV-AP/releases/3.2.0/"
LANGUAGES = (
    "http://publications.europa.eu/resource/authority/language/ARA",
    "http://publications.europa.eu/resource/authority/language/FRA",
)
MOROCCO = "http://publications.europa.eu/resource/authority/country/MAR"
DIRHAM = "http://publications.europa.eu/resource/authority/currency/MAD"
CONCEPTS = "urn:mastara:concept:"
"""Our own lists: what a piece is needed for, channels, groups of the catalogue."""


def context() -> dict[str, Any]:
    """Return the context: how each word of the document is written in full."""
    return {
        "@version": 1.1,
        **PREFIXES,
        **CLASSES,
        **VALUES,
        **{word: {"@id": term, "@container": "@language"} for word, term in TEXTS.items()},
        **{word: {"@id": term, "@type": kind} for word, (term, kind) in TYPED.items()},
        **{word: {"@id": term, "@type": "@id"} for word, term in LINKS.items()},
    }


def concept(scheme: str, code: str) -> str:
    """Return the name of an item of one of our own lists."""
    return f"{CONCEPTS}{scheme}:{code}"
