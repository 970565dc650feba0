"""keep learning goals: with their steps, check-ins and reflections."""

import sqlalchemy as sa
from alembic import op

revision = "b8e5f1c39a70"
down_revision = "f6b3a0d92e48"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "goals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("aspect", sa.String(length=40), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=120), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column("remind", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.String(length=40), nullable=True),
        sa.CheckConstraint("(audience = 'me') = (edition_id IS NULL)", name="ck_goals_audience"),
        sa.CheckConstraint("(closed_at IS NULL) = (ending IS NULL)", name="ck_goals_ending"),
        sa.CheckConstraint("aspect IS NULL OR role IS NULL", name="ck_goals_aspect_or_role"),
        sa.CheckConstraint("priority BETWEEN 0 AND 2", name="ck_goals_priority"),
        sa.CheckConstraint("target IS NULL OR target BETWEEN 10 AND 50", name="ck_goals_target"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_goals_edition_id_editions"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_goals_person_id_people", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_goals"),
        sa.UniqueConstraint("form_key", name="uq_goals_form_key"),
        sa.UniqueConstraint("public_id", name="uq_goals_public_id"),
    )
    op.create_index("ix_goals_person_id", "goals", ["person_id"])
    op.create_index("ix_goals_edition_id_audience", "goals", ["edition_id", "audience"])
    op.create_index("ix_goals_active_at", "goals", ["active_at"])
    op.create_table(
        "goal_check_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("feeling", sa.String(length=40), nullable=True),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["goal_id"], ["goals.id"], name="fk_goal_check_ins_goal_id_goals", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_goal_check_ins"),
        sa.UniqueConstraint("form_key", name="uq_goal_check_ins_form_key"),
        sa.UniqueConstraint("public_id", name="uq_goal_check_ins_public_id"),
    )
    op.create_index("ix_goal_check_ins_goal_id", "goal_check_ins", ["goal_id"])
    op.create_table(
        "goal_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("check_in_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["goal_id"], ["goals.id"], name="fk_goal_steps_goal_id_goals", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["check_in_id"],
            ["goal_check_ins.id"],
            name="fk_goal_steps_check_in_id_goal_check_ins",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_goal_steps"),
    )
    op.create_index("ix_goal_steps_goal_id", "goal_steps", ["goal_id"])
    op.create_index("ix_goal_steps_check_in_id", "goal_steps", ["check_in_id"])
    op.create_table(
        "goal_reflections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_goal_reflections_person_id_people", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_goal_reflections"),
        sa.UniqueConstraint("form_key", name="uq_goal_reflections_form_key"),
        sa.UniqueConstraint("public_id", name="uq_goal_reflections_public_id"),
    )
    op.create_index("ix_goal_reflections_person_id", "goal_reflections", ["person_id"])
    op.create_table(
        "goal_remindings",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_goal_remindings_person_id_people", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_goal_remindings"),
    )


def downgrade() -> None:
    op.drop_table("goal_remindings")
    op.drop_table("goal_reflections")
    op.drop_table("goal_steps")
    op.drop_table("goal_check_ins")
    op.drop_table("goals")
