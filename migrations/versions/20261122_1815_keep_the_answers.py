"""keep the answers."""

import sqlalchemy as sa
from alembic import op

revision = "b47e90d1c3a8"
down_revision = "3f7a51c2d90b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invitations", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("invitations", sa.Column("comment", sa.String(), server_default="", nullable=False))
    op.create_table(
        "incoming_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("mailbox", sa.String(length=254), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sender", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("became", sa.String(length=40), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitations.id"], name="fk_incoming_mails_invitation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_incoming_mails"),
        sa.UniqueConstraint("mark", name="uq_incoming_mails_mark"),
    )
    op.create_index("ix_incoming_mails_invitation_id", "incoming_mails", ["invitation_id"])


def downgrade() -> None:
    op.drop_table("incoming_mails")
    op.drop_column("invitations", "comment")
    op.drop_column("invitations", "answered_at")
