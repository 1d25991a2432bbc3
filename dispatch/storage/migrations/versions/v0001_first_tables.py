"""The first tables."""

import sqlalchemy as sa
from alembic import op

from dispatch.storage.base import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


MAY_HAVE_TRIGRAMS = """
    SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')
        OR EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm')
        AND has_database_privilege(current_database(), 'CREATE')
"""
"""Where it may not, a search reads through the district's orders: slower, and the same."""


def upgrade() -> None:  # noqa: PLR0915  # a table a statement
    op.create_table(
        "district",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("map", sa.JSON(), nullable=False),
        sa.Column("office_days", sa.JSON(), nullable=False),
        sa.Column("planning", sa.JSON(), nullable=False),
        sa.Column("planning_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district")),
    )
    op.create_table(
        "policy",
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_policy")),
        sa.UniqueConstraint("valid_from", name=op.f("uq_policy_valid_from")),
    )
    op.create_table(
        "policy_change",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("change", sa.String(length=8), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_change")),
    )
    op.create_index(op.f("ix_policy_change_version"), "policy_change", ["version"], unique=False)
    op.create_table(
        "checkpoint",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("mac", sa.String(length=73), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "sealed_order",
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_sealed_order")),
    )
    op.create_table(
        "promise_check",
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("differences", sa.Integer(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("district_id", "day", name=op.f("pk_promise_check")),
    )
    op.create_table(
        "imported_row",
        sa.Column("row_hash", sa.String(length=64), nullable=False),
        sa.Column("created_id", sa.String(length=40), nullable=False),
        sa.Column("imported_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("row_hash", name=op.f("pk_imported_row")),
    )
    op.create_table(
        "outbox",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("event_id", sa.String(length=36), nullable=True),
        sa.Column("order_id", sa.String(length=36), nullable=True),
        sa.Column("topic", sa.String(length=12), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("failed_reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_pending",
        "outbox",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "area",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("serviceable", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("urban", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_area_district_id_district")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
    )
    op.create_index(op.f("ix_area_district_id"), "area", ["district_id"], unique=False)
    op.create_table(
        "plan",
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("stats", sa.JSON(), nullable=False),
        sa.Column("unassigned", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_plan_district_id_district")),
        sa.PrimaryKeyConstraint("district_id", "version", name=op.f("pk_plan")),
    )
    op.create_table(
        "plan_request",
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_plan_request_district_id_district")
        ),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_plan_request")),
    )
    op.create_table(
        "plan_proposal",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("standing", sa.String(length=12), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("stops", sa.JSON(), nullable=False),
        sa.Column("unassigned", sa.JSON(), nullable=False),
        sa.Column("difference", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("adoption", sa.JSON(), nullable=False),
        sa.Column("refusal", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_plan_proposal_district_id_district")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_proposal")),
    )
    op.create_index(
        "ix_plan_proposal_district_id", "plan_proposal", ["district_id", "standing"], unique=False
    )
    op.create_table(
        "force_majeure",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("area_id", sa.String(length=40), nullable=True),
        sa.Column("from_at", UtcDateTime(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("declared_by", sa.String(length=60), nullable=False),
        sa.Column("declared_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_force_majeure_area_id_area")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_force_majeure_district_id_district")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_force_majeure")),
    )
    op.create_index(op.f("ix_force_majeure_district_id"), "force_majeure", ["district_id"], unique=False)
    op.create_table(
        "technician",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("badge", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("team", sa.String(length=40), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("tools", sa.JSON(), nullable=True),
        sa.Column("stock", sa.JSON(), nullable=True),
        sa.Column("load", sa.JSON(), nullable=False),
        sa.Column("home_lat", sa.Double(), nullable=False),
        sa.Column("home_lon", sa.Double(), nullable=False),
        sa.Column("shift_start", sa.String(length=5), nullable=False),
        sa.Column("shift_end", sa.String(length=5), nullable=False),
        sa.Column("lunch_start", sa.String(length=5), nullable=False),
        sa.Column("lunch_end", sa.String(length=5), nullable=False),
        sa.Column("lunch_minutes", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_technician_district_id_district")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_technician")),
    )
    op.create_index(op.f("ix_technician_district_id"), "technician", ["district_id"], unique=False)
    op.create_table(
        "learned_effect",
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("effect", sa.Double(), nullable=False),
        sa.Column("error", sa.Double(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("spread", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_learned_effect_district_id_district")
        ),
        sa.PrimaryKeyConstraint("district_id", "level", "key", name=op.f("pk_learned_effect")),
    )
    op.create_table(
        "learning_run",
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("roads", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_learning_run_district_id_district")
        ),
        sa.PrimaryKeyConstraint("district_id", name=op.f("pk_learning_run")),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("expected_end_at", UtcDateTime(), nullable=True),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("line_prefix", sa.String(length=80), nullable=True),
        sa.Column("held_at", UtcDateTime(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("restored_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_incident_district_id_district")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index("ix_incident_district_id", "incident", ["district_id", "standing"], unique=False)
    op.create_table(
        "order",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("area_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("tier", sa.String(length=20), nullable=False),
        sa.Column("policy_version", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("held_from", sa.String(length=24), nullable=True),
        sa.Column("held_reason", sa.String(length=20), nullable=True),
        sa.Column("held_until", UtcDateTime(), nullable=True),
        sa.Column("requested_from", sa.String(length=24), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=73), nullable=False),
        sa.Column("judged_at", UtcDateTime(), nullable=True),
        sa.Column("judged_seq", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("customer_name", sa.String(), nullable=False),
        sa.Column("customer_phone", sa.String(length=30), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("from_address", sa.String(), nullable=True),
        sa.Column("from_lat", sa.Double(), nullable=True),
        sa.Column("from_lon", sa.Double(), nullable=True),
        sa.Column("line_id", sa.String(length=80), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=True),
        sa.Column("line_key", sa.String(length=64), nullable=False),
        sa.Column("phone_digits", sa.String(length=30), nullable=False),
        sa.Column("search", sa.String(length=600), nullable=False),
        sa.Column("contracted_mbps", sa.Integer(), nullable=True),
        sa.Column("booked_date", sa.Date(), nullable=True),
        sa.Column("booked_half", sa.String(length=4), nullable=True),
        sa.Column("agreed_at", UtcDateTime(), nullable=True),
        sa.Column("technician_id", sa.String(length=40), nullable=True),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("placed_by_hand", sa.Boolean(), nullable=False),
        sa.Column("declined_by", sa.JSON(), nullable=False),
        sa.Column("not_wanted", sa.JSON(), nullable=False),
        sa.Column("waits_for", sa.JSON(), nullable=False),
        sa.Column("parts_used", sa.JSON(), nullable=False),
        sa.Column("visit_no", sa.Integer(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("duration_min", sa.Integer(), nullable=False),
        sa.Column("accepted_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("external_ref", sa.String(length=80), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("planned_arrive_at", UtcDateTime(), nullable=True),
        sa.Column("planned_start_at", UtcDateTime(), nullable=True),
        sa.Column("planned_end_at", UtcDateTime(), nullable=True),
        sa.Column("planned_travel_s", sa.Integer(), nullable=True),
        sa.Column("planned_seq", sa.Integer(), nullable=True),
        sa.Column("planned_depot_at", UtcDateTime(), nullable=True),
        sa.Column("on_the_way_at", UtcDateTime(), nullable=True),
        sa.Column("on_site_at", UtcDateTime(), nullable=True),
        sa.Column("working_at", UtcDateTime(), nullable=True),
        sa.Column("tested_at", UtcDateTime(), nullable=True),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("download_mbps", sa.Double(), nullable=True),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by_role", sa.String(length=12), nullable=False),
        sa.Column("changed_by_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_order_area_id_area")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_order_district_id_district")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_order_incident_id_incident")),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_order_technician_id_technician")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order")),
        sa.UniqueConstraint("external_ref", name=op.f("uq_order_external_ref")),
        sa.UniqueConstraint("number", name=op.f("uq_order_number")),
    )
    op.create_index(op.f("ix_order_line_id"), "order", ["line_id"], unique=False)
    op.create_index(op.f("ix_order_line_key"), "order", ["line_key"], unique=False)
    op.create_index("ix_order_board", "order", ["district_id", "status"], unique=False)
    op.create_index("ix_order_technician_id", "order", ["technician_id", "status"], unique=False)
    op.create_index("ix_order_search", "order", ["district_id", "accepted_at", "search", "id"], unique=False)
    if op.get_bind().dialect.name == "postgresql" and op.get_bind().scalar(sa.text(MAY_HAVE_TRIGRAMS)):
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        op.execute('CREATE INDEX ix_order_words ON "order" USING gin (search gin_trgm_ops)')
    for column in ("phone_digits", "customer_name", "address"):
        op.create_index(
            f"ix_order_{column}",
            "order",
            [column],
            unique=False,
            postgresql_ops={column: "text_pattern_ops"},
        )
    op.create_table(
        "fault_check",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=True),
        sa.Column("line_id", sa.String(length=80), nullable=True),
        sa.Column("line_key", sa.String(length=64), nullable=False),
        sa.Column("tree", sa.String(length=40), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("end", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=False),
        sa.Column("checked_by_role", sa.String(length=12), nullable=False),
        sa.Column("checked_by_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_fault_check_district_id_district")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_fault_check_order_id_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fault_check")),
    )
    op.create_index("ix_fault_check_district_id", "fault_check", ["district_id", "checked_at"], unique=False)
    op.create_index(op.f("ix_fault_check_order_id"), "fault_check", ["order_id"], unique=False)
    op.create_table(
        "incident_order",
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_order_incident_id_incident")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_incident_order_order_id_order")),
        sa.PrimaryKeyConstraint("incident_id", "order_id", name=op.f("pk_incident_order")),
    )
    op.create_index("ix_incident_order_order_id", "incident_order", ["order_id"], unique=False)
    op.create_table(
        "position",
        sa.Column("technician_id", sa.String(length=40), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("left_s", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_position_technician_id_technician")
        ),
        sa.PrimaryKeyConstraint("technician_id", name=op.f("pk_position")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("district_id", sa.String(length=40), nullable=True),
        sa.Column("technician_id", sa.String(length=40), nullable=True),
        sa.Column("team", sa.String(length=40), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_user_district_id_district")),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_user_technician_id_technician")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("login", name=op.f("uq_user_login")),
    )
    op.create_table(
        "compensation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("promise", sa.String(length=20), nullable=False),
        sa.Column("occasion", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("announced_at", UtcDateTime(), nullable=True),
        sa.Column("exported_at", UtcDateTime(), nullable=True),
        sa.Column("exported_cents", sa.Integer(), nullable=False),
        sa.Column("goodwill", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_compensation_order_id_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compensation")),
        sa.UniqueConstraint(
            "order_id", "promise", "occasion", name=op.f("uq_compensation_order_id_promise_occasion")
        ),
    )
    op.create_table(
        "customer_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_customer_link_order_id_order")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_customer_link")),
    )
    op.create_index(op.f("ix_customer_link_order_id"), "customer_link", ["order_id"], unique=False)
    op.create_table(
        "slot_hold",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=True),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("half", sa.String(length=4), nullable=True),
        sa.Column("agreed_at", UtcDateTime(), nullable=True),
        sa.Column("offered_at", UtcDateTime(), nullable=True),
        sa.Column("technician_id", sa.String(length=40), nullable=True),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("duration_min", sa.Integer(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("held_by_role", sa.String(length=12), nullable=False),
        sa.Column("held_by_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_slot_hold_district_id_district")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_slot_hold_order_id_order")),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_slot_hold_technician_id_technician")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_hold")),
    )
    op.create_index("ix_slot_hold_district_id", "slot_hold", ["district_id", "expires_at"], unique=False)
    op.create_index(op.f("ix_slot_hold_order_id"), "slot_hold", ["order_id"], unique=False)
    op.create_table(
        "expected",
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("technician_id", sa.String(length=40), nullable=False),
        sa.Column("arrive_p50_at", UtcDateTime(), nullable=True),
        sa.Column("arrive_p90_at", UtcDateTime(), nullable=True),
        sa.Column("end_p50_at", UtcDateTime(), nullable=False),
        sa.Column("end_p90_at", UtcDateTime(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_expected_order_id_order")),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_expected_technician_id_technician")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_expected")),
    )
    op.create_table(
        "deadline",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("promise", sa.String(length=20), nullable=False),
        sa.Column("occasion", sa.Integer(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(length=20), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_deadline_order_id_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sa.UniqueConstraint(
            "order_id",
            "promise",
            "occasion",
            "episode",
            "rung",
            name=op.f("uq_deadline_order_id_promise_occasion_episode_rung"),
        ),
    )
    op.create_index(
        "ix_deadline_pending",
        "deadline",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("occurred_at", UtcDateTime(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("judged_at", UtcDateTime(), nullable=False),
        sa.Column("skewed", sa.Boolean(), nullable=False),
        sa.Column("actor_role", sa.String(length=12), nullable=False),
        sa.Column("actor_id", sa.String(length=40), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("mac", sa.String(length=73), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_event_order_id_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("order_id", "seq", name=op.f("uq_event_order_id_seq")),
    )
    op.create_table(
        "promise_clock",
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("promise", sa.String(length=20), nullable=False),
        sa.Column("occasion", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("met_at", UtcDateTime(), nullable=True),
        sa.Column("broken_at", UtcDateTime(), nullable=True),
        sa.Column("opens_at", UtcDateTime(), nullable=True),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.Column("paused_since", UtcDateTime(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("rung", sa.String(length=20), nullable=True),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_promise_clock_order_id_order")),
        sa.PrimaryKeyConstraint("order_id", "promise", "occasion", name=op.f("pk_promise_clock")),
    )
    op.create_index(
        "ix_promise_clock_unmet",
        "promise_clock",
        ["promise", "due_at"],
        unique=False,
        sqlite_where=sa.text("met_at IS NULL"),
        postgresql_where=sa.text("met_at IS NULL"),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("occasion", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(length=60), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_question_order_id_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_order_id"), "question", ["order_id"], unique=False)
    op.create_table(
        "order_link",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("first_id", sa.String(length=36), nullable=False),
        sa.Column("later_id", sa.String(length=36), nullable=False),
        sa.Column("relation", sa.String(length=14), nullable=False),
        sa.Column("linked_at", UtcDateTime(), nullable=False),
        sa.Column("visit_no", sa.Integer(), nullable=True),
        sa.Column("visit_at", UtcDateTime(), nullable=True),
        sa.Column("technician_id", sa.String(length=40), nullable=True),
        sa.Column("area_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_order_link_area_id_area")),
        sa.ForeignKeyConstraint(["first_id"], ["order.id"], name=op.f("fk_order_link_first_id_order")),
        sa.ForeignKeyConstraint(["later_id"], ["order.id"], name=op.f("fk_order_link_later_id_order")),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_order_link_technician_id_technician")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_link")),
        sa.UniqueConstraint(
            "first_id", "later_id", "relation", name=op.f("uq_order_link_first_id_later_id_relation")
        ),
    )
    op.create_index("ix_order_link_later_id", "order_link", ["later_id"], unique=False)
    op.create_index("ix_order_link_visit", "order_link", ["relation", "visit_at"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("occasion", sa.String(length=20), nullable=False),
        sa.Column("recipient", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=True),
        sa.Column("address", sa.String(length=60), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("again_of", sa.String(length=36), nullable=True),
        sa.Column("asked_by", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["again_of"], ["message.id"], name=op.f("fk_message_again_of_message")),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_message_order_id_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("again_of", name=op.f("uq_message_again_of")),
    )
    op.create_index(op.f("ix_message_order_id"), "message", ["order_id"], unique=False)
    op.create_table(
        "call_back",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("occasion", sa.Integer(), nullable=False),
        sa.Column("technician_id", sa.String(length=40), nullable=True),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=12), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_call_back_order_id_order")),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["technician.id"], name=op.f("fk_call_back_technician_id_technician")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_back")),
        sa.UniqueConstraint("order_id", "occasion", name=op.f("uq_call_back_order_id_occasion")),
    )
    op.create_index(
        "ix_call_back_open",
        "call_back",
        ["since"],
        unique=False,
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.create_table(
        "care_case",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("occasion", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=10), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.String(length=36), nullable=True),
        sa.Column("follows_id", sa.String(length=36), nullable=True),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("verdict", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["care_case.id"], name=op.f("fk_care_case_follows_id_care_case")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_care_case_order_id_order")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_care_case_question_id_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_case")),
        sa.UniqueConstraint("order_id", "occasion", name=op.f("uq_care_case_order_id_occasion")),
    )
    op.create_index(
        "ix_care_case_open",
        "care_case",
        ["opened_at"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "care_note",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("stage", sa.String(length=8), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("written_by", sa.String(length=60), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["care_case.id"], name=op.f("fk_care_note_case_id_care_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_note")),
    )
    op.create_index(op.f("ix_care_note_case_id"), "care_note", ["case_id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sign_in_user_id_user")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_user_id"), "sign_in", ["user_id"], unique=False)
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["district.id"], name=op.f("fk_saved_filter_district_id_district")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_saved_filter_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
    )
    op.create_index("ix_saved_filter_district_id", "saved_filter", ["district_id", "user_id"], unique=False)
    op.create_table(
        "duty",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("technician_id", sa.String(length=40), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("from_time", sa.String(length=5), nullable=True),
        sa.Column("until_time", sa.String(length=5), nullable=True),
        sa.Column("district_id", sa.String(length=40), nullable=True),
        sa.Column("order_id", sa.String(length=36), nullable=True),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.Column("granted_by", sa.String(length=60), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_by", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
    )
    op.create_index("ix_duty_on_date", "duty", ["on_date", "kind"], unique=False)
    op.create_index("ix_duty_technician_id", "duty", ["technician_id", "on_date"], unique=False)
    op.create_table(
        "absence",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("technician_id", sa.String(length=40), nullable=False),
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("from_at", UtcDateTime(), nullable=False),
        sa.Column("until_at", UtcDateTime(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=60), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(length=60), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_district_id", "absence", ["district_id", "from_at"], unique=False)
    op.create_index("ix_absence_technician_id", "absence", ["technician_id", "from_at"], unique=False)
    op.create_table(
        "rule_change",
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_rule_change")),
    )
    op.create_index("ix_rule_change_district_id", "rule_change", ["district_id", "version"], unique=False)
    op.create_table(
        "rescue",
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("technician_id", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=False),
        sa.Column("done_by", sa.String(length=60), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_rescue_order_id_order")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_rescue")),
    )
    op.create_index(op.f("ix_rescue_order_id"), "rescue", ["order_id"], unique=False)
    op.create_table(
        "escalation",
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("promise", sa.String(length=20), nullable=False),
        sa.Column("occasion", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("episode", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rung", sa.String(length=20), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=True),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("handed_by", sa.String(length=36), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by", sa.String(length=36), nullable=True),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["done_by"], ["user.id"], name=op.f("fk_escalation_done_by_user")),
        sa.ForeignKeyConstraint(["handed_by"], ["user.id"], name=op.f("fk_escalation_handed_by_user")),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_escalation_order_id_order")),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_escalation_owner_id_user")),
        sa.PrimaryKeyConstraint(
            "order_id", "promise", "occasion", "episode", "rung", name=op.f("pk_escalation")
        ),
    )
    op.create_table(
        "task",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=True),
        sa.Column("incident_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("offered_user_id", sa.String(length=36), nullable=True),
        sa.Column("offered_team", sa.String(length=40), nullable=True),
        sa.Column("created_by", sa.String(length=36), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("visit_waits", sa.Boolean(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("rings_at", UtcDateTime(), nullable=True),
        sa.Column("attended_by", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["attended_by"], ["user.id"], name=op.f("fk_task_attended_by_user")),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_task_created_by_user")),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_task_district_id_district")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_task_incident_id_incident")),
        sa.ForeignKeyConstraint(["offered_user_id"], ["user.id"], name=op.f("fk_task_offered_user_id_user")),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_task_order_id_order")),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_task_owner_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index("ix_task_district_id", "task", ["district_id", "state", "due_at"], unique=False)
    op.create_index(op.f("ix_task_order_id"), "task", ["order_id"], unique=False)
    op.create_index("ix_task_rings_at", "task", ["rings_at"], unique=False)
    op.create_table(
        "task_entry",
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("task_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(length=10), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(length=36), nullable=True),
        sa.Column("to_user_id", sa.String(length=36), nullable=True),
        sa.Column("to_team", sa.String(length=40), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["user.id"], name=op.f("fk_task_entry_by_user")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_entry_task_id_task")),
        sa.ForeignKeyConstraint(["to_user_id"], ["user.id"], name=op.f("fk_task_entry_to_user_id_user")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_task_entry")),
    )
    op.create_index(op.f("ix_task_entry_task_id"), "task_entry", ["task_id"], unique=False)
    for statement in (*KEEP_EVENTS[op.get_bind().dialect.name], *ROOM[op.get_bind().dialect.name]):
        op.execute(statement)


ROOM = {
    "sqlite": (),
    "postgresql": (
        'ALTER TABLE "order" SET (fillfactor = 80)',
        "ALTER TABLE promise_clock SET (fillfactor = 80)",
    ),
}
"""In each page, so that a changed row stays there and no index has to learn of it."""
_KEPT = (
    "id",
    "order_id",
    "seq",
    "type",
    "occurred_at",
    "received_at",
    "judged_at",
    "skewed",
    "actor_role",
    "actor_id",
    "data",
    "mac",
)
_SAME = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in _KEPT)
_SAME_IN_POSTGRES = " AND ".join(
    f"NEW.{column}{cast} IS NOT DISTINCT FROM OLD.{column}{cast}"
    for column, cast in ((column, "::text" if column == "data" else "") for column in _KEPT)
)
KEEP_EVENTS = {
    "sqlite": (
        f"""
        CREATE TRIGGER event_is_kept BEFORE UPDATE ON event WHEN NOT (NEW.note IS NULL AND {_SAME})
        BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END
        """,
        """
        CREATE TRIGGER event_stays BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END
        """,
    ),
    "postgresql": (
        f"""
        CREATE FUNCTION refuse_change_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'UPDATE' THEN
            IF NEW.note IS NULL AND {_SAME_IN_POSTGRES} THEN
              RETURN NEW;
            END IF;
          END IF;
          RAISE EXCEPTION 'the event log is append-only';
        END $$
        """,
        """
        CREATE TRIGGER event_is_kept BEFORE UPDATE OR DELETE ON event
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_event()
        """,
        """
        CREATE TRIGGER event_stays BEFORE TRUNCATE ON event
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_event()
        """,
    ),
}
"""An event is never changed and never removed; only its note may be erased."""


def downgrade() -> None:  # noqa: PLR0915 - a line a table
    op.drop_index(op.f("ix_task_entry_task_id"), table_name="task_entry")
    op.drop_table("task_entry")
    op.drop_index("ix_task_rings_at", table_name="task")
    op.drop_index(op.f("ix_task_order_id"), table_name="task")
    op.drop_index("ix_task_district_id", table_name="task")
    op.drop_table("task")
    op.drop_table("escalation")
    op.drop_index(op.f("ix_rescue_order_id"), table_name="rescue")
    op.drop_table("rescue")
    op.drop_index("ix_rule_change_district_id", table_name="rule_change")
    op.drop_table("rule_change")
    op.drop_index("ix_absence_technician_id", table_name="absence")
    op.drop_index("ix_absence_district_id", table_name="absence")
    op.drop_table("absence")
    op.drop_index("ix_duty_technician_id", table_name="duty")
    op.drop_index("ix_duty_on_date", table_name="duty")
    op.drop_table("duty")
    op.drop_index("ix_saved_filter_district_id", table_name="saved_filter")
    op.drop_table("saved_filter")
    op.drop_index(op.f("ix_sign_in_user_id"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_index(op.f("ix_care_note_case_id"), table_name="care_note")
    op.drop_table("care_note")
    op.drop_index(
        "ix_care_case_open",
        table_name="care_case",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_table("care_case")
    op.drop_index(
        "ix_call_back_open",
        table_name="call_back",
        sqlite_where=sa.text("outcome IS NULL"),
        postgresql_where=sa.text("outcome IS NULL"),
    )
    op.drop_table("call_back")
    op.drop_index(op.f("ix_message_order_id"), table_name="message")
    op.drop_table("message")
    op.drop_index("ix_order_link_visit", table_name="order_link")
    op.drop_index("ix_order_link_later_id", table_name="order_link")
    op.drop_table("order_link")
    op.drop_index(op.f("ix_question_order_id"), table_name="question")
    op.drop_table("question")
    op.drop_index(
        "ix_promise_clock_unmet",
        table_name="promise_clock",
        sqlite_where=sa.text("met_at IS NULL"),
        postgresql_where=sa.text("met_at IS NULL"),
    )
    op.drop_table("promise_clock")
    op.drop_table("event")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change_of_event()")
    op.drop_index(
        "ix_deadline_pending",
        table_name="deadline",
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.drop_table("deadline")
    op.drop_table("expected")
    op.drop_index(op.f("ix_slot_hold_order_id"), table_name="slot_hold")
    op.drop_index("ix_slot_hold_district_id", table_name="slot_hold")
    op.drop_table("slot_hold")
    op.drop_index(op.f("ix_customer_link_order_id"), table_name="customer_link")
    op.drop_table("customer_link")
    op.drop_table("compensation")
    op.drop_table("user")
    op.drop_table("position")
    op.drop_index("ix_incident_order_order_id", table_name="incident_order")
    op.drop_table("incident_order")
    op.drop_index(op.f("ix_fault_check_order_id"), table_name="fault_check")
    op.drop_index("ix_fault_check_district_id", table_name="fault_check")
    op.drop_table("fault_check")
    for column in ("address", "customer_name", "phone_digits"):
        op.drop_index(f"ix_order_{column}", table_name="order")
    op.drop_index("ix_order_search", table_name="order")
    op.drop_index("ix_order_technician_id", table_name="order")
    op.drop_index("ix_order_board", table_name="order")
    op.drop_index(op.f("ix_order_line_key"), table_name="order")
    op.drop_index(op.f("ix_order_line_id"), table_name="order")
    op.drop_table("order")
    op.drop_index("ix_incident_district_id", table_name="incident")
    op.drop_table("incident")
    op.drop_table("learning_run")
    op.drop_table("learned_effect")
    op.drop_index(op.f("ix_technician_district_id"), table_name="technician")
    op.drop_table("technician")
    op.drop_index(op.f("ix_force_majeure_district_id"), table_name="force_majeure")
    op.drop_table("force_majeure")
    op.drop_index("ix_plan_proposal_district_id", table_name="plan_proposal")
    op.drop_table("plan_proposal")
    op.drop_table("plan_request")
    op.drop_table("plan")
    op.drop_index(op.f("ix_area_district_id"), table_name="area")
    op.drop_table("area")
    op.drop_index(
        "ix_outbox_pending",
        table_name="outbox",
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.drop_table("outbox")
    op.drop_table("imported_row")
    op.drop_table("promise_check")
    op.drop_table("sealed_order")
    op.drop_table("checkpoint")
    op.drop_index(op.f("ix_policy_change_version"), table_name="policy_change")
    op.drop_table("policy_change")
    op.drop_table("policy")
    op.drop_table("district")
