"""know what modules develop: keys over editions, weights, programmes of others, frameworks."""

import secrets
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "a7d3f0b8c215"
down_revision = "c4f81d7e3a60"
branch_labels = None
depends_on = None

WAITING = sa.text("confirmed_at IS NULL AND dropped_at IS NULL")


def upgrade() -> None:
    apart = sa.Column("modules_apart", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("programmes", apart)
    op.add_column("modules", sa.Column("key", sa.String(length=120), server_default="", nullable=False))
    _fill_keys()
    op.create_index("ix_modules_key", "modules", ["key"], unique=False)
    op.create_index("uq_modules_edition_id_key", "modules", ["edition_id", "key"], unique=True)
    op.create_table(
        "frameworks",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_frameworks"),
    )
    _coverages()
    _externals()


def _fill_keys() -> None:
    """Modules of one programme with the same title are one module; the first one gives the key."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT m.id, m.edition_id, m.number, m.title, p.slug FROM modules m "
            "JOIN editions e ON e.id = m.edition_id JOIN programmes p ON p.id = e.programme_id ORDER BY m.id"
        )
    ).all()
    of_title: dict[tuple[str, str], str] = {}
    in_edition: dict[int, set[str]] = defaultdict(set)
    every: set[str] = set()
    for row in rows:
        key = of_title.get((row.slug, row.title)) if row.title else None
        if key is None or key in in_edition[row.edition_id]:
            key = f"{row.slug}/{row.number}"
            if key in every:
                key = f"m/{secrets.token_urlsafe(16)}"
        of_title.setdefault((row.slug, row.title), key)
        in_edition[row.edition_id].add(key)
        every.add(key)
        connection.execute(sa.text("UPDATE modules SET key = :key WHERE id = :id"), {"key": key, "id": row.id})


def _coverages() -> None:
    op.create_table(
        "module_coverages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("aspects", sa.JSON(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("loaded", sa.Boolean(), nullable=False),
        sa.Column("stated_by_id", sa.Integer(), nullable=True),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("confirmed_by_id <> stated_by_id", name="ck_module_coverages_second_pair_of_eyes"),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR dropped_at IS NULL", name="ck_module_coverages_confirmed_or_dropped"
        ),
        sa.ForeignKeyConstraint(
            ["stated_by_id"], ["people.id"], name="fk_module_coverages_stated_by_id_people"
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name="fk_module_coverages_confirmed_by_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_module_coverages"),
    )
    op.create_index("ix_module_coverages_key", "module_coverages", ["key"], unique=False)
    op.create_index(
        "uq_module_coverages_waiting",
        "module_coverages",
        ["key"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def _externals() -> None:
    op.create_table(
        "external_programmes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("provider", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_external_programmes_organisation_id_organisations"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_external_programmes"),
        sa.UniqueConstraint("slug", name="uq_external_programmes_slug"),
        sa.UniqueConstraint("form_key", name="uq_external_programmes_form_key"),
    )
    op.create_index(
        "ix_external_programmes_organisation_id", "external_programmes", ["organisation_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("external_programmes")
    op.drop_table("module_coverages")
    op.drop_table("frameworks")
    op.drop_index("uq_modules_edition_id_key", table_name="modules")
    op.drop_index("ix_modules_key", table_name="modules")
    op.drop_column("modules", "key")
    op.drop_column("programmes", "modules_apart")
