"""What guards the data: attachments, stand-ins, destruction, hand-over, proved backups."""

import sqlalchemy as sa
from alembic import op

import core.record

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

GONE = sa.text("binned IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("owner", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=64), nullable=True),
        sa.Column("taken", core.record.Moment(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_digest"), "attachment", ["digest"], unique=False)
    op.create_index(op.f("ix_attachment_origin"), "attachment", ["origin"], unique=False)
    op.create_index(op.f("ix_attachment_owner"), "attachment", ["owner"], unique=False)
    op.create_table(
        "consent",
        sa.Column("act", sa.String(length=120), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("clerk", sa.Uuid(), nullable=False),
        sa.Column("approver", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("confirmed", core.record.Moment(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approver"],
            ["user.id"],
            name=op.f("fk_consent_approver_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["clerk"],
            ["user.id"],
            name=op.f("fk_consent_clerk_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_approver"), "consent", ["approver"], unique=False)
    op.create_index(op.f("ix_consent_clerk"), "consent", ["clerk"], unique=False)
    op.create_table(
        "destruction",
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=True),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("basis", sa.String(length=120), nullable=True),
        sa.Column("approved_by", sa.String(length=120), nullable=False),
        sa.Column("done_by", sa.String(length=120), nullable=True),
        sa.Column("locked", core.record.Moment(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction")),
    )
    op.create_index(
        op.f("ix_destruction_listed"), "destruction", ["done_on", "id", "binned"], unique=False
    )
    op.create_index(
        op.f("ix_destruction_binned"),
        "destruction",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_table(
        "hand_over",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("giver", sa.String(length=120), nullable=False),
        sa.Column("taker", sa.String(length=120), nullable=False),
        sa.Column("witness", sa.String(length=120), nullable=True),
        sa.Column("reason", sa.String(length=120), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("locked", core.record.Moment(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    op.create_index(op.f("ix_hand_over_listed"), "hand_over", ["day", "id", "binned"], unique=False)
    op.create_index(
        op.f("ix_hand_over_binned"),
        "hand_over",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_table(
        "proved_backup",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("moment", core.record.Moment(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proved_backup")),
    )
    op.create_index(op.f("ix_proved_backup_moment"), "proved_backup", ["moment"], unique=False)
    op.create_table(
        "hand_over_line",
        sa.Column("hand_over", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("item", sa.String(length=120), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["hand_over"],
            ["hand_over.id"],
            name=op.f("fk_hand_over_line_hand_over_hand_over"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over_line")),
    )
    op.create_index(
        op.f("ix_hand_over_line_hand_over"), "hand_over_line", ["hand_over"], unique=False
    )
    op.create_table(
        "stand_in",
        sa.Column("absent", sa.Uuid(), nullable=False),
        sa.Column("deputy", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["absent"],
            ["user.id"],
            name=op.f("fk_stand_in_absent_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["deputy"],
            ["user.id"],
            name=op.f("fk_stand_in_deputy_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
    )
    op.create_index(op.f("ix_stand_in_absent"), "stand_in", ["absent"], unique=False)
    op.create_index(op.f("ix_stand_in_deputy"), "stand_in", ["deputy"], unique=False)
    op.create_index(
        "ix_journal_entry_looks",
        "journal_entry",
        ["moment"],
        unique=False,
        sqlite_where=sa.text("operation = 'looks.seen'"),
        postgresql_where=sa.text("operation = 'looks.seen'"),
    )
    op.add_column("mediation_case", sa.Column("privacy", sa.String(length=20), nullable=True))
    op.add_column("mediation_case", sa.Column("retention", sa.String(length=20), nullable=True))
    op.add_column("mediation_case", sa.Column("registered_by", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_mediation_case_privacy"), "mediation_case", ["privacy"], unique=False)
    op.create_index(
        op.f("ix_mediation_case_listed"),
        "mediation_case",
        ["accepted_on", "id", "binned", "privacy", "state", "voided_on"],
        unique=False,
    )
    op.add_column("user", sa.Column("until", sa.Date(), nullable=True))
