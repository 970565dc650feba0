"""keep attendance: who was at which meeting, and the code to check in with."""

import sqlalchemy as sa
from alembic import op

revision = "d5a8c2e61f94"
down_revision = "c1d7e94a52b3"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("presence", sa.String(length=40), nullable=False),
        sa.Column("by_code", sa.Boolean(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name="fk_attendances_meeting_id_meetings", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_attendances_person_id_people"),
        sa.ForeignKeyConstraint(["marked_by_id"], ["people.id"], name="fk_attendances_marked_by_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_attendances"),
        sa.UniqueConstraint("meeting_id", "person_id", name="uq_attendances_meeting_id_person_id"),
    )
    op.create_index("ix_attendances_person_id", "attendances", ["person_id"], unique=False)
    op.create_table(
        "check_ins",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name="fk_check_ins_meeting_id_meetings", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", name="pk_check_ins"),
    )
    op.create_index(
        "uq_check_ins_code",
        "check_ins",
        ["code"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_table("check_ins")
    op.drop_table("attendances")
