"""write to a group: what was written, and who it goes to."""

import sqlalchemy as sa
from alembic import op

revision = "d91b6a4c7e25"
down_revision = "a7d3f0b8c215"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("chosen_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_mailings_author_id_people"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_mailings_edition_id_editions"),
        sa.PrimaryKeyConstraint("id", name="pk_mailings"),
        sa.UniqueConstraint("form_key", name="uq_mailings_form_key"),
        sa.UniqueConstraint("public_id", name="uq_mailings_public_id"),
    )
    op.create_index("ix_mailings_author_id", "mailings", ["author_id"])
    op.create_index("ix_mailings_edition_id", "mailings", ["edition_id"])
    op.create_table(
        "mailing_recipients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailing_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=160), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("interest_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("turn", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["mailing_id"],
            ["mailings.id"],
            name="fk_mailing_recipients_mailing_id_mailings",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_mailing_recipients_person_id_people"),
        sa.ForeignKeyConstraint(
            ["interest_id"], ["interests.id"], name="fk_mailing_recipients_interest_id_interests"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mailing_recipients"),
        sa.UniqueConstraint("mailing_id", "address", name="uq_mailing_recipients_address"),
        sa.UniqueConstraint("occasion", name="uq_mailing_recipients_occasion"),
    )
    op.create_index("ix_mailing_recipients_turn", "mailing_recipients", ["mailing_id", "turn", "id"])
    op.create_index("ix_mailing_recipients_person_id", "mailing_recipients", ["person_id"])
    op.create_index("ix_mailing_recipients_interest_id", "mailing_recipients", ["interest_id"])


def downgrade() -> None:
    op.drop_table("mailing_recipients")
    op.drop_table("mailings")
