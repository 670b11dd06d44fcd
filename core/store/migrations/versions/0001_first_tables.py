"""first tables"""

import sqlalchemy as sa
from alembic import op

import core.record

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

GONE = sa.text("binned IS NOT NULL")


GRAMS = {
    "sqlite": (
        """CREATE VIRTUAL TABLE search_gram USING fts5(
        grams, content='', contentless_delete=1, detail=none,
        tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M* S* Pc'")""",
        # A leaf fits into one encrypted page, of which 80 bytes are the seal.
        "INSERT INTO search_gram(search_gram, rank) VALUES ('pgsz', 3900)",
    ),
    "postgresql": (
        "CREATE TABLE search_gram (rowid integer PRIMARY KEY, grams tsvector NOT NULL)",
        "CREATE INDEX ix_search_gram_grams ON search_gram USING gin (grams)",
    ),
}


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Uuid(), nullable=False),
        sa.Column("ledger", sa.String(length=60), nullable=False),
        sa.Column("record", sa.Uuid(), nullable=True),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("moment", core.record.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_owner"), "draft", ["owner"], unique=False)
    op.create_table(
        "grid",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("parent", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("code", sa.String(length=120), nullable=True),
        sa.Column("outside_code", sa.String(length=120), nullable=True),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("bounds", sa.Text(), nullable=True),
        sa.Column("opened", sa.Date(), nullable=True),
        sa.Column("closed", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("outline", sa.Text(), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent"],
            ["grid.id"],
            name=op.f("fk_grid_parent_grid"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["grid.id"],
            name=op.f("fk_grid_merged_into_grid"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid")),
    )
    op.create_index(op.f("ix_grid_merged_into"), "grid", ["merged_into"], unique=False)
    op.create_index(op.f("ix_grid_listed"), "grid", ["code", "id", "binned"], unique=False)
    op.create_index(
        op.f("ix_grid_binned"),
        "grid",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index(op.f("ix_grid_parent"), "grid", ["parent"], unique=False)
    op.create_table(
        "journal_change",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("packed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("seq", "n", name=op.f("pk_journal_change")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_journal_change_record_id"), "journal_change", ["record_id"], unique=False
    )
    op.create_table(
        "journal_entry",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("moment", core.record.Moment(), nullable=False),
        sa.Column("happened", core.record.Moment(), nullable=False),
        sa.Column("actor", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.String(length=120), nullable=False),
        sa.Column("operation", sa.String(length=80), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_entry")),
    )
    op.create_index(op.f("ix_journal_entry_actor"), "journal_entry", ["actor"], unique=False)
    op.create_index(
        op.f("ix_journal_entry_undoes"),
        "journal_entry",
        ["undoes"],
        unique=False,
        sqlite_where=sa.text("undoes IS NOT NULL"),
        postgresql_where=sa.text("undoes IS NOT NULL"),
    )
    op.create_table(
        "journal_looked",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("first", sa.Uuid(), nullable=False),
        sa.Column("last", sa.Uuid(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "n", name=op.f("pk_journal_looked")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_journal_looked_last"), "journal_looked", ["last", "first"], unique=False
    )
    op.create_table(
        "numbering",
        sa.Column("committee", sa.Uuid(), nullable=True),
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_numbering")),
        sa.UniqueConstraint("committee", "series", "year", name=op.f("uq_numbering_committee")),
    )
    op.create_table(
        "organisation",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("short_name", sa.String(length=120), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=True),
        sa.Column("address", sa.String(length=120), nullable=True),
        sa.Column("head", sa.String(length=120), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_index(
        op.f("ix_organisation_listed"), "organisation", ["name", "id", "binned"], unique=False
    )
    op.create_index(
        op.f("ix_organisation_binned"),
        "organisation",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_table(
        "partner",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("verify_key", sa.Text(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
    )
    op.create_index(op.f("ix_partner_code"), "partner", ["code"], unique=False)
    op.create_table(
        "search_row",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Uuid(), nullable=False),
        sa.Column("ledger", sa.String(length=60), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_search_row")),
        sa.UniqueConstraint("owner", name=op.f("uq_search_row_owner")),
    )
    op.create_table(
        "setting_value",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("owner", sa.Uuid(), nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_value")),
    )
    op.create_index(op.f("ix_setting_value_key"), "setting_value", ["key"], unique=False)
    op.create_table(
        "shipment",
        sa.Column("direction", sa.String(length=8), nullable=False),
        sa.Column("partner", sa.String(length=40), nullable=False),
        sa.Column("epoch", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.Column("made", core.record.Moment(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment")),
    )
    op.create_index(op.f("ix_shipment_digest"), "shipment", ["digest"], unique=False)
    op.create_index(op.f("ix_shipment_partner"), "shipment", ["partner"], unique=False)
    op.create_table(
        "station_key",
        sa.Column("epoch", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("signing_key", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_station_key")),
    )
    op.create_table(
        "staff",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sex", sa.String(length=20), nullable=True),
        sa.Column("birth", sa.Date(), nullable=True),
        sa.Column("nationality", sa.String(length=20), nullable=True),
        sa.Column("political", sa.String(length=20), nullable=True),
        sa.Column("education", sa.String(length=20), nullable=True),
        sa.Column("id_no", sa.String(length=30), nullable=True),
        sa.Column("post", sa.String(length=20), nullable=True),
        sa.Column("employment", sa.String(length=20), nullable=True),
        sa.Column("grid", sa.Uuid(), nullable=True),
        sa.Column("organisation", sa.Uuid(), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("landline", sa.String(length=40), nullable=True),
        sa.Column("joined", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=True),
        sa.Column("left", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["grid"],
            ["grid.id"],
            name=op.f("fk_staff_grid_grid"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["organisation"],
            ["organisation.id"],
            name=op.f("fk_staff_organisation_organisation"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_index(
        op.f("ix_staff_listed"), "staff", ["name", "id", "binned", "state"], unique=False
    )
    op.create_index(
        op.f("ix_staff_binned"),
        "staff",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index(op.f("ix_staff_grid"), "staff", ["grid"], unique=False)
    op.create_index(op.f("ix_staff_organisation"), "staff", ["organisation"], unique=False)
    op.create_table(
        "mediation_case",
        sa.Column("number", sa.String(length=120), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("dispute", sa.String(length=20), nullable=True),
        sa.Column("dispute_gov", sa.String(length=20), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=True),
        sa.Column("grid", sa.Uuid(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("request", sa.Text(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("risk", sa.String(length=20), nullable=True),
        sa.Column("consent", sa.String(length=120), nullable=True),
        sa.Column("mediator", sa.Uuid(), nullable=True),
        sa.Column("recorder", sa.Uuid(), nullable=True),
        sa.Column("committee", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=20), nullable=True),
        sa.Column("end_note", sa.Text(), nullable=True),
        sa.Column("box", sa.String(length=120), nullable=True),
        sa.Column("outside_number", sa.String(length=120), nullable=True),
        sa.Column("voided_on", sa.Date(), nullable=True),
        sa.Column("void_reason", sa.String(length=120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee"],
            ["organisation.id"],
            name=op.f("fk_mediation_case_committee_organisation"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["grid"],
            ["grid.id"],
            name=op.f("fk_mediation_case_grid_grid"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["mediator"],
            ["staff.id"],
            name=op.f("fk_mediation_case_mediator_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorder"],
            ["staff.id"],
            name=op.f("fk_mediation_case_recorder_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_case")),
    )
    op.create_index(
        op.f("ix_mediation_case_binned"),
        "mediation_case",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index(
        op.f("ix_mediation_case_committee"), "mediation_case", ["committee"], unique=False
    )
    op.create_index(op.f("ix_mediation_case_grid"), "mediation_case", ["grid"], unique=False)
    op.create_index(
        op.f("ix_mediation_case_mediator"), "mediation_case", ["mediator"], unique=False
    )
    op.create_index(op.f("ix_mediation_case_number"), "mediation_case", ["number"], unique=False)
    op.create_index(
        op.f("ix_mediation_case_recorder"), "mediation_case", ["recorder"], unique=False
    )
    op.create_index(op.f("ix_mediation_case_state"), "mediation_case", ["state"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=True),
        sa.Column("chair", sa.Uuid(), nullable=True),
        sa.Column("recorder", sa.Uuid(), nullable=True),
        sa.Column("guests", sa.String(length=120), nullable=True),
        sa.Column("review", sa.Text(), nullable=True),
        sa.Column("talk", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=True),
        sa.Column("locked", core.record.Moment(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chair"],
            ["staff.id"],
            name=op.f("fk_meeting_chair_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["recorder"],
            ["staff.id"],
            name=op.f("fk_meeting_recorder_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(
        op.f("ix_meeting_listed"), "meeting", ["held_on", "id", "binned", "state"], unique=False
    )
    op.create_index(
        op.f("ix_meeting_binned"),
        "meeting",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index(op.f("ix_meeting_chair"), "meeting", ["chair"], unique=False)
    op.create_index(op.f("ix_meeting_recorder"), "meeting", ["recorder"], unique=False)
    op.create_table(
        "post",
        sa.Column("staff", sa.Uuid(), nullable=False),
        sa.Column("grid", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["grid"],
            ["grid.id"],
            name=op.f("fk_post_grid_grid"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.id"],
            name=op.f("fk_post_staff_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_index(op.f("ix_post_grid"), "post", ["grid"], unique=False)
    op.create_index(op.f("ix_post_staff"), "post", ["staff"], unique=False)
    op.create_table(
        "user",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("post", sa.String(length=120), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.id"],
            name=op.f("fk_user_staff_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
    )
    op.create_index(op.f("ix_user_listed"), "user", ["name", "id", "binned"], unique=False)
    op.create_index(
        op.f("ix_user_binned"),
        "user",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index(op.f("ix_user_staff"), "user", ["staff"], unique=False)
    op.create_table(
        "agenda_item",
        sa.Column("meeting", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("source_table", sa.String(length=120), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting"],
            ["meeting.id"],
            name=op.f("fk_agenda_item_meeting_meeting"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    op.create_index(op.f("ix_agenda_item_meeting"), "agenda_item", ["meeting"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("case", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=True),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("clauses", sa.Text(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("parties_signed_on", sa.Date(), nullable=True),
        sa.Column("mediator_signed_on", sa.Date(), nullable=True),
        sa.Column("sealed_on", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"],
            ["mediation_case.id"],
            name=op.f("fk_agreement_case_mediation_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_case"), "agreement", ["case"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("meeting", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("staff", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=True),
        sa.Column("substitute", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting"],
            ["meeting.id"],
            name=op.f("fk_attendance_meeting_meeting"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["staff"],
            ["staff.id"],
            name=op.f("fk_attendance_staff_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["substitute"],
            ["staff.id"],
            name=op.f("fk_attendance_substitute_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    op.create_index(op.f("ix_attendance_substitute"), "attendance", ["substitute"], unique=False)
    op.create_index(op.f("ix_attendance_meeting"), "attendance", ["meeting"], unique=False)
    op.create_index(op.f("ix_attendance_staff"), "attendance", ["staff"], unique=False)
    op.create_table(
        "mediation_meeting",
        sa.Column("case", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=True),
        sa.Column("guests", sa.String(length=120), nullable=True),
        sa.Column("talk", sa.Text(), nullable=True),
        sa.Column("result", sa.String(length=20), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"],
            ["mediation_case.id"],
            name=op.f("fk_mediation_meeting_case_mediation_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_meeting")),
    )
    op.create_index(op.f("ix_mediation_meeting_case"), "mediation_meeting", ["case"], unique=False)
    op.create_table(
        "party",
        sa.Column("case", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sex", sa.String(length=20), nullable=True),
        sa.Column("nationality", sa.String(length=20), nullable=True),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("occupation", sa.String(length=120), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("address", sa.String(length=120), nullable=True),
        sa.Column("id_no", sa.String(length=30), nullable=True),
        sa.Column("representative", sa.String(length=120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"],
            ["mediation_case.id"],
            name=op.f("fk_party_case_mediation_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )
    op.create_index(op.f("ix_party_case"), "party", ["case"], unique=False)
    op.create_table(
        "performance",
        sa.Column("case", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("payer", sa.String(length=120), nullable=False),
        sa.Column("receiver", sa.String(length=120), nullable=True),
        sa.Column("item", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("way", sa.String(length=120), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("proof", sa.String(length=120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"],
            ["mediation_case.id"],
            name=op.f("fk_performance_case_mediation_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance")),
    )
    op.create_index(op.f("ix_performance_case"), "performance", ["case"], unique=False)
    op.create_index(op.f("ix_performance_due"), "performance", ["due"], unique=False)
    op.create_table(
        "listed_matter",
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("group", sa.String(length=120), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("standard", sa.Text(), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=True),
        sa.Column("helpers", sa.String(length=120), nullable=True),
        sa.Column("basis", sa.String(length=120), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("temporary", sa.Boolean(), nullable=False),
        sa.Column("approved_by", sa.String(length=120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["unit"],
            ["organisation.id"],
            name=op.f("fk_listed_matter_unit_organisation"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listed_matter")),
    )
    op.create_index(
        "ix_listed_matter_binned",
        "listed_matter",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index(
        "ix_listed_matter_listed", "listed_matter", ["name", "id", "binned"], unique=False
    )
    op.create_index(op.f("ix_listed_matter_unit"), "listed_matter", ["unit"], unique=False)
    op.create_table(
        "task",
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("meeting", sa.Uuid(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("owner", sa.Uuid(), nullable=True),
        sa.Column("helper", sa.Uuid(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("progress", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("postponed", sa.Integer(), nullable=True),
        sa.Column("unit", sa.Uuid(), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("matter", sa.Uuid(), nullable=True),
        sa.Column("off_list_by", sa.Uuid(), nullable=True),
        sa.Column("voided_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("binned", core.record.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["given_by"],
            ["staff.id"],
            name=op.f("fk_task_given_by_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["helper"],
            ["staff.id"],
            name=op.f("fk_task_helper_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["meeting"],
            ["meeting.id"],
            name=op.f("fk_task_meeting_meeting"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner"],
            ["staff.id"],
            name=op.f("fk_task_owner_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["unit"],
            ["organisation.id"],
            name=op.f("fk_task_unit_organisation"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"],
            ["staff.id"],
            name=op.f("fk_task_closed_by_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["matter"],
            ["listed_matter.id"],
            name=op.f("fk_task_matter_listed_matter"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["off_list_by"],
            ["staff.id"],
            name=op.f("fk_task_off_list_by_staff"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index(op.f("ix_task_off_list_by"), "task", ["off_list_by"], unique=False)
    op.create_index(op.f("ix_task_matter"), "task", ["matter"], unique=False)
    op.create_index(op.f("ix_task_closed_by"), "task", ["closed_by"], unique=False)
    op.create_index(op.f("ix_task_unit"), "task", ["unit"], unique=False)
    op.create_index(
        op.f("ix_task_listed"),
        "task",
        ["due", "id", "binned", "state", "voided_on"],
        unique=False,
    )
    op.create_index(
        op.f("ix_task_binned"),
        "task",
        ["binned"],
        unique=False,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_index(op.f("ix_task_given_by"), "task", ["given_by"], unique=False)
    op.create_index(op.f("ix_task_helper"), "task", ["helper"], unique=False)
    op.create_index(op.f("ix_task_meeting"), "task", ["meeting"], unique=False)
    op.create_index(op.f("ix_task_owner"), "task", ["owner"], unique=False)
    op.create_index(op.f("ix_task_state"), "task", ["state"], unique=False)
    for statement in GRAMS[op.get_bind().dialect.name]:
        op.execute(statement)
