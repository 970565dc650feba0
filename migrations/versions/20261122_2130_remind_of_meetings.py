"""remind of meetings: when, per edition, and of which it was done."""

import sqlalchemy as sa
from alembic import op

revision = "c4f81d7e3a60"
down_revision = "e2a6c4907b15"
branch_labels = None
depends_on = None


def upgrade() -> None:
    days = sa.Column("reminder_days", sa.JSON(), server_default="[7, 1]", nullable=False)
    op.add_column("editions", days)
    op.create_table(
        "remindings",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name="fk_remindings_meeting_id_meetings", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", "day", "days_before", name="pk_remindings"),
    )


def downgrade() -> None:
    op.drop_table("remindings")
    op.drop_column("editions", "reminder_days")
