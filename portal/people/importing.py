"""A CSV file with memberships: from bytes to lines, and what is wrong with them (pure)."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.errors import Refused
from portal.people.addresses import clean_line, clean_name, normalise

LARGEST = 1_000_000
MOST_LINES = 5_000
LONGEST_NUMBER = 40
LONGEST_HEADS = 120
_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MIDNIGHT = re.compile(r"[ T]00:00(:00)?$")
_YEARS = range(1900, 2200)


Reader = Callable[[str], str | date | None]


class Column(StrEnum):
    """What a column holds; the value is the name that we use for it."""

    EMAIL = "e-mail"
    NAME = "naam"
    NUMBER = "lidnummer"
    STARTS = "vanaf"
    ENDS = "tot"
    ORGANISATION = "organisatie"


_HEADERS: dict[str, Column] = {
    **dict.fromkeys(("email", "emailadres", "mail", "mailadres", "emailaddress"), Column.EMAIL),
    **dict.fromkeys(("naam", "name", "volledigenaam", "fullname"), Column.NAME),
    **dict.fromkeys(
        ("lidnummer", "lidnr", "nummer", "number", "membershipnumber", "membernumber"), Column.NUMBER
    ),
    **dict.fromkeys(
        ("vanaf", "van", "ingangsdatum", "lidsinds", "startdatum", "from", "since", "start", "startdate"),
        Column.STARTS,
    ),
    **dict.fromkeys(("tot", "totenmet", "tm", "einddatum", "until", "to", "end", "enddate"), Column.ENDS),
    **dict.fromkeys(("organisatie", "organisation", "organization", "gemeente"), Column.ORGANISATION),
}


class ImportReason(StrEnum):
    """What is wrong with a file or a line."""

    EMPTY = "import_empty"
    TOO_LARGE = "import_too_large"
    TOO_MANY_LINES = "import_too_many_lines"
    NOT_CSV = "import_not_csv"
    UNREADABLE = "import_unreadable"
    NO_MEMBER_COLUMN = "import_no_member_column"
    NO_START_COLUMN = "import_no_start_column"
    COLUMN_TWICE = "import_column_twice"
    TOO_MANY_CELLS = "import_too_many_cells"
    NO_MEMBER = "import_no_member"
    NO_START = "import_no_start"
    NOT_A_DATE = "import_not_a_date"
    ENDS_BEFORE_START = "import_ends_before_start"
    NUMBER_TOO_LONG = "import_number_too_long"
    QUOTES = "import_quotes"
    TWICE = "import_twice"
    UNKNOWN_ORGANISATION = "import_unknown_organisation"
    CHANGED_MEANWHILE = "import_changed_meanwhile"


@dataclass(frozen=True)
class Line:
    """One membership: of a person (`email`), or else of an organisation."""

    number: int
    starts_on: date
    ends_on: date | None
    email: str = ""
    name: str = ""
    member_number: str = ""
    organisation: str = ""

    @property
    def member(self) -> tuple[str, str, date]:
        """Whose membership this is, and from when: what may occur once in a file."""
        return (self.email, "" if self.email else self.organisation.casefold(), self.starts_on)


@dataclass(frozen=True)
class Problem:
    """What to mend, at which line of the file and in which column."""

    number: int
    column: str
    refusal: Refused


@dataclass(frozen=True)
class Parsed:
    """The good lines, what to mend, and which columns there were (and were not understood)."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    columns: frozenset[Column]
    ignored: tuple[str, ...]


def decode(content: bytes) -> str:
    """The text of the file, whether UTF-8 or Windows-1252; a byte order mark may lie."""
    if len(content) > LARGEST:
        raise Refused(ImportReason.TOO_LARGE)
    if content.startswith(_SIGNATURES):
        raise Refused(ImportReason.NOT_CSV)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", "replace")
    else:
        text = _eight_bits(content.removeprefix(b"\xef\xbb\xbf"))
    if "\x00" in text or "\ufffd" in text:
        raise Refused(ImportReason.UNREADABLE)
    if not text.strip():
        raise Refused(ImportReason.EMPTY)
    return text


