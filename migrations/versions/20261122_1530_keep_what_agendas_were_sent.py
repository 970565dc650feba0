"""keep what agendas were sent."""

import sqlalchemy as sa
from alembic import op

revision = "8d1c0f6a2b7e"
down_revision = "57c3754b52df"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("editions", sa.Column("agenda_version", sa.BigInteger(), nullable=True))
    op.add_column(
        "people", sa.Column("channel", sa.String(length=40), server_default="invitations", nullable=False)
    )
    op.add_column(
        "outgoing_letters", sa.Column("thread", sa.String(length=120), server_default="", nullable=False)
    )
    op.add_column("outgoing_letters", sa.Column("calendar", sa.String(), server_default="", nullable=False))
    op.create_index("ix_outgoing_letters_thread", "outgoing_letters", ["thread", "id"])
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=120), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("organiser", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("new", sa.Boolean(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("mailed", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event", sa.JSON(), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("answer_sequence", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_invitations_edition_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_invitations_meeting_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_invitations_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("meeting_id", "person_id", "address", "organiser", name="uq_invitations_line"),
        sa.UniqueConstraint("uid", name="uq_invitations_uid"),
    )
    op.create_index("ix_invitations_edition", "invitations", ["edition_id", "person_id"])
    op.create_index("ix_invitations_person_id", "invitations", ["person_id"])
    op.create_table(
        "invitation_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=160), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("news", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stamped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name="fk_invitation_messages_invitation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_invitation_messages"),
        sa.UniqueConstraint("occasion", name="uq_invitation_messages_occasion"),
    )
    op.create_index("ix_invitation_messages_invitation_id", "invitation_messages", ["invitation_id"])


def downgrade() -> None:
    op.drop_table("invitation_messages")
    op.drop_table("invitations")
    op.drop_index("ix_outgoing_letters_thread", "outgoing_letters")
    op.drop_column("outgoing_letters", "calendar")
    op.drop_column("outgoing_letters", "thread")
    op.drop_column("people", "channel")
    op.drop_column("editions", "agenda_version")
