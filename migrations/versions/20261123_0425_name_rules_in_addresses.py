"""name rules in addresses, so that an address always means the same rule."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "d2b80f6c47a1"
down_revision = "c7a15e92d3b6"
branch_labels = None
depends_on = None

INDEX = "uq_eligibility_rules_public_id"


def upgrade() -> None:
    named = sa.Column("public_id", sa.String(length=22), server_default="", nullable=False)
    op.add_column("eligibility_rules", named)
    table = sa.table("eligibility_rules", sa.column("id", sa.Integer()), sa.column("public_id", sa.String()))
    connection = op.get_bind()
    for row_id in connection.execute(sa.select(table.c.id)).scalars().all():
        connection.execute(
            table.update().where(table.c.id == row_id).values(public_id=secrets.token_urlsafe(16))
        )
    op.create_index(INDEX, "eligibility_rules", ["public_id"], unique=True)


def downgrade() -> None:
    op.drop_index(INDEX, "eligibility_rules")
    op.drop_column("eligibility_rules", "public_id")
