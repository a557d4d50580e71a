"""first tables

Revision 0001, after .
"""

import sqlalchemy as sa
from alembic import op

from app.store import database as store_types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agent",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("username", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("name_ar", sa.String(length=120), nullable=False),
        sa.Column("name_fr", sa.String(length=120), nullable=False),
        sa.Column("title_ar", sa.String(length=160), nullable=False),
        sa.Column("title_fr", sa.String(length=160), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("demo_password", sa.String(length=60), nullable=True),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("created_at", store_types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent")),
        sa.UniqueConstraint("username", name=op.f("uq_agent_username")),
    )
    op.create_table(
        "payment_notice",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("payment_reference", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("effect", sa.String(length=40), nullable=False),
        sa.Column("received_at", store_types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_notice")),
    )
    with op.batch_alter_table("payment_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_notice_payment_reference"), ["payment_reference"], unique=False)

    op.create_table(
        "region",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name_ar", sa.String(length=120), nullable=False),
        sa.Column("name_fr", sa.String(length=120), nullable=False),
        sa.Column("communes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    op.create_table(
        "simulated_record",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("value", store_types.JsonObject, nullable=False),
        sa.Column("created_at", store_types.Moment(), nullable=False),
        sa.Column("updated_at", store_types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_simulated_record")),
    )
    with op.batch_alter_table("simulated_record", schema=None) as batch_op:
        batch_op.create_index("ix_simulated_record_kind_created_at", ["kind", "created_at"], unique=False)

    op.create_table(
        "province",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("region_code", sa.String(length=16), nullable=False),
        sa.Column("name_ar", sa.String(length=120), nullable=False),
        sa.Column("name_fr", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("communes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_province_region_code_region")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_province")),
    )
    with op.batch_alter_table("province", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_province_region_code"), ["region_code"], unique=False)

    op.create_table(
        "commune",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("province_code", sa.String(length=16), nullable=False),
        sa.Column("region_code", sa.String(length=16), nullable=False),
        sa.Column("name_ar", sa.String(length=120), nullable=False),
        sa.Column("name_fr", sa.String(length=120), nullable=False),
        sa.Column("name_zgh", sa.String(length=120), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("search_key", sa.String(length=300), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["province_code"], ["province.code"], name=op.f("fk_commune_province_code_province")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_commune_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commune")),
        sa.UniqueConstraint("slug", name=op.f("uq_commune_slug")),
    )
    with op.batch_alter_table("commune", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commune_online"), ["online"], unique=False)
        batch_op.create_index(batch_op.f("ix_commune_province_code"), ["province_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_commune_region_code"), ["region_code"], unique=False)

    op.create_table(
        "arrondissement",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("name_ar", sa.String(length=120), nullable=False),
        sa.Column("name_fr", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_arrondissement_commune_id_commune")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_arrondissement")),
    )
    with op.batch_alter_table("arrondissement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_arrondissement_commune_id"), ["commune_id"], unique=False)

    op.create_table(
        "deployment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=True),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("domain", sa.String(length=60), nullable=False),
        sa.Column("titles", store_types.JsonObject, nullable=False),
        sa.Column("summaries", store_types.JsonObject, nullable=False),
        sa.Column("package", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", store_types.Moment(), nullable=False),
        sa.Column("published_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_deployment_commune_id_commune")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployment")),
        sa.UniqueConstraint("digest", "commune_id", name=op.f("uq_deployment_digest_commune_id")),
    )
    with op.batch_alter_table("deployment", schema=None) as batch_op:
        batch_op.create_index("ix_deployment_slug_published_at", ["slug", "published_at"], unique=False)

    op.create_table(
        "idempotency_key",
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("command", sa.String(length=80), nullable=False),
        sa.Column("answer", store_types.JsonObject, nullable=False),
        sa.Column("at", store_types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_idempotency_key_commune_id_commune")),
        sa.PrimaryKeyConstraint("commune_id", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_table(
        "register_counter",
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_register_counter_commune_id_commune")),
        sa.PrimaryKeyConstraint("commune_id", "register", "year", name=op.f("pk_register_counter")),
    )
    op.create_table(
        "service",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("name_ar", sa.String(length=120), nullable=False),
        sa.Column("name_fr", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_service_commune_id_commune")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("commune_id", "id", name=op.f("uq_service_commune_id_id")),
        sa.UniqueConstraint("commune_id", "key", name=op.f("uq_service_commune_id_key")),
    )
    op.create_table(
        "case_file",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("tracking_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("deployment_id", sa.String(length=32), nullable=False),
        sa.Column("service_id", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("outcome", sa.String(length=60), nullable=True),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("applicant", sa.String(length=200), nullable=False),
        sa.Column("applicant_key", sa.String(length=240), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("document", store_types.JsonObject, nullable=False),
        sa.Column("engine_state", sa.LargeBinary(), nullable=False),
        sa.Column("filed_at", store_types.Moment(), nullable=False),
        sa.Column("due_at", store_types.Moment(), nullable=True),
        sa.Column("closed_at", store_types.Moment(), nullable=True),
        sa.Column("updated_at", store_types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_case_file_commune_id_commune")),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["deployment.id"], name=op.f("fk_case_file_deployment_id_deployment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
        sa.UniqueConstraint("commune_id", "id", name=op.f("uq_case_file_commune_id_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_file_reference")),
    )
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.create_index("ix_case_file_commune_id_filed_at", ["commune_id", "filed_at"], unique=False)
        batch_op.create_index(
            "ix_case_file_commune_id_state_filed_at", ["commune_id", "state", "filed_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_case_file_deployment_id"), ["deployment_id"], unique=False)

    op.create_table(
        "counter",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("service_id", sa.String(length=32), nullable=False),
        sa.Column("arrondissement_code", sa.String(length=16), nullable=True),
        sa.Column("name_ar", sa.String(length=160), nullable=False),
        sa.Column("name_fr", sa.String(length=160), nullable=False),
        sa.Column("address_ar", sa.String(length=240), nullable=False),
        sa.Column("address_fr", sa.String(length=240), nullable=False),
        sa.Column("hours_ar", sa.String(length=160), nullable=False),
        sa.Column("hours_fr", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["arrondissement_code"], ["arrondissement.code"], name=op.f("fk_counter_arrondissement_code_arrondissement")
        ),
        sa.ForeignKeyConstraint(
            ["commune_id", "service_id"],
            ["service.commune_id", "service.id"],
            name=op.f("fk_counter_commune_id_service_id_service"),
        ),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_counter_commune_id_commune")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter")),
    )
    with op.batch_alter_table("counter", schema=None) as batch_op:
        batch_op.create_index("ix_counter_commune_id_service_id", ["commune_id", "service_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("deployment_id", sa.String(length=32), nullable=False),
        sa.Column("token_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("answers", store_types.JsonObject, nullable=False),
        sa.Column("done_steps", store_types.JsonObject, nullable=False),
        sa.Column("created_at", store_types.Moment(), nullable=False),
        sa.Column("updated_at", store_types.Moment(), nullable=False),
        sa.Column("expires_at", store_types.Moment(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_draft_commune_id_commune")),
        sa.ForeignKeyConstraint(["deployment_id"], ["deployment.id"], name=op.f("fk_draft_deployment_id_deployment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("token_fingerprint", name=op.f("uq_draft_token_fingerprint")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index("ix_draft_commune_id", ["commune_id"], unique=False)
        batch_op.create_index("ix_draft_expires_at", ["expires_at"], unique=False)

    op.create_table(
        "offering",
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("deployment_id", sa.String(length=32), nullable=False),
        sa.Column("service_id", sa.String(length=32), nullable=True),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("closed_reason_ar", sa.String(length=240), nullable=False),
        sa.Column("closed_reason_fr", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_offering_commune_id_commune")),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["deployment.id"], name=op.f("fk_offering_deployment_id_deployment")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_offering_service_id_service")),
        sa.PrimaryKeyConstraint("commune_id", "slug", name=op.f("pk_offering")),
    )
    with op.batch_alter_table("offering", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offering_deployment_id"), ["deployment_id"], unique=False)

    op.create_table(
        "role_assignment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=True),
        sa.Column("agent_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("service_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_role_assignment_agent_id_agent")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_role_assignment_commune_id_commune")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_role_assignment_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_assignment")),
        sa.UniqueConstraint(
            "commune_id",
            "agent_id",
            "role",
            "service_id",
            name=op.f("uq_role_assignment_commune_id_agent_id_role_service_id"),
        ),
    )
    with op.batch_alter_table("role_assignment", schema=None) as batch_op:
        batch_op.create_index("ix_role_assignment_agent_id", ["agent_id"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("draft_id", sa.String(length=32), nullable=True),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("field", sa.String(length=80), nullable=False),
        sa.Column("piece", sa.String(length=80), nullable=False),
        sa.Column("filename", sa.String(length=160), nullable=False),
        sa.Column("media_type", sa.String(length=60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("storage_key", sa.String(length=80), nullable=False),
        sa.Column("uploaded_at", store_types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id", "case_id"],
            ["case_file.commune_id", "case_file.id"],
            name=op.f("fk_attachment_commune_id_case_id_case_file"),
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_attachment_draft_id_draft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_commune_id_case_id", ["commune_id", "case_id"], unique=False)
        batch_op.create_index("ix_attachment_draft_id", ["draft_id"], unique=False)

    op.create_table(
        "buffered_message",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("message", sa.String(length=120), nullable=False),
        sa.Column("payload", store_types.JsonObject, nullable=False),
        sa.Column("received_at", store_types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id", "case_id"],
            ["case_file.commune_id", "case_file.id"],
            name=op.f("fk_buffered_message_commune_id_case_id_case_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buffered_message")),
    )
    with op.batch_alter_table("buffered_message", schema=None) as batch_op:
        batch_op.create_index("ix_buffered_message_commune_id_case_id", ["commune_id", "case_id"], unique=False)

    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("at", store_types.Moment(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("actor_kind", sa.String(length=20), nullable=False),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("data", store_types.JsonObject, nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id", "case_id"],
            ["case_file.commune_id", "case_file.id"],
            name=op.f("fk_case_event_commune_id_case_id_case_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
    )
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.create_index("ix_case_event_commune_id_case_id_id", ["commune_id", "case_id", "id"], unique=False)

    op.create_table(
        "deadline",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("parameter", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("started_at", store_types.Moment(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("due_at", store_types.Moment(), nullable=False),
        sa.Column("ended_at", store_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["commune_id", "case_id"],
            ["case_file.commune_id", "case_file.id"],
            name=op.f("fk_deadline_commune_id_case_id_case_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index("ix_deadline_commune_id_case_id", ["commune_id", "case_id"], unique=False)
        batch_op.create_index("ix_deadline_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("verification_code", sa.String(length=60), nullable=False),
        sa.Column("storage_key", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("titles", store_types.JsonObject, nullable=False),
        sa.Column("issued_at", store_types.Moment(), nullable=False),
        sa.Column("signatory", store_types.JsonObject, nullable=True),
        sa.Column("revoked_at", store_types.Moment(), nullable=True),
        sa.Column("revoked_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["commune_id", "case_id"],
            ["case_file.commune_id", "case_file.id"],
            name=op.f("fk_document_commune_id_case_id_case_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("verification_code", name=op.f("uq_document_verification_code")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index("ix_document_commune_id_case_id", ["commune_id", "case_id"], unique=False)

    op.create_table(
        "incident",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("job_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("opened_at", store_types.Moment(), nullable=False),
        sa.Column("resolved_at", store_types.Moment(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["commune_id", "case_id"],
            ["case_file.commune_id", "case_file.id"],
            name=op.f("fk_incident_commune_id_case_id_case_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index("ix_incident_commune_id_case_id", ["commune_id", "case_id"], unique=False)
        batch_op.create_index("ix_incident_commune_id_resolved_at", ["commune_id", "resolved_at"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("engine_key", sa.String(length=40), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("operation", sa.String(length=80), nullable=False),
        sa.Column("inputs", store_types.JsonObject, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_at", store_types.Moment(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("lease_token", sa.String(length=32), nullable=True),
        sa.Column("lease_until", store_types.Moment(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", store_types.Moment(), nullable=False),
        sa.Column("ended_at", store_types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["commune_id", "case_id"],
            ["case_file.commune_id", "case_file.id"],
            name=op.f("fk_job_commune_id_case_id_case_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("case_id", "kind", "engine_key", name=op.f("uq_job_case_id_kind_engine_key")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_commune_id_case_id", ["commune_id", "case_id"], unique=False)
        batch_op.create_index("ix_job_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "message_subscription",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("engine_key", sa.String(length=40), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("message", sa.String(length=120), nullable=False),
        sa.Column("correlation", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id", "case_id"],
            ["case_file.commune_id", "case_file.id"],
            name=op.f("fk_message_subscription_commune_id_case_id_case_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_subscription")),
        sa.UniqueConstraint("case_id", "engine_key", name=op.f("uq_message_subscription_case_id_engine_key")),
    )
    with op.batch_alter_table("message_subscription", schema=None) as batch_op:
        batch_op.create_index("ix_message_subscription_commune_id_case_id", ["commune_id", "case_id"], unique=False)
        batch_op.create_index("ix_message_subscription_message_correlation", ["message", "correlation"], unique=False)

    op.create_table(
        "payment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("provider_reference", sa.String(length=80), nullable=True),
        sa.Column("pay_url", sa.String(length=400), nullable=True),
        sa.Column("created_at", store_types.Moment(), nullable=False),
        sa.Column("expires_at", store_types.Moment(), nullable=False),
        sa.Column("paid_at", store_types.Moment(), nullable=True),
        sa.Column("receipt_number", sa.String(length=60), nullable=True),
        sa.Column("refunded_at", store_types.Moment(), nullable=True),
        sa.Column("refund_reference", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["commune_id", "case_id"],
            ["case_file.commune_id", "case_file.id"],
            name=op.f("fk_payment_commune_id_case_id_case_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("reference", name=op.f("uq_payment_reference")),
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index("ix_payment_commune_id_case_id", ["commune_id", "case_id"], unique=False)

    op.create_table(
        "submission",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("form", sa.String(length=120), nullable=False),
        sa.Column("task_id", sa.String(length=32), nullable=True),
        sa.Column("answers", store_types.JsonObject, nullable=False),
        sa.Column("actor_kind", sa.String(length=20), nullable=False),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("submitted_at", store_types.Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_id", "case_id"],
            ["case_file.commune_id", "case_file.id"],
            name=op.f("fk_submission_commune_id_case_id_case_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index("ix_submission_commune_id_case_id", ["commune_id", "case_id"], unique=False)

    op.create_table(
        "user_task",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("commune_id", sa.String(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("engine_key", sa.String(length=40), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("form", sa.String(length=120), nullable=True),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("assignee_id", sa.String(length=32), nullable=True),
        sa.Column("opened_at", store_types.Moment(), nullable=False),
        sa.Column("target_at", store_types.Moment(), nullable=True),
        sa.Column("due_at", store_types.Moment(), nullable=True),
        sa.Column("ended_at", store_types.Moment(), nullable=True),
        sa.Column("ended_by", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["assignee_id"], ["agent.id"], name=op.f("fk_user_task_assignee_id_agent")),
        sa.ForeignKeyConstraint(
            ["commune_id", "case_id"],
            ["case_file.commune_id", "case_file.id"],
            name=op.f("fk_user_task_commune_id_case_id_case_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_task")),
        sa.UniqueConstraint("case_id", "engine_key", name=op.f("uq_user_task_case_id_engine_key")),
    )
    with op.batch_alter_table("user_task", schema=None) as batch_op:
        batch_op.create_index(
            "ix_user_task_commune_id_assignee_id_state", ["commune_id", "assignee_id", "state"], unique=False
        )
        batch_op.create_index(
            "ix_user_task_commune_id_state_role_due_at", ["commune_id", "state", "role", "due_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("user_task", schema=None) as batch_op:
        batch_op.drop_index("ix_user_task_commune_id_state_role_due_at")
        batch_op.drop_index("ix_user_task_commune_id_assignee_id_state")

    op.drop_table("user_task")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index("ix_submission_commune_id_case_id")

    op.drop_table("submission")
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_index("ix_payment_commune_id_case_id")

    op.drop_table("payment")
    with op.batch_alter_table("message_subscription", schema=None) as batch_op:
        batch_op.drop_index("ix_message_subscription_message_correlation")
        batch_op.drop_index("ix_message_subscription_commune_id_case_id")

    op.drop_table("message_subscription")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_state_due_at")
        batch_op.drop_index("ix_job_commune_id_case_id")

    op.drop_table("job")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index("ix_incident_commune_id_resolved_at")
        batch_op.drop_index("ix_incident_commune_id_case_id")

    op.drop_table("incident")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index("ix_document_commune_id_case_id")

    op.drop_table("document")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index("ix_deadline_state_due_at")
        batch_op.drop_index("ix_deadline_commune_id_case_id")

    op.drop_table("deadline")
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.drop_index("ix_case_event_commune_id_case_id_id")

    op.drop_table("case_event")
    with op.batch_alter_table("buffered_message", schema=None) as batch_op:
        batch_op.drop_index("ix_buffered_message_commune_id_case_id")

    op.drop_table("buffered_message")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index("ix_attachment_draft_id")
        batch_op.drop_index("ix_attachment_commune_id_case_id")

    op.drop_table("attachment")
    with op.batch_alter_table("role_assignment", schema=None) as batch_op:
        batch_op.drop_index("ix_role_assignment_agent_id")

    op.drop_table("role_assignment")
    with op.batch_alter_table("offering", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offering_deployment_id"))

    op.drop_table("offering")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index("ix_draft_expires_at")
        batch_op.drop_index("ix_draft_commune_id")

    op.drop_table("draft")
    with op.batch_alter_table("counter", schema=None) as batch_op:
        batch_op.drop_index("ix_counter_commune_id_service_id")

    op.drop_table("counter")
    with op.batch_alter_table("case_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_file_deployment_id"))
        batch_op.drop_index("ix_case_file_commune_id_state_filed_at")
        batch_op.drop_index("ix_case_file_commune_id_filed_at")

    op.drop_table("case_file")
    op.drop_table("service")
    op.drop_table("register_counter")
    op.drop_table("idempotency_key")
    with op.batch_alter_table("deployment", schema=None) as batch_op:
        batch_op.drop_index("ix_deployment_slug_published_at")

    op.drop_table("deployment")
    with op.batch_alter_table("arrondissement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_arrondissement_commune_id"))

    op.drop_table("arrondissement")
    with op.batch_alter_table("commune", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commune_region_code"))
        batch_op.drop_index(batch_op.f("ix_commune_province_code"))
        batch_op.drop_index(batch_op.f("ix_commune_online"))

    op.drop_table("commune")
    with op.batch_alter_table("province", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_province_region_code"))

    op.drop_table("province")
    with op.batch_alter_table("simulated_record", schema=None) as batch_op:
        batch_op.drop_index("ix_simulated_record_kind_created_at")

    op.drop_table("simulated_record")
    op.drop_table("region")
    with op.batch_alter_table("payment_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_notice_payment_reference"))

    op.drop_table("payment_notice")
    op.drop_table("agent")
