"""Lighter steps: the index of agents' own tasks holds claimed tasks only, so that a step of a free one leaves it alone.

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NAME, COLUMNS = "ix_user_task_open_assignee", ["commune_id", "assignee_id", "state"]
CLAIMED = sa.text("ended_at IS NULL AND assignee_id IS NOT NULL")
OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.drop_index(NAME, "user_task")
    op.create_index(NAME, "user_task", COLUMNS, sqlite_where=CLAIMED, postgresql_where=CLAIMED)


def downgrade() -> None:
    op.drop_index(NAME, "user_task")
    op.create_index(NAME, "user_task", COLUMNS, sqlite_where=OPEN, postgresql_where=OPEN)
