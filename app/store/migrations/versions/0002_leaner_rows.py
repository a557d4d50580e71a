"""Leaner rows: indexes of open tasks only, a task's submission on the task, no index that another one covers.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

from app.store import database as store_types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("user_task") as batch:
        batch.drop_index("ix_user_task_commune_id_assignee_id_state")
        batch.drop_index("ix_user_task_commune_id_state_role_due_at")
    condition = {"sqlite_where": OPEN, "postgresql_where": OPEN}
    op.create_index("ix_user_task_open_role", "user_task", ["commune_id", "state", "role", "due_at"], **condition)
    op.create_index("ix_user_task_open_assignee", "user_task", ["commune_id", "assignee_id", "state"], **condition)
    op.drop_index("ix_job_commune_id_case_id", "job")
    op.drop_index("ix_message_subscription_commune_id_case_id", "message_subscription")
    op.add_column("user_task", sa.Column("answers", store_types.JsonObjectOrNull, nullable=True))
    op.execute(
        "UPDATE user_task SET answers = "
        "(SELECT submission.answers FROM submission WHERE submission.task_id = user_task.id) "
        "WHERE id IN (SELECT task_id FROM submission)"
    )
    op.execute("DELETE FROM submission WHERE task_id IS NOT NULL")
    with op.batch_alter_table("submission") as batch:
        batch.drop_column("task_id")


def downgrade() -> None:
    with op.batch_alter_table("submission") as batch:
        batch.add_column(sa.Column("task_id", sa.String(length=32), nullable=True))
    op.execute(
        "INSERT INTO submission "
        "(id, commune_id, case_id, form, task_id, answers, actor_kind, actor_name, submitted_at) "
        "SELECT id, commune_id, case_id, form, id, answers, "
        "CASE WHEN assignee_id IS NULL THEN 'citizen' ELSE 'agent' END, ended_by, ended_at "
        "FROM user_task WHERE answers IS NOT NULL"
    )
    with op.batch_alter_table("user_task") as batch:
        batch.drop_column("answers")
    op.create_index(
        "ix_message_subscription_commune_id_case_id", "message_subscription", ["commune_id", "case_id"]
    )
    op.create_index("ix_job_commune_id_case_id", "job", ["commune_id", "case_id"])
    op.drop_index("ix_user_task_open_assignee", "user_task")
    op.drop_index("ix_user_task_open_role", "user_task")
    with op.batch_alter_table("user_task") as batch:
        batch.create_index("ix_user_task_commune_id_assignee_id_state", ["commune_id", "assignee_id", "state"])
        batch.create_index("ix_user_task_commune_id_state_role_due_at", ["commune_id", "state", "role", "due_at"])
