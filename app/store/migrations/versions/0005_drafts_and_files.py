"""drafts are announced to end, files have pages and a small picture

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

from app.store import database as store_types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pages", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("thumbnail_key", sa.String(length=80), nullable=True))
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("warned_at", store_types.Moment(), nullable=True))
        batch_op.add_column(sa.Column("erased_at", store_types.Moment(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_column("erased_at")
        batch_op.drop_column("warned_at")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_column("thumbnail_key")
        batch_op.drop_column("pages")
