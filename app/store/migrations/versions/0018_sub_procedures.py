"""Sub-procedures of communes: the extension point for which a draft is drawn.

Revision 0018, after 0017.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("procedure_draft") as batch:
        batch.add_column(sa.Column("extends", sa.String(length=120), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("procedure_draft") as batch:
        batch.drop_column("extends")
