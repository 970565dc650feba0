"""keep material, files and what an edition is a copy of."""

import sqlalchemy as sa
from alembic import op

revision = "5c2e9b7d4a10"
down_revision = "b47e90d1c3a8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "edition_copies",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name="fk_edition_copies_edition_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["editions.id"], name="fk_edition_copies_from_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("edition_id", name="pk_edition_copies"),
        sa.UniqueConstraint("form_key", name="uq_edition_copies_form_key"),
    )
    op.create_index("ix_edition_copies_from_id", "edition_copies", ["from_id"])
    op.create_table(
        "stored_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("size > 0", name="ck_stored_files_size"),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["people.id"], name="fk_stored_files_uploaded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stored_files"),
    )
    op.create_table(
        "file_pieces",
        sa.Column("file_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name="fk_file_pieces_file_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("file_id", "number", name="pk_file_pieces"),
    )
    op.create_table(
        "materials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=1000), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("release", sa.String(length=40), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=True),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("form_key", sa.String(length=40), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(link <> '') <> (file_id IS NOT NULL)", name="ck_materials_link_or_file"),
        sa.CheckConstraint(
            "(release = 'before') = (days_before IS NOT NULL)", name="ck_materials_days_before"
        ),
        sa.CheckConstraint("(release = 'moment') = (release_at IS NOT NULL)", name="ck_materials_release_at"),
        sa.ForeignKeyConstraint(["edition_id"], ["editions.id"], name="fk_materials_edition_id"),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name="fk_materials_meeting_id", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name="fk_materials_file_id"),
        sa.PrimaryKeyConstraint("id", name="pk_materials"),
        sa.UniqueConstraint("public_id", name="uq_materials_public_id"),
        sa.UniqueConstraint("form_key", name="uq_materials_form_key"),
    )
    for column in ("edition_id", "meeting_id", "file_id", "announced_at"):
        op.create_index(f"ix_materials_{column}", "materials", [column])


def downgrade() -> None:
    op.drop_table("materials")
    op.drop_table("file_pieces")
    op.drop_table("stored_files")
    op.drop_table("edition_copies")
