"""Sub-procedures of communes: the extension point for which a draft is drawn.

Revision 0019, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("procedure_draft") as batch:
        batch.add_column(sa.Column("extends", sa.String(length=120), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("procedure_draft") as batch:
        batch.drop_column("extends")
