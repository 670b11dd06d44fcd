"""The station's people and its day: leave, duty, training, the division, lists, assessment."""

import sqlalchemy as sa
from alembic import op

import core.record

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

GONE = sa.text("binned IS NOT NULL")


def _division() -> None:
    op.create_table(
        "grid_change",
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("basis", sa.String(length=120), nullable=True),
        sa.Column("carried", sa.Text(), nullable=True),
        sa.Column("locked", core.record.Moment(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_change")),
    )
    op.create_index(
        "ix_grid_change_binned",
        "grid_change",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index(op.f("ix_grid_change_changed_on"), "grid_change", ["changed_on"], unique=False)
    op.create_index(
        "ix_grid_change_listed", "grid_change", ["changed_on", "id", "binned"], unique=False
    )
    op.create_table(
        "grid_change_line",
        sa.Column("change", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("item", sa.String(length=120), nullable=False),
        sa.Column("source", sa.Uuid(), nullable=True),
        sa.Column("target", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=120), nullable=True),
        sa.Column("of_table", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_grid_change_line_{column}_{table}"),
                initially="DEFERRED",
                deferrable=True,
            )
            for column, table in (("change", "grid_change"), ("source", "grid"), ("target", "grid"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_change_line")),
    )
    for column in ("change", "source", "subject", "target"):
        op.create_index(
            op.f(f"ix_grid_change_line_{column}"), "grid_change_line", [column], unique=False
        )


def _people() -> None:
    op.create_table(
        "certificate",
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("level", sa.String(length=120), nullable=True),
        sa.Column("number", sa.String(length=120), nullable=True),
        sa.Column("issuer", sa.String(length=120), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.id"],
            name=op.f("fk_certificate_staff_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
    )
    op.create_index(op.f("ix_certificate_staff"), "certificate", ["staff"], unique=False)
    op.create_table(
        "leave",
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=True),
        sa.Column("substitute", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=True),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("granted_on", sa.Date(), nullable=True),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["granted_by"],
            ["staff.id"],
            name=op.f("fk_leave_granted_by_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.id"],
            name=op.f("fk_leave_staff_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["substitute"],
            ["staff.id"],
            name=op.f("fk_leave_substitute_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    op.create_index(
        "ix_leave_binned",
        "leave",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index(op.f("ix_leave_granted_by"), "leave", ["granted_by"], unique=False)
    op.create_index("ix_leave_listed", "leave", ["since", "id", "binned", "state"], unique=False)
    op.create_index(op.f("ix_leave_since"), "leave", ["since"], unique=False)
    op.create_index(op.f("ix_leave_staff"), "leave", ["staff"], unique=False)
    op.create_index(op.f("ix_leave_substitute"), "leave", ["substitute"], unique=False)
    op.create_table(
        "secondment",
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("home", sa.String(length=120), nullable=False),
        sa.Column("home_post", sa.String(length=120), nullable=True),
        sa.Column("grid", sa.Uuid(), nullable=True),
        sa.Column("post", sa.String(length=120), nullable=True),
        sa.Column("skill", sa.String(length=120), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["grid"],
            ["grid.id"],
            name=op.f("fk_secondment_grid_grid"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.id"],
            name=op.f("fk_secondment_staff_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secondment")),
    )
    op.create_index(
        "ix_secondment_binned",
        "secondment",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index(op.f("ix_secondment_grid"), "secondment", ["grid"], unique=False)
    op.create_index("ix_secondment_listed", "secondment", ["since", "id", "binned"], unique=False)
    op.create_index(op.f("ix_secondment_staff"), "secondment", ["staff"], unique=False)
    op.create_table(
        "equipment",
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("number", sa.String(length=120), nullable=True),
        sa.Column("size", sa.String(length=120), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("replace_on", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_as", sa.String(length=120), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["given_by"],
            ["staff.id"],
            name=op.f("fk_equipment_given_by_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.id"],
            name=op.f("fk_equipment_staff_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment")),
    )
    op.create_index(
        "ix_equipment_binned",
        "equipment",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index(op.f("ix_equipment_given_by"), "equipment", ["given_by"], unique=False)
    op.create_index("ix_equipment_listed", "equipment", ["given_on", "id", "binned"], unique=False)
    op.create_index(op.f("ix_equipment_staff"), "equipment", ["staff"], unique=False)
    op.create_table(
        "training",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("lecturer", sa.String(length=120), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("examined", sa.Boolean(), nullable=False),
        sa.Column("examiner", sa.String(length=120), nullable=True),
        sa.Column("level", sa.String(length=120), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
    )
    op.create_index(
        "ix_training_binned",
        "training",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index("ix_training_listed", "training", ["held_on", "id", "binned"], unique=False)
    op.create_table(
        "trainee",
        sa.Column("training", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("marks", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("passed", sa.String(length=20), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.id"],
            name=op.f("fk_trainee_staff_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["training"],
            ["training.id"],
            name=op.f("fk_trainee_training_training"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainee")),
    )
    op.create_index(op.f("ix_trainee_staff"), "trainee", ["staff"], unique=False)
    op.create_index(op.f("ix_trainee_training"), "trainee", ["training"], unique=False)


def _duty() -> None:
    op.create_table(
        "duty_person",
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("holidays", sa.Boolean(), nullable=False),
        sa.Column("pair", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pair"],
            ["staff.id"],
            name=op.f("fk_duty_person_pair_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.id"],
            name=op.f("fk_duty_person_staff_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_person")),
    )
    op.create_index(
        "ix_duty_person_binned",
        "duty_person",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index(
        "ix_duty_person_listed", "duty_person", ["position", "id", "binned"], unique=False
    )
    op.create_index(op.f("ix_duty_person_pair"), "duty_person", ["pair"], unique=False)
    op.create_index(op.f("ix_duty_person_staff"), "duty_person", ["staff"], unique=False)
    op.create_table(
        "duty_shift",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["replaces"],
            ["staff.id"],
            name=op.f("fk_duty_shift_replaces_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.id"],
            name=op.f("fk_duty_shift_staff_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shift")),
    )
    op.create_index(
        "ix_duty_shift_binned",
        "duty_shift",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index(op.f("ix_duty_shift_day"), "duty_shift", ["day"], unique=False)
    op.create_index("ix_duty_shift_listed", "duty_shift", ["day", "id", "binned"], unique=False)
    op.create_index(op.f("ix_duty_shift_replaces"), "duty_shift", ["replaces"], unique=False)
    op.create_index(op.f("ix_duty_shift_staff"), "duty_shift", ["staff"], unique=False)
    op.create_table(
        "duty_swap",
        sa.Column("asker", sa.Uuid(), nullable=False),
        sa.Column("other", sa.Uuid(), nullable=False),
        sa.Column("given", sa.Uuid(), nullable=False),
        sa.Column("taken", sa.Uuid(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("agreed_how", sa.String(length=20), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by"],
            ["staff.id"],
            name=op.f("fk_duty_swap_approved_by_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["asker"],
            ["staff.id"],
            name=op.f("fk_duty_swap_asker_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["given"],
            ["duty_shift.id"],
            name=op.f("fk_duty_swap_given_duty_shift"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["other"],
            ["staff.id"],
            name=op.f("fk_duty_swap_other_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["taken"],
            ["duty_shift.id"],
            name=op.f("fk_duty_swap_taken_duty_shift"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_swap")),
    )
    op.create_index(op.f("ix_duty_swap_approved_by"), "duty_swap", ["approved_by"], unique=False)
    op.create_index(op.f("ix_duty_swap_asker"), "duty_swap", ["asker"], unique=False)
    op.create_index(op.f("ix_duty_swap_given"), "duty_swap", ["given"], unique=False)
    op.create_index(op.f("ix_duty_swap_other"), "duty_swap", ["other"], unique=False)
    op.create_index(op.f("ix_duty_swap_taken"), "duty_swap", ["taken"], unique=False)
    op.create_table(
        "duty_log",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.String(length=20), nullable=False),
        sa.Column("at", sa.Time(), nullable=True),
        sa.Column("unit", sa.String(length=120), nullable=True),
        sa.Column("caller", sa.String(length=120), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("instruction", sa.Text(), nullable=True),
        sa.Column("handling", sa.Text(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("visit", sa.Uuid(), nullable=True),
        sa.Column("keeper", sa.Uuid(), nullable=True),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["keeper"],
            ["staff.id"],
            name=op.f("fk_duty_log_keeper_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["visit"],
            ["visit.id"],
            name=op.f("fk_duty_log_visit_visit"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_log")),
    )
    op.create_index(
        "ix_duty_log_binned",
        "duty_log",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index(op.f("ix_duty_log_day"), "duty_log", ["day"], unique=False)
    op.create_index(op.f("ix_duty_log_keeper"), "duty_log", ["keeper"], unique=False)
    op.create_index("ix_duty_log_listed", "duty_log", ["day", "id", "binned"], unique=False)
    op.create_index(op.f("ix_duty_log_visit"), "duty_log", ["visit"], unique=False)
    op.create_table(
        "shift_hand_over",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.Time(), nullable=True),
        sa.Column("giver", sa.Uuid(), nullable=False),
        sa.Column("taker", sa.Uuid(), nullable=False),
        sa.Column("unfinished", sa.Text(), nullable=True),
        sa.Column("remember", sa.Text(), nullable=True),
        sa.Column("equipment", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["giver"],
            ["staff.id"],
            name=op.f("fk_shift_hand_over_giver_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["taker"],
            ["staff.id"],
            name=op.f("fk_shift_hand_over_taker_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_hand_over")),
    )
    op.create_index(
        "ix_shift_hand_over_binned",
        "shift_hand_over",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index(op.f("ix_shift_hand_over_day"), "shift_hand_over", ["day"], unique=False)
    op.create_index(op.f("ix_shift_hand_over_giver"), "shift_hand_over", ["giver"], unique=False)
    op.create_index(
        "ix_shift_hand_over_listed", "shift_hand_over", ["day", "id", "binned"], unique=False
    )
    op.create_index(op.f("ix_shift_hand_over_taker"), "shift_hand_over", ["taker"], unique=False)


def _assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("locked", core.record.Moment(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    op.create_index(op.f("ix_assessment_month"), "assessment", ["month"], unique=False)
    op.create_table(
        "assessment_rule",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=20), nullable=True),
        sa.Column("target", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("points", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("step", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("cap", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_rule")),
    )
    op.create_table(
        "assessment_line",
        sa.Column("assessment", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("grid", sa.Uuid(), nullable=True),
        sa.Column("rule", sa.Uuid(), nullable=False),
        sa.Column("figure", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("points", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("adjusted", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("reason", sa.String(length=120), nullable=True),
        sa.Column("appeal", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment"],
            ["assessment.id"],
            name=op.f("fk_assessment_line_assessment_assessment"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["grid"],
            ["grid.id"],
            name=op.f("fk_assessment_line_grid_grid"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["rule"],
            ["assessment_rule.id"],
            name=op.f("fk_assessment_line_rule_assessment_rule"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.id"],
            name=op.f("fk_assessment_line_staff_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_line")),
    )
    op.create_index(
        op.f("ix_assessment_line_assessment"), "assessment_line", ["assessment"], unique=False
    )
    op.create_index(op.f("ix_assessment_line_grid"), "assessment_line", ["grid"], unique=False)
    op.create_index(op.f("ix_assessment_line_rule"), "assessment_line", ["rule"], unique=False)
    op.create_index(op.f("ix_assessment_line_staff"), "assessment_line", ["staff"], unique=False)


def _meetings() -> None:
    op.create_table(
        "meeting_revision",
        sa.Column("meeting", sa.Uuid(), nullable=False),
        sa.Column("revised_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting"],
            ["meeting.id"],
            name=op.f("fk_meeting_revision_meeting_meeting"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_revision")),
    )
    op.create_index(
        op.f("ix_meeting_revision_meeting"), "meeting_revision", ["meeting"], unique=False
    )


def _columns() -> None:
    op.add_column("attendance", sa.Column("at", sa.Time(), nullable=True))
    op.add_column("attendance", sa.Column("guest", sa.String(length=120), nullable=True))
    op.add_column("attendance", sa.Column("unit", sa.String(length=120), nullable=True))
    op.add_column("attendance", sa.Column("removed", sa.String(length=120), nullable=True))
    op.add_column(
        "attendance", sa.Column("excused", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("grid", sa.Column("legacy_code", sa.String(length=120), nullable=True))
    op.add_column("grid", sa.Column("buildings", sa.Integer(), nullable=True))
    op.add_column("grid", sa.Column("firms", sa.Integer(), nullable=True))
    op.add_column("grid", sa.Column("party_branch", sa.String(length=120), nullable=True))
    op.add_column("grid", sa.Column("closed_why", sa.String(length=120), nullable=True))
    op.add_column("meeting", sa.Column("resolved", sa.Text(), nullable=True))
    op.add_column("meeting", sa.Column("study", sa.Text(), nullable=True))
    op.add_column("meeting", sa.Column("serial", sa.Integer(), nullable=True))
    op.add_column("meeting", sa.Column("signed_on", sa.Date(), nullable=True))
    op.add_column("meeting", sa.Column("started", core.record.Moment(), nullable=True))
    op.add_column("staff", sa.Column("employed_as", sa.String(length=120), nullable=True))
    op.add_column("staff", sa.Column("skill", sa.String(length=120), nullable=True))
    op.add_column("staff", sa.Column("badge", sa.String(length=120), nullable=True))
    op.add_column("staff", sa.Column("kin", sa.String(length=120), nullable=True))
    op.add_column("staff", sa.Column("kin_phone", sa.String(length=40), nullable=True))
    op.add_column("task", sa.Column("number", sa.String(length=120), nullable=True))
    op.add_column("task", sa.Column("demand", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("closing", sa.String(length=120), nullable=True))
    op.add_column("task", sa.Column("due_first", sa.Date(), nullable=True))
    op.add_column("task", sa.Column("raised_on", sa.Date(), nullable=True))
    op.add_column(
        "task", sa.Column("off_list", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("task", sa.Column("off_list_until", sa.Date(), nullable=True))
    op.add_column("task", sa.Column("void_reason", sa.String(length=120), nullable=True))


def upgrade() -> None:
    _division()
    _people()
    _duty()
    _assessment()
    _meetings()
    _columns()
