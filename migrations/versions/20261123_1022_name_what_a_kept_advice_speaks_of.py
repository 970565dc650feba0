"""name what a kept advice speaks of: the titles and hours of then, so that it can be read again."""

import sqlalchemy as sa
from alembic import op

revision = "b81e60d4f7c3"
down_revision = "a7d2f05c61e4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recommendations", sa.Column("named", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    op.drop_column("recommendations", "named")
