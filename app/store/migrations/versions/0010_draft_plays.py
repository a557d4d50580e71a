"""Trials of drafts: the steps that somebody played, and the files with which.

Revision 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

from app.store import database as store_types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_play",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("tree", store_types.JsonObject, nullable=False),
        sa.Column("trial", store_types.JsonObject, nullable=False),
        sa.Column("created_at", store_types.Moment(), nullable=False),
        sa.Column("created_by", sa.String(length=120), nullable=False),
        sa.Column("updated_at", store_types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["procedure_draft.id"], name="fk_draft_play_draft_id_procedure_draft"),
        sa.PrimaryKeyConstraint("id", name="pk_draft_play"),
    )
    op.create_index("ix_draft_play_draft_id_updated_at", "draft_play", ["draft_id", "updated_at"])


def downgrade() -> None:
    op.drop_table("draft_play")
