"""announcements that the organisers of an edition see who sends a scan."""

import sqlalchemy as sa
from alembic import op

revision = "e2b90c64a715"
down_revision = "d2b80f6c47a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scan_announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name="fk_scan_announcements_edition_id_editions"
        ),
        sa.ForeignKeyConstraint(
            ["announced_by_id"], ["people.id"], name="fk_scan_announcements_announced_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["people.id"], name="fk_scan_announcements_ended_by_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scan_announcements"),
    )
    op.create_index("ix_scan_announcements_edition_id", "scan_announcements", ["edition_id"])
    op.create_index(
        "uq_scan_announcements_open",
        "scan_announcements",
        ["edition_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_scan_announcements_open", "scan_announcements")
    op.drop_index("ix_scan_announcements_edition_id", "scan_announcements")
    op.drop_table("scan_announcements")
