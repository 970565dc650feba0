"""what an organisation aims at for its people: targets and focus, every version with who set it when."""

import sqlalchemy as sa
from alembic import op

revision = "c7a15e92d3b6"
down_revision = "a9d4c7e15b30"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation_aims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("focus", sa.JSON(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name="fk_organisation_aims_organisation_id_organisations",
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["people.id"], name="fk_organisation_aims_set_by_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_organisation_aims"),
        sa.UniqueConstraint("organisation_id", "number", name="uq_organisation_aims_organisation_id_number"),
    )


def downgrade() -> None:
    op.drop_table("organisation_aims")
