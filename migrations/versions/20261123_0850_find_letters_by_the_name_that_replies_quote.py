"""find letters by the name that replies quote: mail that comes back names the letter by it."""

from alembic import op

revision = "a7d2f05c61e4"
down_revision = "f3c91d57b826"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_outgoing_letters_message_id", "outgoing_letters", ["message_id"])


def downgrade() -> None:
    op.drop_index("ix_outgoing_letters_message_id", "outgoing_letters")
