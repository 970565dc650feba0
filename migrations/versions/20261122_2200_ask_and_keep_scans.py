"""ask and keep scans: instruments in versions, scans with their answers, and with whom they are shared."""

import sqlalchemy as sa
from alembic import op

revision = "f6b3a0d92e48"
down_revision = "d91b6a4c7e25"
branch_labels = None
depends_on = None


def _key(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def upgrade() -> None:
    op.create_table(
        "instruments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        _key("instruments", "organisation_id", "organisations"),
        sa.PrimaryKeyConstraint("id", name="pk_instruments"),
        sa.UniqueConstraint("public_id", name="uq_instruments_public_id"),
        sa.UniqueConstraint("key", name="uq_instruments_key"),
    )
    op.create_index("ix_instruments_organisation_id", "instruments", ["organisation_id"])
    _versions()
    _assessments()
    op.create_table(
        "answers",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=1), nullable=False),
        sa.CheckConstraint("value IN ('1', '2', '3', '4', '5', 'x')", name="ck_answers_value"),
        _key("answers", "assessment_id", "assessments", "CASCADE"),
        sa.PrimaryKeyConstraint("assessment_id", "item", name="pk_answers"),
    )
    op.create_table(
        "assessment_shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("facilitator_id", sa.Integer(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        _key("assessment_shares", "assessment_id", "assessments", "CASCADE"),
        _key("assessment_shares", "edition_id", "editions", "CASCADE"),
        _key("assessment_shares", "facilitator_id", "people", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_assessment_shares"),
        sa.UniqueConstraint("public_id", name="uq_assessment_shares_public_id"),
        sa.UniqueConstraint(
            "assessment_id",
            "edition_id",
            "facilitator_id",
            name="uq_assessment_shares_assessment_id_edition_id_facilitator_id",
        ),
    )
    for column in ("assessment_id", "edition_id", "facilitator_id"):
        op.create_index(f"ix_assessment_shares_{column}", "assessment_shares", [column])


def _versions() -> None:
    op.create_table(
        "instrument_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="ck_instrument_versions_published"),
        sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="ck_instrument_versions_withdrawn"),
        _key("instrument_versions", "instrument_id", "instruments"),
        _key("instrument_versions", "changed_by_id", "people", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_instrument_versions"),
        sa.UniqueConstraint("public_id", name="uq_instrument_versions_public_id"),
        sa.UniqueConstraint("instrument_id", "number", name="uq_instrument_versions_instrument_id_number"),
    )
    for column in ("instrument_id", "changed_by_id"):
        op.create_index(f"ix_instrument_versions_{column}", "instrument_versions", [column])
    draft = sa.text("state = 'draft'")
    op.create_index(
        "uq_instrument_versions_draft",
        "instrument_versions",
        ["instrument_id"],
        unique=True,
        sqlite_where=draft,
        postgresql_where=draft,
    )


def _assessments() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("looking_back", sa.JSON(), nullable=False),
        sa.CheckConstraint("(state = 'finished') = (finished_at IS NOT NULL)", name="ck_assessments_finished"),
        sa.CheckConstraint("(state = 'finished') = (error IS NOT NULL)", name="ck_assessments_error"),
        _key("assessments", "person_id", "people", "CASCADE"),
        _key("assessments", "version_id", "instrument_versions"),
        sa.PrimaryKeyConstraint("id", name="pk_assessments"),
        sa.UniqueConstraint("public_id", name="uq_assessments_public_id"),
    )
    for column in ("person_id", "version_id"):
        op.create_index(f"ix_assessments_{column}", "assessments", [column])
    still_open = sa.text("state = 'open'")
    op.create_index(
        "uq_assessments_open",
        "assessments",
        ["person_id"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )


def downgrade() -> None:
    for table in ("assessment_shares", "answers", "assessments", "instrument_versions", "instruments"):
        op.drop_table(table)
