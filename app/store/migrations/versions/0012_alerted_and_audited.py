"""Addresses of agents, where alerts of legal periods go, and readings of registers.

Revision 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

from app.store import database as store_types

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agent", sa.Column("email", sa.String(length=254), nullable=True))
    op.create_table(
        "register_reading",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("register", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("search", sa.String(length=80), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.String(length=32), nullable=False),
        sa.Column("agent_name", sa.String(length=200), nullable=False),
        sa.Column("at", store_types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name="fk_register_reading_commune_id_commune"),
        sa.PrimaryKeyConstraint("id", name="pk_register_reading"),
    )
    op.create_index(
        "ix_register_reading_commune_id_register_year_at", "register_reading", ["commune_id", "register", "year", "at"]
    )


def downgrade() -> None:
    op.drop_index("ix_register_reading_commune_id_register_year_at", table_name="register_reading")
    op.drop_table("register_reading")
    with op.batch_alter_table("agent") as batch:
        batch.drop_column("email")
