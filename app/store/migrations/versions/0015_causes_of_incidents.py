"""Why the process of a case stands still, as data that is worded in the language of the reader.

Revision 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

from app.store import database as store_types

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident", sa.Column("cause", store_types.JsonObjectOrNull, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_column("cause")
