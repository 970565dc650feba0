"""write the readers of a group mail down in portions: who is still to be written."""

import sqlalchemy as sa
from alembic import op

revision = "f3c91d57b826"
down_revision = "e2b90c64a715"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mailings", sa.Column("frozen", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("mailings", sa.Column("unwritten", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    # A mail that was still writing its readers down is a draft again: none of it had left.
    op.execute(
        sa.text(
            "DELETE FROM mailing_recipients WHERE mailing_id IN "
            "(SELECT id FROM mailings WHERE unwritten > 0 AND state IN ('sending', 'paused'))"
        )
    )
    op.execute(
        sa.text(
            "UPDATE mailings SET state = 'draft', confirmed_at = NULL "
            "WHERE unwritten > 0 AND state IN ('sending', 'paused')"
        )
    )
    op.drop_column("mailings", "unwritten")
    op.drop_column("mailings", "frozen")
