"""name slots and groups in addresses, and say why a meeting is off."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "3f7a51c2d90b"
down_revision = "8d1c0f6a2b7e"
branch_labels = None
depends_on = None

NAMED = ("slots", "elective_groups")


def upgrade() -> None:
    op.add_column("meetings", sa.Column("cancelled_reason", sa.String(), server_default="", nullable=False))
    for name in NAMED:
        op.add_column(name, sa.Column("public_id", sa.String(length=22), server_default="", nullable=False))
        _give_names(name)
        op.create_index(f"uq_{name}_public_id", name, ["public_id"], unique=True)


def _give_names(name: str) -> None:
    table = sa.table(name, sa.column("id", sa.Integer()), sa.column("public_id", sa.String()))
    connection = op.get_bind()
    for row_id in connection.execute(sa.select(table.c.id)).scalars().all():
        connection.execute(
            table.update().where(table.c.id == row_id).values(public_id=secrets.token_urlsafe(16))
        )


def downgrade() -> None:
    for name in reversed(NAMED):
        op.drop_index(f"uq_{name}_public_id", name)
        op.drop_column(name, "public_id")
    op.drop_column("meetings", "cancelled_reason")
