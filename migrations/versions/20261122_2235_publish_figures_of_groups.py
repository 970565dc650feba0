"""publish figures of groups: what was shown of whom, so that the next figures reveal nobody."""

import sqlalchemy as sa
from alembic import op

revision = "e7c2a915d4f8"
down_revision = "d5a8c2e61f94"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "insight_holders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_insight_holders_person_id_people", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_insight_holders"),
        sa.UniqueConstraint("person_id", name="uq_insight_holders_person_id"),
    )
    op.create_table(
        "insight_units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name="fk_insight_units_assessment_id_assessments",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["insight_holders.id"], name="fk_insight_units_holder_id_insight_holders"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_insight_units"),
        sa.UniqueConstraint("assessment_id", name="uq_insight_units_assessment_id"),
    )
    op.create_index("ix_insight_units_holder_id", "insight_units", ["holder_id"])
    op.create_table(
        "insight_snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name="fk_insight_snapshots_edition_id_editions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_insight_snapshots"),
        sa.UniqueConstraint("public_id", name="uq_insight_snapshots_public_id"),
    )
    op.create_index("ix_insight_snapshots_edition_id", "insight_snapshots", ["edition_id"])
    op.create_table(
        "insight_sets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["insight_snapshots.id"],
            name="fk_insight_sets_snapshot_id_insight_snapshots",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_insight_sets"),
    )
    op.create_index("ix_insight_sets_snapshot_id", "insight_sets", ["snapshot_id"])


def downgrade() -> None:
    op.drop_table("insight_sets")
    op.drop_table("insight_snapshots")
    op.drop_table("insight_units")
    op.drop_table("insight_holders")
