"""the legal clock of cases: events of a period, orders that change the calendar, new values of parameters

Revision 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

from app.store import database as store_types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_file", sa.Column("period_deployment_id", sa.String(length=32), nullable=True))
    op.create_table(
        "parameter_value",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("value", store_types.JsonObject, nullable=False),
        sa.Column("legal_ref", sa.String(length=240), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("decided_at", store_types.Moment(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameter_value")),
        sa.UniqueConstraint("key", "since", name=op.f("uq_parameter_value_key_since")),
    )
    op.create_table(
        "calendar_order",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=True),
        sa.Column("effect", sa.String(length=10), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("name_ar", sa.String(length=160), nullable=False),
        sa.Column("name_fr", sa.String(length=160), nullable=False),
        sa.Column("reference", sa.String(length=240), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("decided_at", store_types.Moment(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("withdrawn_at", store_types.Moment(), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=200), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_calendar_order_commune_id_commune")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_order")),
        sa.UniqueConstraint("revision", name=op.f("uq_calendar_order_revision")),
    )
    with op.batch_alter_table("calendar_order", schema=None) as batch_op:
        batch_op.create_index("ix_calendar_order_commune_id_first_day", ["commune_id", "first_day"], unique=False)

    op.create_table(
        "calendar_recomputation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=True),
        sa.Column("order_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reached", sa.String(length=32), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("created_at", store_types.Moment(), nullable=False),
        sa.Column("ended_at", store_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["commune_id"], ["commune.id"], name=op.f("fk_calendar_recomputation_commune_id_commune")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["calendar_order.id"], name=op.f("fk_calendar_recomputation_order_id_calendar_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_recomputation")),
    )
    with op.batch_alter_table("calendar_recomputation", schema=None) as batch_op:
        batch_op.create_index("ix_calendar_recomputation_state_created_at", ["state", "created_at"], unique=False)

    _let_periods_wait()
    op.create_table(
        "deadline_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("deadline_id", sa.String(length=32), nullable=False),
        sa.Column("at", store_types.Moment(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.Column("detail", store_types.JsonObject, nullable=False),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id", "deadline_id"],
            ["deadline.commune_id", "deadline.id"],
            name=op.f("fk_deadline_event_commune_id_deadline_id_deadline"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_event")),
    )
    with op.batch_alter_table("deadline_event", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deadline_event_commune_id_deadline_id_id", ["commune_id", "deadline_id", "id"], unique=False
        )
    _tell_what_happened()


def _let_periods_wait() -> None:
    """A period may exist before it starts, and has no end while it is suspended."""
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opened_at", store_types.Moment(), nullable=True))
        batch_op.add_column(sa.Column("deployment_id", sa.String(length=32), nullable=True))
    op.execute("UPDATE deadline SET opened_at = started_at")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.alter_column("opened_at", existing_type=store_types.Moment(), nullable=False)
        batch_op.alter_column("started_at", existing_type=store_types.Moment(), nullable=True)
        batch_op.alter_column("last_day", existing_type=sa.Date(), nullable=True)
        batch_op.alter_column("due_at", existing_type=store_types.Moment(), nullable=True)
        batch_op.create_unique_constraint(batch_op.f("uq_deadline_commune_id_id"), ["commune_id", "id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_deadline_deployment_id_deployment"), "deployment", ["deployment_id"], ["id"]
        )


def _tell_what_happened() -> None:
    """Give the periods that ran before this revision the facts that are known of them."""
    for kind, moment, reason in (("filed", "started_at", ""), ("completed", "started_at", ""), ("stopped", "ended_at", "closed")):
        op.execute(
            "INSERT INTO deadline_event (commune_id, deadline_id, at, kind, name, reason, detail, actor_name) "
            f"SELECT commune_id, id, {moment}, '{kind}', '', '{reason}', '{{}}', '' FROM deadline "
            f"WHERE {moment} IS NOT NULL"
        )


def downgrade() -> None:
    op.drop_table("deadline_event")
    op.execute("DELETE FROM deadline WHERE started_at IS NULL OR due_at IS NULL OR last_day IS NULL")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_deadline_deployment_id_deployment"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_deadline_commune_id_id"), type_="unique")
        batch_op.alter_column("due_at", existing_type=store_types.Moment(), nullable=False)
        batch_op.alter_column("last_day", existing_type=sa.Date(), nullable=False)
        batch_op.alter_column("started_at", existing_type=store_types.Moment(), nullable=False)
        batch_op.drop_column("deployment_id")
        batch_op.drop_column("opened_at")
    op.drop_table("calendar_recomputation")
    op.drop_table("calendar_order")
    op.drop_table("parameter_value")
    op.drop_column("case_file", "period_deployment_id")
