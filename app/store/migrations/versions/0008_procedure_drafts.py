"""Procedures in the making: drafts, revisions, contents, and who is editing which part.

Revision 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

from app.store import database as store_types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "procedure_draft",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("based_on", sa.String(length=32), nullable=True),
        sa.Column("titles", store_types.JsonObject, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", store_types.Moment(), nullable=False),
        sa.Column("created_by", sa.String(length=120), nullable=False),
        sa.Column("updated_at", store_types.Moment(), nullable=False),
        sa.Column("updated_by", sa.String(length=120), nullable=False),
        sa.Column("closed_at", store_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["based_on"], ["deployment.id"], name="fk_procedure_draft_based_on_deployment"),
        sa.PrimaryKeyConstraint("id", name="pk_procedure_draft"),
    )
    op.create_index("ix_procedure_draft_slug", "procedure_draft", ["slug"])
    op.create_index("ix_procedure_draft_closed_at_updated_at", "procedure_draft", ["closed_at", "updated_at"])
    op.create_table(
        "draft_revision",
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("tree", store_types.JsonObject, nullable=False),
        sa.Column("changed", store_types.JsonObject, nullable=False),
        sa.Column("note", sa.String(length=240), nullable=False),
        sa.Column("begun_at", store_types.Moment(), nullable=False),
        sa.Column("saved_at", store_types.Moment(), nullable=False),
        sa.Column("saved_by", sa.String(length=120), nullable=False),
        sa.Column("saved_by_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["procedure_draft.id"], name="fk_draft_revision_draft_id_procedure_draft"),
        sa.PrimaryKeyConstraint("draft_id", "number", name="pk_draft_revision"),
    )
    op.create_table(
        "draft_content",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_draft_content"),
    )
    op.create_table(
        "draft_hold",
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("part", sa.String(length=160), nullable=False),
        sa.Column("agent_id", sa.String(length=32), nullable=False),
        sa.Column("agent_names", store_types.JsonObject, nullable=False),
        sa.Column("until", store_types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name="fk_draft_hold_agent_id_agent"),
        sa.ForeignKeyConstraint(["draft_id"], ["procedure_draft.id"], name="fk_draft_hold_draft_id_procedure_draft"),
        sa.PrimaryKeyConstraint("draft_id", "part", name="pk_draft_hold"),
    )


def downgrade() -> None:
    op.drop_table("draft_hold")
    op.drop_table("draft_content")
    op.drop_table("draft_revision")
    op.drop_index("ix_procedure_draft_closed_at_updated_at", table_name="procedure_draft")
    op.drop_index("ix_procedure_draft_slug", table_name="procedure_draft")
    op.drop_table("procedure_draft")
