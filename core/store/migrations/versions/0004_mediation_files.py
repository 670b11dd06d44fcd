"""Whole mediation files: inquiries, evidence, events, follow-ups, papers, the court."""

import sqlalchemy as sa
from alembic import op

import core.record

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _statistics_and_subsidies() -> None:
    op.create_table(
        "reported_figures",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reported_at", core.record.Moment(), nullable=False),
        sa.Column("reported_by", sa.String(length=120), nullable=False),
        sa.Column("table", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_figures")),
    )
    op.create_index(op.f("ix_reported_figures_since"), "reported_figures", ["since"], unique=False)
    op.create_table(
        "subsidy_batch",
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_batch")),
    )
    op.create_table(
        "yearly_fact",
        sa.Column("item", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_yearly_fact")),
    )
    op.create_index(
        "ix_yearly_fact_binned",
        "yearly_fact",
        ["binned"],
        unique=False,
        sqlite_where=sa.text("binned IS NOT NULL"),
        postgresql_where=sa.text("binned IS NOT NULL"),
    )
    op.create_index("ix_yearly_fact_listed", "yearly_fact", ["year", "id", "binned"], unique=False)
    op.create_index(op.f("ix_yearly_fact_year"), "yearly_fact", ["year"], unique=False)
    op.create_table(
        "screening",
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("committee", sa.Uuid(), nullable=True),
        sa.Column("area", sa.String(length=120), nullable=False),
        sa.Column("people", sa.String(length=120), nullable=True),
        sa.Column("way", sa.String(length=20), nullable=True),
        sa.Column("found", sa.Integer(), nullable=True),
        sa.Column("settled", sa.Integer(), nullable=True),
        sa.Column("turned", sa.Integer(), nullable=True),
        sa.Column("reported", sa.Integer(), nullable=True),
        sa.Column("prevented", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee"],
            ["organisation.id"],
            name=op.f("fk_screening_committee_organisation"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening")),
    )
    op.create_index(
        "ix_screening_binned",
        "screening",
        ["binned"],
        unique=False,
        sqlite_where=sa.text("binned IS NOT NULL"),
        postgresql_where=sa.text("binned IS NOT NULL"),
    )
    op.create_index(op.f("ix_screening_committee"), "screening", ["committee"], unique=False)
    op.create_index(op.f("ix_screening_held_on"), "screening", ["held_on"], unique=False)
    op.create_index("ix_screening_listed", "screening", ["held_on", "id", "binned"], unique=False)
    op.create_table(
        "subsidy_line",
        sa.Column("batch", sa.Uuid(), nullable=False),
        sa.Column("case", sa.Uuid(), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("grade", sa.String(length=20), nullable=False),
        sa.Column("rate", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("share", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch"],
            ["subsidy_batch.id"],
            name=op.f("fk_subsidy_line_batch_subsidy_batch"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_line")),
    )
    op.create_index(op.f("ix_subsidy_line_batch"), "subsidy_line", ["batch"], unique=False)
    op.create_index(op.f("ix_subsidy_line_case"), "subsidy_line", ["case"], unique=False)
    op.add_column("organisation", sa.Column("committee_kind", sa.String(length=20), nullable=True))
    op.add_column("staff", sa.Column("mediator", sa.String(length=20), nullable=True))
    op.add_column("staff", sa.Column("unpaid", sa.String(length=20), nullable=True))
    # ### end Alembic commands ###


def upgrade() -> None:
    _statistics_and_subsidies()
    op.create_table(
        "case_event",
        sa.Column("case", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("unit", sa.String(length=120), nullable=True),
        sa.Column("receiver", sa.String(length=120), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"],
            ["mediation_case.id"],
            name=op.f("fk_case_event_case_mediation_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
    )
    op.create_index(op.f("ix_case_event_case"), "case_event", ["case"], unique=False)
    op.create_table(
        "case_paper",
        sa.Column("case", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=True),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("printed_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("unsigned", sa.String(length=120), nullable=True),
        sa.Column("sealed_on", sa.Date(), nullable=True),
        sa.Column("copy", sa.String(length=20), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("only_paper", sa.Boolean(), nullable=False),
        sa.Column("scan", sa.Uuid(), nullable=True),
        sa.Column("bound_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"],
            ["mediation_case.id"],
            name=op.f("fk_case_paper_case_mediation_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_paper")),
    )
    op.create_index(op.f("ix_case_paper_case"), "case_paper", ["case"], unique=False)
    op.create_index(op.f("ix_case_paper_printed_on"), "case_paper", ["printed_on"], unique=False)
    op.create_table(
        "co_mediator",
        sa.Column("case", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("share", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"],
            ["mediation_case.id"],
            name=op.f("fk_co_mediator_case_mediation_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.id"],
            name=op.f("fk_co_mediator_staff_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_mediator")),
    )
    op.create_index(op.f("ix_co_mediator_case"), "co_mediator", ["case"], unique=False)
    op.create_index(op.f("ix_co_mediator_staff"), "co_mediator", ["staff"], unique=False)
    op.create_table(
        "confirmation",
        sa.Column("case", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("joint", sa.String(length=20), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("court", sa.String(length=120), nullable=True),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("court_number", sa.String(length=120), nullable=True),
        sa.Column("ruled_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"],
            ["mediation_case.id"],
            name=op.f("fk_confirmation_case_mediation_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
    )
    op.create_index(op.f("ix_confirmation_case"), "confirmation", ["case"], unique=False)
    op.create_index(op.f("ix_confirmation_due"), "confirmation", ["due"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("case", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("giver", sa.String(length=120), nullable=True),
        sa.Column("copy", sa.String(length=20), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("proves", sa.String(length=120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"],
            ["mediation_case.id"],
            name=op.f("fk_evidence_case_mediation_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_case"), "evidence", ["case"], unique=False)
    op.create_table(
        "file_loan",
        sa.Column("case", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lent_on", sa.Date(), nullable=False),
        sa.Column("borrower", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=True),
        sa.Column("purpose", sa.String(length=120), nullable=True),
        sa.Column("approver", sa.String(length=120), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"],
            ["mediation_case.id"],
            name=op.f("fk_file_loan_case_mediation_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_loan")),
    )
    op.create_index(op.f("ix_file_loan_case"), "file_loan", ["case"], unique=False)
    op.create_table(
        "finding_note",
        sa.Column("case", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"],
            ["mediation_case.id"],
            name=op.f("fk_finding_note_case_mediation_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_note")),
    )
    op.create_index(op.f("ix_finding_note_case"), "finding_note", ["case"], unique=False)
    op.create_table(
        "follow_up",
        sa.Column("case", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=True),
        sa.Column("person", sa.String(length=120), nullable=True),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.Column("performed", sa.String(length=20), nullable=True),
        sa.Column("satisfaction", sa.String(length=20), nullable=True),
        sa.Column("relapsed", sa.String(length=20), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("visitor", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"],
            ["mediation_case.id"],
            name=op.f("fk_follow_up_case_mediation_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["visitor"],
            ["staff.id"],
            name=op.f("fk_follow_up_visitor_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
    )
    op.create_index(op.f("ix_follow_up_case"), "follow_up", ["case"], unique=False)
    op.create_index(op.f("ix_follow_up_visitor"), "follow_up", ["visitor"], unique=False)
    op.create_table(
        "investigation",
        sa.Column("case", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=True),
        sa.Column("asked", sa.String(length=120), nullable=True),
        sa.Column("relation", sa.String(length=120), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("present", sa.String(length=120), nullable=True),
        sa.Column("askers", sa.String(length=120), nullable=True),
        sa.Column("recorder", sa.String(length=120), nullable=True),
        sa.Column("talk", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"],
            ["mediation_case.id"],
            name=op.f("fk_investigation_case_mediation_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investigation")),
    )
    op.create_index(op.f("ix_investigation_case"), "investigation", ["case"], unique=False)
    op.create_table(
        "prevention",
        sa.Column("case", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"],
            ["mediation_case.id"],
            name=op.f("fk_prevention_case_mediation_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prevention")),
    )
    op.create_index(op.f("ix_prevention_case"), "prevention", ["case"], unique=False)
    op.add_column("agreement", sa.Column("recorder_signed_on", sa.Date(), nullable=True))
    op.add_column("mediation_case", sa.Column("scale", sa.String(length=20), nullable=True))
    op.add_column("mediation_case", sa.Column("civil", sa.String(length=20), nullable=True))
    op.add_column("mediation_case", sa.Column("elsewhere", sa.String(length=20), nullable=True))
    op.add_column("mediation_case", sa.Column("kin", sa.String(length=20), nullable=True))
    op.add_column("mediation_case", sa.Column("serious", sa.String(length=20), nullable=True))
    op.add_column(
        "mediation_case", sa.Column("applied_orally", sa.String(length=120), nullable=True)
    )
    op.add_column("mediation_case", sa.Column("extended_days", sa.Integer(), nullable=True))
    op.add_column("mediation_case", sa.Column("suspended_on", sa.Date(), nullable=True))
    op.add_column("mediation_case", sa.Column("idle_days", sa.Integer(), nullable=True))
    op.add_column(
        "mediation_case", sa.Column("follow_up_waived", sa.String(length=120), nullable=True)
    )
    op.add_column(
        "mediation_case",
        sa.Column("entered_whole", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("mediation_case", sa.Column("earlier", sa.Uuid(), nullable=True))
    op.add_column("mediation_case", sa.Column("filed_on", sa.Date(), nullable=True))
    op.add_column("mediation_case", sa.Column("filer", sa.String(length=120), nullable=True))
    op.add_column("mediation_case", sa.Column("examiner", sa.String(length=120), nullable=True))
    op.add_column("mediation_case", sa.Column("pages", sa.Integer(), nullable=True))
    op.add_column("mediation_case", sa.Column("file_note", sa.Text(), nullable=True))
    op.add_column("mediation_case", sa.Column("grade", sa.String(length=20), nullable=True))
    op.add_column("mediation_case", sa.Column("grade_reason", sa.String(length=120), nullable=True))
    op.add_column("mediation_meeting", sa.Column("about", sa.String(length=120), nullable=True))
    op.add_column("mediation_meeting", sa.Column("present", sa.String(length=120), nullable=True))
    op.add_column("mediation_meeting", sa.Column("informed", sa.String(length=20), nullable=True))
    op.add_column("party", sa.Column("org_no", sa.String(length=30), nullable=True))
    op.add_column("party", sa.Column("born", sa.Date(), nullable=True))
    op.add_column("party", sa.Column("also_called", sa.String(length=120), nullable=True))
    op.add_column("party", sa.Column("relation", sa.String(length=120), nullable=True))
    op.add_column("party", sa.Column("agent", sa.String(length=120), nullable=True))
    op.add_column("party", sa.Column("powers", sa.Text(), nullable=True))
    op.add_column("party", sa.Column("limited", sa.String(length=20), nullable=True))
    op.add_column("party", sa.Column("guardian", sa.String(length=120), nullable=True))
    op.add_column("party", sa.Column("witness", sa.String(length=120), nullable=True))
    op.add_column("performance", sa.Column("outcome", sa.String(length=20), nullable=True))
    op.add_column(
        "performance", sa.Column("paid", sa.Numeric(precision=14, scale=2), nullable=True)
    )
    op.add_column("performance", sa.Column("part_of", sa.String(length=120), nullable=True))
    op.add_column(
        "performance", sa.Column("whole", sa.Numeric(precision=14, scale=2), nullable=True)
    )