def _eight_bits(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def parse(text: str) -> Parsed:
    """The lines of a file; raises `Refused` when the file as a whole is no list of memberships."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    skipped = 0
    mark = re.match(r"sep=(.)\n", text)
    if mark:
        text, skipped = text[mark.end() :], 1
    rows = _rows(text, mark.group(1) if mark else _delimiter(text), skipped)
    head: list[str] = []
    for _, head, broken in rows:
        if broken:
            raise Refused(ImportReason.UNREADABLE)
        if any(cell.strip() for cell in head):
            break
    places, ignored = _columns(head)
    return _read(rows, places, ignored, width=len(head))


def _delimiter(text: str) -> str:
    first = next((line for line in text.split("\n") if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(";,\t", key=bare.count)


def _rows(text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, list[str], bool]]:
    """Line number, cells, and whether the rest of the file cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 1 + skipped
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, [], True
            return
        yield number, cells, False


def _columns(head: list[str]) -> tuple[dict[Column, int], tuple[str, ...]]:
    places: dict[Column, int] = {}
    ignored = []
    for index, cell in enumerate(head):
        title = clean_line(cell)
        column = _HEADERS.get(re.sub(r"[\W_]+", "", title.casefold()))
        if column is None:
            ignored += [title] if title else []
        elif column in places:
            raise Refused(ImportReason.COLUMN_TWICE, column=column.value)
        else:
            places[column] = index
    found = ", ".join(title for title in map(clean_line, head) if title)[:LONGEST_HEADS]
    if Column.EMAIL not in places and Column.ORGANISATION not in places:
        raise Refused(ImportReason.NO_MEMBER_COLUMN, found=found)
    if Column.STARTS not in places:
        raise Refused(ImportReason.NO_START_COLUMN, found=found)
    return places, tuple(ignored)


def _read(
    rows: Iterator[tuple[int, list[str], bool]],
    places: Mapping[Column, int],
    ignored: tuple[str, ...],
    *,
    width: int,
) -> Parsed:
    lines: list[Line] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str, date], int] = {}
    count = 0
    for number, cells, broken in rows:
        if broken:
            problems.append(Problem(number, "", Refused(ImportReason.QUOTES)))
            break
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_LINES:
            raise Refused(ImportReason.TOO_MANY_LINES, limit=MOST_LINES)
        if any(cell.strip() for cell in cells[width:]):
            problems.append(Problem(number, "", Refused(ImportReason.TOO_MANY_CELLS)))
            continue
        values = {column: cells[at].strip() if at < len(cells) else "" for column, at in places.items()}
        line, wrong = _line(number, values)
        problems += wrong
        if line is None:
            continue
        if line.member in seen:
            problems.append(Problem(number, "", Refused(ImportReason.TWICE, line=seen[line.member])))
            continue
        seen[line.member] = number
        lines.append(line)
    if count == 0 and not problems:
        raise Refused(ImportReason.EMPTY)
    return Parsed(tuple(lines), tuple(problems), frozenset(places), ignored)


def _line(number: int, values: Mapping[Column, str]) -> tuple[Line | None, list[Problem]]:
    problems: list[Problem] = []

    def good(column: Column, read: Reader) -> str | date | None:
        try:
            return read(values.get(column, ""))
        except Refused as refusal:
            problems.append(Problem(number, column.value, refusal))
            return None

    has_email = bool(values.get(Column.EMAIL))
    organisation = clean_line(values.get(Column.ORGANISATION, ""))
    if not has_email and not organisation:
        problems.append(Problem(number, Column.EMAIL.value, Refused(ImportReason.NO_MEMBER)))
    email = good(Column.EMAIL, normalise) if has_email else ""
    name = good(Column.NAME, clean_name) if has_email else ""
    starts_on = good(Column.STARTS, _first_day)
    ends_on = good(Column.ENDS, _day)
    member_number = good(Column.NUMBER, _number)
    if isinstance(starts_on, date) and isinstance(ends_on, date) and ends_on < starts_on:
        problems.append(Problem(number, Column.ENDS.value, Refused(ImportReason.ENDS_BEFORE_START)))
    if problems or not isinstance(starts_on, date):
        return None, problems
    line = Line(
        number=number,
        starts_on=starts_on,
        ends_on=ends_on if isinstance(ends_on, date) else None,
        email=str(email),
        name=str(name),
        member_number=str(member_number),
        organisation=organisation,
    )
    return line, []


def _first_day(text: str) -> date | None:
    if not text:
        raise Refused(ImportReason.NO_START)
    return _day(text)


def _day(text: str) -> date | None:
    """31-12-2026 or 2026-12-31; nothing is no date."""
    bare = _MIDNIGHT.sub("", text)
    if not bare:
        return None
    dutch, iso = _DAY.fullmatch(bare), _ISO_DAY.fullmatch(bare)
    parts = dutch.group(3, 2, 1) if dutch else iso.group(1, 2, 3) if iso else ("0", "0", "0")
    try:
        day = date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        raise Refused(ImportReason.NOT_A_DATE, text=clean_line(text)[:40]) from None
    if day.year not in _YEARS:
        raise Refused(ImportReason.NOT_A_DATE, text=clean_line(text)[:40])
    return day


def _number(text: str) -> str:
    number = clean_line(text)
    if len(number) > LONGEST_NUMBER:
        raise Refused(ImportReason.NUMBER_TOO_LONG, limit=LONGEST_NUMBER)
    return number
