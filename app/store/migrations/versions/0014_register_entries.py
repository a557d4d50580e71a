"""Entries of the shared registers: what procedures write, search and amend.

Revision 0014, after 0013.
"""

import sqlalchemy as sa
from alembic import op

from app.store import database as store_types

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

CURRENT = sa.text("superseded_by IS NULL")


def upgrade() -> None:
    op.create_table(
        "register_entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("job_id", sa.String(length=32), nullable=True),
        sa.Column("data", store_types.JsonObject, nullable=False),
        sa.Column("search_key", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", store_types.Moment(), nullable=False),
        sa.Column("superseded_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name="fk_register_entry_commune_id_commune"),
        sa.ForeignKeyConstraint(
            ["commune_id", "case_id"],
            ["case_file.commune_id", "case_file.id"],
            name="fk_register_entry_commune_id_case_file",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_register_entry"),
        sa.UniqueConstraint(
            "commune_id", "register", "year", "sequence", "version", name="uq_register_entry_version"
        ),
        sa.UniqueConstraint("commune_id", "job_id", name="uq_register_entry_commune_id_job_id"),
    )
    op.create_index(
        "ix_register_entry_current",
        "register_entry",
        ["commune_id", "register", "year", "sequence"],
        sqlite_where=CURRENT,
        postgresql_where=CURRENT,
    )
    op.create_index(
        "ix_register_entry_commune_id_register_number", "register_entry", ["commune_id", "register", "number"]
    )
    op.create_index("ix_register_entry_commune_id_case_id", "register_entry", ["commune_id", "case_id"])


def downgrade() -> None:
    op.drop_table("register_entry")
