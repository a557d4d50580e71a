"""The country: regions, provinces and communes (the tenants), with the services and counters of each commune."""

from sqlalchemy import Boolean, ForeignKey, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.store.database import Base, CommuneCode, Identifier


class Region(Base):
    """One of the 12 regions."""

    __tablename__ = "region"
    code: Mapped[str] = mapped_column(CommuneCode, primary_key=True)
    name_ar: Mapped[str] = mapped_column(String(120))
    name_fr: Mapped[str] = mapped_column(String(120))
    communes: Mapped[int] = mapped_column(Integer, default=0)


class Province(Base):
    """A province, prefecture, or prefecture of arrondissements."""

    __tablename__ = "province"
    code: Mapped[str] = mapped_column(CommuneCode, primary_key=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    name_ar: Mapped[str] = mapped_column(String(120))
    name_fr: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    communes: Mapped[int] = mapped_column(Integer, default=0)


class Commune(Base):
    """A commune: the tenant. `id` is its code of the 2024 census, `slug` stands in addresses."""

    __tablename__ = "commune"
    id: Mapped[str] = mapped_column(CommuneCode, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    province_code: Mapped[str] = mapped_column(ForeignKey("province.code"), index=True)
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    name_ar: Mapped[str] = mapped_column(String(120))
    name_fr: Mapped[str] = mapped_column(String(120))
    name_zgh: Mapped[str | None] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(10))
    population: Mapped[int] = mapped_column(Integer)
    search_key: Mapped[str] = mapped_column(String(300))
    online: Mapped[bool] = mapped_column(Boolean, default=False, index=True)
    province: Mapped[Province] = relationship(lazy="raise")
    region: Mapped[Region] = relationship(lazy="raise")


class Arrondissement(Base):
    """A district of one of the six cities that have them."""

    __tablename__ = "arrondissement"
    code: Mapped[str] = mapped_column(CommuneCode, primary_key=True)
    commune_id: Mapped[str] = mapped_column(ForeignKey("commune.id"), index=True)
    name_ar: Mapped[str] = mapped_column(String(120))
    name_fr: Mapped[str] = mapped_column(String(120))


class Service(Base):
    """A service of a commune: civil status, revenue office…"""

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("commune_id", "key"), UniqueConstraint("commune_id", "id"))
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(ForeignKey("commune.id"))
    key: Mapped[str] = mapped_column(String(60))
    name_ar: Mapped[str] = mapped_column(String(120))
    name_fr: Mapped[str] = mapped_column(String(120))


class Counter(Base):
    """A place where citizens are received."""

    __tablename__ = "counter"
    __table_args__ = (
        ForeignKeyConstraint(["commune_id", "service_id"], ["service.commune_id", "service.id"]),
        Index("ix_counter_commune_id_service_id", "commune_id", "service_id"),
    )
    id: Mapped[str] = mapped_column(Identifier, primary_key=True)
    commune_id: Mapped[str] = mapped_column(ForeignKey("commune.id"))
    service_id: Mapped[str] = mapped_column(Identifier)
    arrondissement_code: Mapped[str | None] = mapped_column(ForeignKey("arrondissement.code"))
    name_ar: Mapped[str] = mapped_column(String(160))
    name_fr: Mapped[str] = mapped_column(String(160))
    address_ar: Mapped[str] = mapped_column(String(240))
    address_fr: Mapped[str] = mapped_column(String(240))
    hours_ar: Mapped[str] = mapped_column(String(160))
    hours_fr: Mapped[str] = mapped_column(String(160))
