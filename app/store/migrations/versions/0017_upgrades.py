"""Upgrades of communes' variants: trials over the country, upgrades, their rings and communes.

Revision 0017, after 0016.
"""

import sqlalchemy as sa
from alembic import op

from app.store import database as store_types

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_trials()
    _create_upgrades()
    _create_items()


def _create_trials() -> None:
    op.create_table(
        "country_trial",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("package", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("started_at", store_types.Moment(), nullable=False),
        sa.Column("started_by", sa.String(length=120), nullable=False),
        sa.Column("ended_at", store_types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_country_trial"),
    )
    op.create_index("ix_country_trial_draft_id_started_at", "country_trial", ["draft_id", "started_at"])
    op.create_index("ix_country_trial_state_started_at", "country_trial", ["state", "started_at"])
    op.create_table(
        "country_trial_item",
        sa.Column("trial_id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("overlay_id", sa.String(length=32), nullable=False),
        sa.Column("likeness", sa.String(length=64), nullable=False),
        sa.Column("region_code", sa.String(length=16), nullable=False),
        sa.Column("operations", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("details", store_types.JsonObject, nullable=False),
        sa.Column("lease_token", sa.String(length=32), nullable=True),
        sa.Column("lease_until", store_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["trial_id"], ["country_trial.id"], name="fk_country_trial_item_trial_id_country_trial"),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name="fk_country_trial_item_commune_id_commune"),
        sa.ForeignKeyConstraint(
            ["overlay_id"], ["published_overlay.id"], name="fk_country_trial_item_overlay_id_published_overlay"
        ),
        sa.PrimaryKeyConstraint("trial_id", "commune_id", name="pk_country_trial_item"),
    )
    op.create_index("ix_country_trial_item_trial_id_state", "country_trial_item", ["trial_id", "state", "likeness"])
    op.create_index("ix_country_trial_item_commune_id", "country_trial_item", ["commune_id"])


def _create_upgrades() -> None:
    op.create_table(
        "upgrade",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("base_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("silent", sa.String(length=20), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("planned_at", store_types.Moment(), nullable=False),
        sa.Column("planned_by", sa.String(length=120), nullable=False),
        sa.Column("started_at", store_types.Moment(), nullable=True),
        sa.Column("ended_at", store_types.Moment(), nullable=True),
        sa.Column("ended_by", sa.String(length=120), nullable=True),
        sa.Column("due_at", store_types.Moment(), nullable=False),
        sa.Column("lease_token", sa.String(length=32), nullable=True),
        sa.Column("lease_until", store_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["base_id"], ["deployment.id"], name="fk_upgrade_base_id_deployment"),
        sa.PrimaryKeyConstraint("id", name="pk_upgrade"),
    )
    op.create_index("ix_upgrade_slug_state", "upgrade", ["slug", "state"])
    op.create_index("ix_upgrade_state_due_at", "upgrade", ["state", "due_at"])
    op.create_index("ix_upgrade_base_id", "upgrade", ["base_id"])
    op.create_table(
        "upgrade_ring",
        sa.Column("upgrade_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("codes", store_types.JsonObject, nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("opened_at", store_types.Moment(), nullable=True),
        sa.Column("opened_by", sa.String(length=120), nullable=True),
        sa.Column("answers_by", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["upgrade_id"], ["upgrade.id"], name="fk_upgrade_ring_upgrade_id_upgrade"),
        sa.PrimaryKeyConstraint("upgrade_id", "number", name="pk_upgrade_ring"),
    )
    op.create_index("ix_upgrade_ring_opens_on", "upgrade_ring", ["opens_on"])


def _create_items() -> None:
    op.create_table(
        "upgrade_item",
        sa.Column("upgrade_id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("region_code", sa.String(length=16), nullable=False),
        sa.Column("ring", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("former_id", sa.String(length=32), nullable=False),
        sa.Column("details", store_types.JsonObject, nullable=False),
        sa.Column("answers", store_types.JsonObject, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("answered_at", store_types.Moment(), nullable=True),
        sa.Column("answered_by", sa.String(length=120), nullable=True),
        sa.Column("ended_at", store_types.Moment(), nullable=True),
        sa.Column("read_at", store_types.Moment(), nullable=True),
        sa.Column("read_by", sa.String(length=120), nullable=True),
        sa.Column("reminded_at", store_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["upgrade_id"], ["upgrade.id"], name="fk_upgrade_item_upgrade_id_upgrade"),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name="fk_upgrade_item_commune_id_commune"),
        sa.ForeignKeyConstraint(["former_id"], ["deployment.id"], name="fk_upgrade_item_former_id_deployment"),
        sa.PrimaryKeyConstraint("upgrade_id", "commune_id", name="pk_upgrade_item"),
    )
    op.create_index("ix_upgrade_item_upgrade_id_state", "upgrade_item", ["upgrade_id", "state"])
    op.create_index("ix_upgrade_item_commune_id", "upgrade_item", ["commune_id"])


def downgrade() -> None:
    for table in ("upgrade_item", "upgrade_ring", "upgrade", "country_trial_item", "country_trial"):
        op.drop_table(table)
