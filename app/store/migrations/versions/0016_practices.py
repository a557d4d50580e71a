"""Practices offered to the country, their history; tokens of machines; an index for acts of the whole country.

Revision 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

from app.store import database as store_types

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_practices()
    _create_acts()
    _create_tokens()
    op.create_index("ix_published_overlay_commune_id_deployment_id", "published_overlay", ["commune_id", "deployment_id"])


def _create_practices() -> None:
    op.create_table(
        "practice",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("deployment_id", sa.String(length=32), nullable=False),
        sa.Column("overlay_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("words", store_types.JsonObject, nullable=False),
        sa.Column("operations", store_types.JsonObject, nullable=False),
        sa.Column("results", store_types.JsonObject, nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.Column("offered_at", store_types.Moment(), nullable=False),
        sa.Column("offered_by", sa.String(length=120), nullable=False),
        sa.Column("decided_at", store_types.Moment(), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=True),
        sa.Column("decision_reason", sa.String(length=2000), nullable=False),
        sa.Column("promoted_slug", sa.String(length=80), nullable=True),
        sa.Column("draft_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name="fk_practice_commune_id_commune"),
        sa.ForeignKeyConstraint(["deployment_id"], ["deployment.id"], name="fk_practice_deployment_id_deployment"),
        sa.PrimaryKeyConstraint("id", name="pk_practice"),
    )
    op.create_index("ix_practice_state_offered_at", "practice", ["state", "offered_at"])
    op.create_index("ix_practice_commune_id_slug", "practice", ["commune_id", "slug"])
    op.create_index("ix_practice_promoted_slug", "practice", ["promoted_slug"])


def _create_acts() -> None:
    op.create_table(
        "practice_act",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("practice_id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", store_types.Moment(), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name="fk_practice_act_practice_id_practice"),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name="fk_practice_act_commune_id_commune"),
        sa.PrimaryKeyConstraint("id", name="pk_practice_act"),
    )
    op.create_index("ix_practice_act_practice_id_id", "practice_act", ["practice_id", "id"])


def _create_tokens() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("roles", store_types.JsonObject, nullable=False),
        sa.Column("created_at", store_types.Moment(), nullable=False),
        sa.Column("created_by", sa.String(length=120), nullable=False),
        sa.Column("expires_at", store_types.Moment(), nullable=False),
        sa.Column("revoked_at", store_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name="fk_api_token_commune_id_commune"),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("fingerprint", name="uq_api_token_fingerprint"),
    )
    op.create_index("ix_api_token_commune_id", "api_token", ["commune_id"])


def downgrade() -> None:
    op.drop_index("ix_published_overlay_commune_id_deployment_id", table_name="published_overlay")
    for table in ("api_token", "practice_act", "practice"):
        op.drop_table(table)
