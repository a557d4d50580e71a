"""Tailoring by communes: workshops, published overlays, history; variants of national versions.

Revision 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

from app.store import database as store_types

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("deployment") as batch:
        batch.add_column(sa.Column("base_id", sa.String(length=32), nullable=True))
        batch.create_foreign_key("fk_deployment_base_id_deployment", "deployment", ["base_id"], ["id"])
    op.create_index("ix_deployment_base_id", "deployment", ["base_id"])
    op.create_index(
        "ux_deployment_digest_shared",
        "deployment",
        ["digest"],
        unique=True,
        sqlite_where=sa.text("commune_id IS NULL"),
        postgresql_where=sa.text("commune_id IS NULL"),
    )
    with op.batch_alter_table("procedure_draft") as batch:
        batch.add_column(sa.Column("commune_id", sa.String(length=16), nullable=True))
        batch.create_foreign_key("fk_procedure_draft_commune_id_commune", "commune", ["commune_id"], ["id"])
    op.create_index("ix_procedure_draft_commune_id_closed_at", "procedure_draft", ["commune_id", "closed_at"])
    _create_tailoring()
    _create_overlays()
    _create_acts()


def _create_tailoring() -> None:
    op.create_table(
        "tailoring",
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("base_id", sa.String(length=32), nullable=False),
        sa.Column("operations", store_types.JsonObject, nullable=False),
        sa.Column("details", store_types.JsonObject, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("current_id", sa.String(length=32), nullable=True),
        sa.Column("adopted_at", store_types.Moment(), nullable=False),
        sa.Column("adopted_by", sa.String(length=120), nullable=False),
        sa.Column("updated_at", store_types.Moment(), nullable=False),
        sa.Column("updated_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name="fk_tailoring_commune_id_commune"),
        sa.ForeignKeyConstraint(["base_id"], ["deployment.id"], name="fk_tailoring_base_id_deployment"),
        sa.PrimaryKeyConstraint("commune_id", "slug", name="pk_tailoring"),
    )
    op.create_index("ix_tailoring_slug_base_id", "tailoring", ["slug", "base_id"])


def _create_overlays() -> None:
    op.create_table(
        "published_overlay",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.String(length=32), nullable=False),
        sa.Column("deployment_id", sa.String(length=32), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("operation_count", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("decision_reference", sa.String(length=240), nullable=True),
        sa.Column("decision_taken", sa.Date(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("published_at", store_types.Moment(), nullable=False),
        sa.Column("in_effect_at", store_types.Moment(), nullable=True),
        sa.Column("ended_at", store_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name="fk_published_overlay_commune_id_commune"),
        sa.ForeignKeyConstraint(["base_id"], ["deployment.id"], name="fk_published_overlay_base_id_deployment"),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["deployment.id"], name="fk_published_overlay_deployment_id_deployment"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_published_overlay"),
        sa.UniqueConstraint("commune_id", "slug", "number", name="uq_published_overlay_commune_id_slug_number"),
    )
    op.create_index("ix_published_overlay_state_since", "published_overlay", ["state", "since"])
    op.create_index("ix_published_overlay_state_until", "published_overlay", ["state", "until"])
    op.create_index("ix_published_overlay_slug_state", "published_overlay", ["slug", "state"])
    op.create_index("ix_published_overlay_deployment_id", "published_overlay", ["deployment_id"])


def _create_acts() -> None:
    op.create_table(
        "tailoring_act",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("at", store_types.Moment(), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("ground", sa.String(length=240), nullable=False),
        sa.Column("overlay_id", sa.String(length=32), nullable=True),
        sa.Column("data", store_types.JsonObject, nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name="fk_tailoring_act_commune_id_commune"),
        sa.PrimaryKeyConstraint("id", name="pk_tailoring_act"),
    )
    op.create_index("ix_tailoring_act_commune_id_slug_id", "tailoring_act", ["commune_id", "slug", "id"])
    op.create_index("ix_tailoring_act_slug_id", "tailoring_act", ["slug", "id"])


def downgrade() -> None:
    for table in ("tailoring_act", "published_overlay", "tailoring"):
        op.drop_table(table)
    op.drop_index("ix_procedure_draft_commune_id_closed_at", table_name="procedure_draft")
    with op.batch_alter_table("procedure_draft") as batch:
        batch.drop_constraint("fk_procedure_draft_commune_id_commune", type_="foreignkey")
        batch.drop_column("commune_id")
    op.drop_index("ux_deployment_digest_shared", table_name="deployment")
    op.drop_index("ix_deployment_base_id", table_name="deployment")
    with op.batch_alter_table("deployment") as batch:
        batch.drop_constraint("fk_deployment_base_id_deployment", type_="foreignkey")
        batch.drop_column("base_id")
