"""Publication: what is in effect, releases with a date of effect, approvals by a second person, history, the rule.

Revision 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

from app.store import database as store_types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "procedure_state",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("current_id", sa.String(length=32), nullable=True),
        sa.Column("retired_at", store_types.Moment(), nullable=True),
        sa.Column("retired_by", sa.String(length=120), nullable=True),
        sa.Column("retired_reason_ar", sa.String(length=500), nullable=False),
        sa.Column("retired_reason_fr", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["current_id"], ["deployment.id"], name="fk_procedure_state_current_id_deployment"),
        sa.PrimaryKeyConstraint("slug", name="pk_procedure_state"),
    )
    op.create_table(
        "release",
        sa.Column("deployment_id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("draft_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("changelog", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=True),
        sa.Column("approver", sa.String(length=120), nullable=True),
        sa.Column("approved_at", store_types.Moment(), nullable=True),
        sa.Column("takes_effect_at", store_types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["deployment_id"], ["deployment.id"], name="fk_release_deployment_id_deployment"),
        sa.PrimaryKeyConstraint("deployment_id", name="pk_release"),
    )
    op.create_index("ix_release_slug_takes_effect_at", "release", ["slug", "takes_effect_at"])
    op.create_index("ix_release_state_takes_effect_at", "release", ["state", "takes_effect_at"])
    op.create_table(
        "approval_request",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("asked_at", store_types.Moment(), nullable=False),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("asked_by_id", sa.String(length=32), nullable=True),
        sa.Column("decided_at", store_types.Moment(), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=True),
        sa.Column("reasons", sa.String(length=1000), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_approval_request"),
    )
    op.create_index("ix_approval_request_draft_id_asked_at", "approval_request", ["draft_id", "asked_at"])
    op.create_table(
        "publication_act",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("at", store_types.Moment(), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("actor_id", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("data", store_types.JsonObject, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_publication_act"),
    )
    op.create_index("ix_publication_act_slug_id", "publication_act", ["slug", "id"])
    op.create_table(
        "publication_rule",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("decided_at", store_types.Moment(), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_publication_rule"),
    )


def downgrade() -> None:
    op.drop_table("publication_rule")
    op.drop_index("ix_publication_act_slug_id", table_name="publication_act")
    op.drop_table("publication_act")
    op.drop_index("ix_approval_request_draft_id_asked_at", table_name="approval_request")
    op.drop_table("approval_request")
    op.drop_index("ix_release_state_takes_effect_at", table_name="release")
    op.drop_index("ix_release_slug_takes_effect_at", table_name="release")
    op.drop_table("release")
    op.drop_table("procedure_state")
