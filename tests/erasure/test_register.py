"""Every column that can name a person says what becomes of it."""

from sqlalchemy import JSON, Column, LargeBinary, String, Table

from portal.config import ROOT
from portal.database import Base, Word
from portal.erasure import models  # noqa: F401 - the tables
from portal.erasure.register import FATES, IMPERSONAL, REASONS, Fate, fate_of
from portal.insight import models as insight_models  # noqa: F401 - the tables
from portal.mailings import models as mailing_models  # noqa: F401 - the tables
from portal.material import models as material_models  # noqa: F401 - the tables
from portal.recommendations import models as recommendation_models  # noqa: F401 - the tables

TABLES = Base.metadata.sorted_tables


def points_at_a_person(column: Column[object]) -> bool:
    return any(key.target_fullname == "people.id" for key in column.foreign_keys)


def has_words(column: Column[object]) -> bool:
    return isinstance(column.type, String | JSON | LargeBinary) and not isinstance(column.type, Word)


def undeclared(table: Table) -> list[str]:
    if table.name in IMPERSONAL:
        return [f"{table.name}.{column.name}" for column in table.columns if points_at_a_person(column)]
    return [
        f"{table.name}.{column.name}"
        for column in table.columns
        if (has_words(column) or points_at_a_person(column)) and fate_of(table.name, column.name) is None
    ]


def test_every_column_with_words_or_a_person_has_a_fate() -> None:
    assert [name for table in TABLES for name in undeclared(table)] == []


def test_new_column_with_words_is_seen() -> None:
    table = Base.metadata.tables["participants"].to_metadata(type(Base.metadata)())
    table.append_column(Column("nickname", String(40)))
    assert undeclared(table) == ["participants.nickname"]


def test_register_names_tables_and_columns_that_exist() -> None:
    known = {f"{table.name}.{column.name}" for table in TABLES for column in table.columns}
    told = {f"{table}.{column}" for table, columns in FATES.items() for column in columns if column}
    assert sorted(told - known) == []
    assert sorted({*FATES, *IMPERSONAL} ^ {table.name for table in TABLES}) == []
    assert set(FATES) & IMPERSONAL == set()


def test_what_is_kept_has_a_reason() -> None:
    kept = {f"{t}.{c}" for t, columns in FATES.items() for c, fate in columns.items() if fate is Fate.KEPT}
    assert set(REASONS) == kept


def test_privacy_register_tells_of_each_table_with_a_person() -> None:
    told = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    assert [table for table in FATES if f"`{table}`" not in told] == []
