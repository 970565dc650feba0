"""name readers of goals: a facilitator who comes later does not see what was shared with those before."""

import sqlalchemy as sa
from alembic import op

revision = "c81f5ae02d96"
down_revision = "b4e9d27c1a83"
branch_labels = None
depends_on = None

FACILITATORS = """
INSERT INTO goal_readers (goal_id, person_id)
SELECT goals.id, edition_facilitators.person_id
FROM goals JOIN edition_facilitators ON edition_facilitators.edition_id = goals.edition_id
WHERE goals.audience = 'facilitator' AND edition_facilitators.person_id <> goals.person_id
"""
COMPANIONS = """
INSERT INTO goal_readers (goal_id, person_id)
SELECT DISTINCT goals.id, beside.person_id
FROM goals
JOIN registrations ON registrations.edition_id = goals.edition_id
JOIN participants AS mine ON mine.registration_id = registrations.id AND mine.person_id = goals.person_id
JOIN participants AS beside ON beside.registration_id = registrations.id
WHERE goals.audience = 'companion' AND beside.person_id <> goals.person_id
AND mine.state = 'confirmed' AND beside.state = 'confirmed'
"""


def upgrade() -> None:
    op.create_table(
        "goal_readers",
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["goal_id"], ["goals.id"], name="fk_goal_readers_goal_id_goals", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_goal_readers_person_id_people", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("goal_id", "person_id", name="pk_goal_readers"),
    )
    op.create_index("ix_goal_readers_person_id", "goal_readers", ["person_id"])
    op.execute(FACILITATORS)
    op.execute(COMPANIONS)


def downgrade() -> None:
    op.drop_table("goal_readers")
