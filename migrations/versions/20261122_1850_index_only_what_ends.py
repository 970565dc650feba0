"""index only what ends: most rows have no deadline, and everybody who registers wrote them into the index."""

import sqlalchemy as sa
from alembic import op

revision = "e2a6c4907b15"
down_revision = "a91d3c5f07e2"
branch_labels = None
depends_on = None

DEADLINES = (("registrations", "offer_deadline"), ("participants", "confirm_by"), ("claims", "deadline"))


def upgrade() -> None:
    for table, column in DEADLINES:
        ends = sa.text(f"{column} IS NOT NULL")
        op.drop_index(f"ix_{table}_{column}", table)
        op.create_index(
            f"ix_{table}_{column}", table, [column], sqlite_where=ends, postgresql_where=ends
        )


def downgrade() -> None:
    for table, column in DEADLINES:
        op.drop_index(f"ix_{table}_{column}", table)
        op.create_index(f"ix_{table}_{column}", table, [column])
