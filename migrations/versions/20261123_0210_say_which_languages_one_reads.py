"""say which languages one reads: who did not say so keeps nothing, and counts by the language of mail."""

import sqlalchemy as sa
from alembic import op

revision = "a9d4c7e15b30"
down_revision = "c81f5ae02d96"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("reads", sa.String(length=5), nullable=True))


def downgrade() -> None:
    op.drop_column("people", "reads")
