"""What the clerk's hands need: the register of visits and calls."""

import sqlalchemy as sa
from alembic import op

import core.record

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

GONE = sa.text("binned IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        op.f("ix_mediation_case_closed_on"),
        "mediation_case",
        ["closed_on", "accepted_on", "due", "retention", "binned", "voided_on"],
        unique=False,
    )
    op.create_index(op.f("ix_mediation_case_due"), "mediation_case", ["due"], unique=False)
    op.create_table(
        "visit",
        sa.Column("number", sa.String(length=120), nullable=True),
        sa.Column("came_on", sa.Date(), nullable=True),
        sa.Column("came_at", sa.Time(), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("proxy", sa.String(length=120), nullable=True),
        sa.Column("heads", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(length=20), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("address", sa.String(length=120), nullable=True),
        sa.Column("id_no", sa.String(length=30), nullable=True),
        sa.Column("grid", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("urgency", sa.String(length=20), nullable=True),
        sa.Column("receiver", sa.Uuid(), nullable=True),
        sa.Column("unit", sa.String(length=120), nullable=True),
        sa.Column("owner", sa.Uuid(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("reply_way", sa.String(length=20), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("satisfaction", sa.String(length=20), nullable=True),
        sa.Column("outside_number", sa.String(length=120), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=True),
        sa.Column("jotted", sa.Text(), nullable=True),
        sa.Column("task", sa.Uuid(), nullable=True),
        sa.Column("registered_by", sa.Uuid(), nullable=True),
        sa.Column("voided_on", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(length=120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["grid"],
            ["grid.id"],
            name=op.f("fk_visit_grid_grid"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner"],
            ["staff.id"],
            name=op.f("fk_visit_owner_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["receiver"],
            ["staff.id"],
            name=op.f("fk_visit_receiver_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["task"],
            ["task.id"],
            name=op.f("fk_visit_task_task"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(
        op.f("ix_visit_listed"),
        "visit",
        ["came_on", "id", "binned", "state", "voided_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_visit_binned"),
        "visit",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index(op.f("ix_visit_due"), "visit", ["due"], unique=False)
    op.create_index(op.f("ix_visit_grid"), "visit", ["grid"], unique=False)
    op.create_index(op.f("ix_visit_number"), "visit", ["number"], unique=False)
    still = sa.text("closed_on IS NULL")
    op.create_index(
        op.f("ix_visit_open"),
        "visit",
        ["due"],
        unique=False,
        sqlite_where=still,
        postgresql_where=still,
    )
    op.create_index(op.f("ix_visit_owner"), "visit", ["owner"], unique=False)
    op.create_index(op.f("ix_visit_receiver"), "visit", ["receiver"], unique=False)
    op.create_index(op.f("ix_visit_state"), "visit", ["state"], unique=False)
    op.create_index(op.f("ix_visit_task"), "visit", ["task"], unique=False)
    op.create_table(
        "sent_layout",
        sa.Column("ledger", sa.String(length=60), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_layout")),
    )
    op.create_index(op.f("ix_sent_layout_ledger"), "sent_layout", ["ledger"], unique=False)
    op.create_table(
        "sent_version",
        sa.Column("ledger", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("recipient", sa.String(length=120), nullable=False),
        sa.Column("request", sa.String(length=120), nullable=True),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("span", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sent_at", core.record.Moment(), nullable=False),
        sa.Column("sent_by", sa.String(length=120), nullable=False),
        sa.Column("destroyed", sa.Date(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
        sa.Column("privacy", sa.String(length=20), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_version")),
    )
    op.create_index(op.f("ix_sent_version_ledger"), "sent_version", ["ledger"], unique=False)
    op.create_table(
        "saved_mapping",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ledger", sa.String(length=60), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("sender", sa.String(length=120), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("moment", core.record.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_mapping")),
    )
    op.create_index(
        op.f("ix_saved_mapping_signature"), "saved_mapping", ["signature"], unique=False
    )
    op.create_table(
        "saved_view",
        sa.Column("owner", sa.Uuid(), nullable=False),
        sa.Column("ledger", sa.String(length=60), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("widths", sa.JSON(), nullable=False),
        sa.Column("sorted_by", sa.String(length=60), nullable=False),
        sa.Column("rising", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "ledger", name=op.f("pk_saved_view")),
    )
