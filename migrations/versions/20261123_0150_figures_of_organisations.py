"""figures of organisations: scores kept with a scan, domains, and snapshots of an organisation's people."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "b4e9d27c1a83"
down_revision = "f3b8d1a64c27"
branch_labels = None
depends_on = None

ONE_OWNER = "(edition_id IS NULL) <> (organisation_id IS NULL)"


@contextmanager
def _keeping_sets() -> Iterator[None]:
    """SQLite makes the table of snapshots anew, and would take their sets along with the old one."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        yield
        return
    sets = connection.execute(sa.text("SELECT id, snapshot_id, key, units FROM insight_sets")).all()
    connection.execute(sa.text("DELETE FROM insight_sets"))
    yield
    again = sa.text("INSERT INTO insight_sets (id, snapshot_id, key, units) VALUES (:a, :b, :c, :d)")
    for row in sets:
        connection.execute(again, dict(zip("abcd", row, strict=True)))


def upgrade() -> None:
    op.add_column("assessments", sa.Column("scores", sa.String(), nullable=True))
    with _keeping_sets(), op.batch_alter_table("insight_snapshots") as batch:
        batch.alter_column("edition_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            "fk_insight_snapshots_organisation_id_organisations",
            "organisations",
            ["organisation_id"],
            ["id"],
        )
        batch.create_check_constraint(op.f("ck_insight_snapshots_one_owner"), ONE_OWNER)
        batch.create_index("ix_insight_snapshots_organisation_id", ["organisation_id"])
    op.create_table(
        "domains",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_domains_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_domains"),
        sa.UniqueConstraint("public_id", name="uq_domains_public_id"),
        sa.UniqueConstraint("organisation_id", "name", name="uq_domains_organisation_id_name"),
    )
    op.create_index("ix_domains_organisation_id", "domains", ["organisation_id"])
    op.create_table(
        "position_domains",
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["position_id"],
            ["positions.id"],
            name="fk_position_domains_position_id_positions",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["domain_id"], ["domains.id"], name="fk_position_domains_domain_id_domains", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("position_id", name="pk_position_domains"),
    )
    op.create_index("ix_position_domains_domain_id", "position_domains", ["domain_id"])


def downgrade() -> None:
    op.drop_table("position_domains")
    op.drop_table("domains")
    # An edition's figures of then did not look at an organisation's: without those they stand alone.
    op.execute(
        "DELETE FROM insight_sets WHERE snapshot_id IN "
        "(SELECT id FROM insight_snapshots WHERE edition_id IS NULL)"
    )
    op.execute("DELETE FROM insight_snapshots WHERE edition_id IS NULL")
    with _keeping_sets(), op.batch_alter_table("insight_snapshots") as batch:
        batch.drop_index("ix_insight_snapshots_organisation_id")
        batch.drop_constraint(op.f("ck_insight_snapshots_one_owner"), type_="check")
        batch.drop_constraint("fk_insight_snapshots_organisation_id_organisations", type_="foreignkey")
        batch.drop_column("organisation_id")
        batch.alter_column("edition_id", existing_type=sa.Integer(), nullable=False)
    op.drop_column("assessments", "scores")
