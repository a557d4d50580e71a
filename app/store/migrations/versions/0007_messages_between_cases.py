"""Messages between cases: signals told apart, messages that wait by correlation until they expire, what begins cases.

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

from app.store import database as store_types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("message_subscription") as batch:
        batch.add_column(sa.Column("kind", sa.String(length=10), nullable=False, server_default="message"))
        batch.drop_index("ix_message_subscription_message_correlation")
        batch.create_index(
            "ix_message_subscription_commune_id_message_correlation", ["commune_id", "message", "correlation"]
        )
    op.add_column("buffered_message", sa.Column("correlation", sa.String(length=200), nullable=True))
    op.add_column("buffered_message", sa.Column("expires_at", store_types.Moment(), nullable=True))
    op.execute(
        "UPDATE buffered_message SET correlation = "
        "(SELECT reference FROM case_file WHERE case_file.id = buffered_message.case_id)"
    )
    with op.batch_alter_table("buffered_message") as batch:
        batch.alter_column("correlation", existing_type=sa.String(length=200), nullable=False)
        batch.drop_index("ix_buffered_message_commune_id_case_id")
        batch.create_index(
            "ix_buffered_message_commune_id_correlation_message", ["commune_id", "correlation", "message"]
        )
        batch.create_index("ix_buffered_message_expires_at", ["expires_at"])
    op.create_table(
        "start_trigger",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("deployment_id", sa.String(length=32), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("due_at", store_types.Moment(), nullable=True),
        sa.Column("repeats", sa.String(length=120), nullable=True),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_start_trigger_commune_id_commune")),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["deployment.id"], name=op.f("fk_start_trigger_deployment_id_deployment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_start_trigger")),
        sa.UniqueConstraint(
            "commune_id", "slug", "element", name=op.f("uq_start_trigger_commune_id_slug_element")
        ),
    )
    op.create_index("ix_start_trigger_commune_id_kind_name", "start_trigger", ["commune_id", "kind", "name"])
    op.create_index("ix_start_trigger_due_at", "start_trigger", ["due_at"])


def downgrade() -> None:
    op.drop_table("start_trigger")
    with op.batch_alter_table("buffered_message") as batch:
        batch.drop_index("ix_buffered_message_expires_at")
        batch.drop_index("ix_buffered_message_commune_id_correlation_message")
        batch.create_index("ix_buffered_message_commune_id_case_id", ["commune_id", "case_id"])
        batch.drop_column("expires_at")
        batch.drop_column("correlation")
    with op.batch_alter_table("message_subscription") as batch:
        batch.drop_index("ix_message_subscription_commune_id_message_correlation")
        batch.create_index("ix_message_subscription_message_correlation", ["message", "correlation"])
        batch.drop_column("kind")
