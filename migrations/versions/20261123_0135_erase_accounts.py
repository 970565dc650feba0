"""erase accounts: who leaves since when, how far that is, and what invoices still need."""

import sqlalchemy as sa
from alembic import op

revision = "f3b8d1a64c27"
down_revision = "e7c2a915d4f8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("leaving_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "erasures",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=40), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blanked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name="fk_erasures_asked_by_id_people"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_erasures_person_id_people"),
        sa.PrimaryKeyConstraint("person_id", name="pk_erasures"),
    )
    op.create_table(
        "kept_invoices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("price", sa.JSON(), nullable=False),
        sa.Column("purchase_order", sa.String(length=80), nullable=False),
        sa.Column("cost_centre", sa.String(length=80), nullable=False),
        sa.Column("invoice_name", sa.String(length=200), nullable=False),
        sa.Column("invoice_address", sa.String(), nullable=False),
        sa.Column("invoice_email", sa.String(length=254), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name="fk_kept_invoices_registration_id_registrations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_kept_invoices"),
        sa.UniqueConstraint("registration_id", name="uq_kept_invoices_registration_id"),
    )
    op.create_index("ix_kept_invoices_until", "kept_invoices", ["until"])


def downgrade() -> None:
    op.drop_table("kept_invoices")
    op.drop_table("erasures")
    op.drop_column("people", "leaving_at")
