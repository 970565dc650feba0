"""let changes rest before they are sent, and know addresses that fail."""

import sqlalchemy as sa
from alembic import op

revision = "a91d3c5f07e2"
down_revision = "5c2e9b7d4a10"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_updates",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("explanation", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name="fk_agenda_updates_edition_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition_id", name="pk_agenda_updates"),
    )
    op.create_table(
        "failing_addresses",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("address", name="pk_failing_addresses"),
    )


def downgrade() -> None:
    op.drop_table("failing_addresses")
    op.drop_table("agenda_updates")
