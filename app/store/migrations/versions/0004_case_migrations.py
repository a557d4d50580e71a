"""moves of running cases to another deployment

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

from app.store import database as store_types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_migration",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=True),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("source_id", sa.String(length=32), nullable=False),
        sa.Column("target_id", sa.String(length=32), nullable=False),
        sa.Column("elements", store_types.JsonObject, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("trial", store_types.JsonObject, nullable=True),
        sa.Column("planned_by", sa.String(length=200), nullable=False),
        sa.Column("planned_at", store_types.Moment(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("started_by", sa.String(length=200), nullable=True),
        sa.Column("started_at", store_types.Moment(), nullable=True),
        sa.Column("ended_at", store_types.Moment(), nullable=True),
        sa.Column("revert_reason", sa.Text(), nullable=True),
        sa.Column("reverted_by", sa.String(length=200), nullable=True),
        sa.Column("reverted_at", store_types.Moment(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("due_at", store_types.Moment(), nullable=False),
        sa.Column("lease_token", sa.String(length=32), nullable=True),
        sa.Column("lease_until", store_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_case_migration_commune_id_commune")),
        sa.ForeignKeyConstraint(["source_id"], ["deployment.id"], name=op.f("fk_case_migration_source_id_deployment")),
        sa.ForeignKeyConstraint(["target_id"], ["deployment.id"], name=op.f("fk_case_migration_target_id_deployment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_migration")),
    )
    with op.batch_alter_table("case_migration", schema=None) as batch_op:
        batch_op.create_index("ix_case_migration_commune_id_planned_at", ["commune_id", "planned_at"], unique=False)
        batch_op.create_index("ix_case_migration_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "case_migration_item",
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("migration_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reasons", store_types.JsonObject, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", store_types.Moment(), nullable=True),
        sa.Column("ended_at", store_types.Moment(), nullable=True),
        sa.Column("version_before", sa.Integer(), nullable=True),
        sa.Column("version_after", sa.Integer(), nullable=True),
        sa.Column("status_before", sa.String(length=60), nullable=True),
        sa.Column("state_before", sa.LargeBinary(), nullable=True),
        sa.Column("document_before", store_types.JsonObject, nullable=True),
        sa.ForeignKeyConstraint(
            ["commune_id", "case_id"],
            ["case_file.commune_id", "case_file.id"],
            name=op.f("fk_case_migration_item_commune_id_case_id_case_file"),
        ),
        sa.ForeignKeyConstraint(
            ["migration_id"], ["case_migration.id"], name=op.f("fk_case_migration_item_migration_id_case_migration")
        ),
        sa.PrimaryKeyConstraint("commune_id", "migration_id", "case_id", name=op.f("pk_case_migration_item")),
    )
    with op.batch_alter_table("case_migration_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_case_migration_item_migration_id_state",
            ["migration_id", "state", "commune_id", "case_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_case_migration_item_commune_id_case_id", ["commune_id", "case_id"], unique=False
        )

    # A batch reads the cases of a deployment slice by slice, in the order of their keys.
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.drop_index("ix_case_file_deployment_id")
        batch_op.create_index("ix_case_file_deployment_id", ["deployment_id", "commune_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.drop_index("ix_case_file_deployment_id")
        batch_op.create_index("ix_case_file_deployment_id", ["deployment_id"], unique=False)

    op.drop_table("case_migration_item")
    op.drop_table("case_migration")
