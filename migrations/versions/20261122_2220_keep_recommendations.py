"""keep recommendations: with what they were made from, and what people do not want."""

import sqlalchemy as sa
from alembic import op

revision = "c1d7e94a52b3"
down_revision = "b8e5f1c39a70"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recommendation_catalogues",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_recommendation_catalogues"),
    )
    op.create_table(
        "recommendation_refusals",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_recommendation_refusals_person_id_people", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "key", name="pk_recommendation_refusals"),
    )
    op.create_table(
        "recommendations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("instrument", sa.String(length=80), nullable=False),
        sa.Column("instrument_hash", sa.String(length=64), nullable=False),
        sa.Column("config_version", sa.String(length=40), nullable=False),
        sa.Column("catalogue_hash", sa.String(length=64), nullable=False),
        sa.Column("person_hash", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("unmet", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name="fk_recommendations_assessment_id_assessments",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["catalogue_hash"],
            ["recommendation_catalogues.hash"],
            name="fk_recommendations_catalogue_hash_recommendation_catalogues",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_recommendations_person_id_people", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recommendations"),
    )
    op.create_index("ix_recommendations_assessment_id", "recommendations", ["assessment_id"])
    op.create_index("ix_recommendations_catalogue_hash", "recommendations", ["catalogue_hash"])
    op.create_index("ix_recommendations_person_id", "recommendations", ["person_id"])
    op.create_index(
        "uq_recommendations_person_id_digest", "recommendations", ["person_id", "digest"], unique=True
    )


def downgrade() -> None:
    op.drop_table("recommendations")
    op.drop_table("recommendation_refusals")
    op.drop_table("recommendation_catalogues")
