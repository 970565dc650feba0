"""What people read: every text has its English, both languages write dates and amounts their own way."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from portal import texts
from portal.config import ROOT

FILE = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
MAPPING = [("portal/**.py", "python"), *((f"templates/**.{end}", "jinja2") for end in ("html", "txt", "xml"))]
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy": None, "raw_gettext": None}
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")
FORMAL = re.compile(r"\b(u|uw|uzelf)\b|!", re.IGNORECASE)
DUTCH = re.compile(
    r"\b(aan|alle|bij|de|deelnemers?|deze|dit|editie|een|geen|het|inschrijving|je|jouw|kies|leergang|met|"
    r"naar|niet|nog|om|onbekend|op locatie|organisatie|plek(ken)?|uur|van|voor|wachtlijst|wordt|zijn)\b",
    re.IGNORECASE,
)
# Names of columns of a file, and of people and authorities in an example.
STAYS_DUTCH = re.compile(
    r"\borganisatie\b|gemeentesecretaris(sen)?|Noor de Wit|lidnummer|vanaf", re.IGNORECASE
)
MORNING = datetime(2027, 1, 12, 8, 30, tzinfo=UTC)
AFTERNOON = datetime(2027, 1, 12, 15, 30, tzinfo=UTC)
SUMMER = datetime(2027, 7, 12, 8, 30, tzinfo=UTC)


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """A text, or its singular and plural."""
    return (text,) if isinstance(text, str) else tuple(text)


def source_texts() -> Iterator[tuple[str, ...]]:
    """Every text in code and templates."""
    for folder in ("portal", "templates"):
        method_map = [(pattern.removeprefix(f"{folder}/"), way) for pattern, way in MAPPING]
        found = extract_from_dir(str(ROOT / folder), method_map, {}, KEYWORDS)
        yield from (forms(message) for _file, _line, message, _comments, _context in found if message)


@pytest.fixture(scope="module")
def dutch() -> set[tuple[str, ...]]:
    """The texts of the source."""
    return set(source_texts())


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    """The English catalogue."""
    with FILE.open("rb") as opened:
        return read_po(opened, locale="en")


@pytest.fixture(scope="module")
def english(catalogue: Catalog) -> list[Message]:
    """Its messages, without the header."""
    return [message for message in catalogue if message.id]


def test_every_text_stands_in_the_catalogue(dutch: set[tuple[str, ...]], english: list[Message]) -> None:
    known = {forms(message.id) for message in english}
    singulars = {one[0] for one in known}
    assert [text for text in sorted(dutch - known) if len(text) == 2 or text[0] not in singulars] == []


def test_catalogue_has_no_text_that_nobody_says(
    dutch: set[tuple[str, ...]], catalogue: Catalog, english: list[Message]
) -> None:
    assert [message.id for message in english if forms(message.id) not in dutch] == []
    assert list(catalogue.obsolete) == []


def test_every_text_is_translated_in_every_form(english: list[Message]) -> None:
    assert [
        m.id for m in english if len(forms(m.string)) != len(forms(m.id)) or not all(forms(m.string))
    ] == []


def test_no_translation_is_only_a_guess(catalogue: Catalog, english: list[Message]) -> None:
    assert [message.id for message in english if message.fuzzy] == []
    assert not catalogue.fuzzy  # a header that is a guess keeps the whole file from being compiled


def test_translations_have_the_same_placeholders(english: list[Message]) -> None:
    pairs = [pair for m in english for pair in zip(forms(m.id), forms(m.string), strict=True)]
    assert [p for p in pairs if sorted(PLACEHOLDER.findall(p[0])) != sorted(PLACEHOLDER.findall(p[1]))] == []


def test_translations_keep_the_spaces_around_them(english: list[Message]) -> None:
    pairs = [pair for m in english for pair in zip(forms(m.id), forms(m.string), strict=True)]
    assert [(a, b) for a, b in pairs if (a[:1] == " ", a[-1:] == " ") != (b[:1] == " ", b[-1:] == " ")] == []


def test_compiled_catalogue_is_the_written_one(english: list[Message]) -> None:
    compiled = FILE.with_suffix(".mo")
    assert compiled.exists(), "make install compiles the translations"
    with compiled.open("rb") as opened:
        spoken = {forms(m.id): forms(m.string) for m in read_mo(opened) if m.id}
    assert spoken == {forms(m.id): forms(m.string) for m in english}, "make install compiles the translations"


def test_dutch_is_informal_and_calm(dutch: set[tuple[str, ...]]) -> None:
    assert [text for text in sorted(dutch) if any(FORMAL.search(form) for form in text)] == []


def test_english_is_english_and_calm(english: list[Message]) -> None:
    said = [form for message in english for form in forms(message.string)]
    assert [text for text in said if "!" in text or DUTCH.search(STAYS_DUTCH.sub("", text))] == []


def test_unknown_language_is_dutch() -> None:
    with texts.use("xx"):
        assert (texts.language(), texts.gettext("Inschrijven")) == ("nl", "Inschrijven")


def test_language_ends_with_its_block() -> None:
    with texts.use("en"):
        inside = texts.gettext("Inschrijven")
    assert (inside, texts.gettext("Inschrijven")) == ("Enrol", "Inschrijven")


def test_lazy_text_is_translated_when_it_is_shown() -> None:
    label = texts.lazy("Wachtwoord")
    with texts.use("en"):
        assert str(label) == "Password"
    assert str(label) == "Wachtwoord"


@pytest.mark.parametrize(
    ("language", "one", "more"),
    [("nl", "Nog 1 plek", "Nog 2 plekken"), ("en", "1 seat left", "2 seats left")],
)
def test_plural_follows_the_number(language: str, one: str, more: str) -> None:
    with texts.use(language):
        assert [texts.ngettext("Nog %(num)s plek", "Nog %(num)s plekken", n) for n in (1, 2)] == [one, more]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "nl",
            [
                "dinsdag 12 januari 2027",
                "12 januari 2027",
                "12 jan 2027",
                "januari 2027",
                "09.30",
                "09.30 tot 16.30 uur",
                "dinsdag 12 januari 2027, 09.30 uur",
            ],
        ),
        (
            "en",
            [
                "Tuesday 12 January 2027",
                "12 January 2027",
                "12 Jan 2027",
                "January 2027",
                "09:30",
                "09:30 to 16:30",
                "Tuesday 12 January 2027, 09:30",
            ],
        ),
    ],
)
def test_dates_and_times_in_each_language(language: str, said: list[str]) -> None:
    with texts.use(language):
        assert [
            texts.format_day(MORNING),
            texts.format_date(MORNING),
            texts.format_short(MORNING),
            texts.format_month(date(2027, 1, 12)),
            texts.format_time(MORNING),
            texts.format_time_range(MORNING, AFTERNOON),
            texts.format_moment(MORNING),
        ] == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", ["€ 1.500", "€ 12,50", "€ 0", "€ 7.200,05"]),
        ("en", ["€1,500", "€12.50", "€0", "€7,200.05"]),
    ],
)
def test_money_in_each_language(language: str, said: list[str]) -> None:
    with texts.use(language):
        assert [texts.format_money(cents) for cents in (150_000, 1_250, 0, 720_005)] == said


@pytest.mark.parametrize(
    ("language", "said"), [("nl", ["a, b en c", "a of b"]), ("en", ["a, b and c", "a or b"])]
)
def test_lists_in_each_language(language: str, said: list[str]) -> None:
    with texts.use(language):
        assert [texts.format_list("abc"), texts.format_list("ab", "or")] == said


def test_summer_time_moves_the_instant_not_the_day() -> None:
    assert [texts.format_time(MORNING), texts.format_time(SUMMER), texts.format_time(time(9, 5))] == [
        "09.30",
        "10.30",
        "09.05",
    ]


def test_day_changes_at_midnight_in_the_netherlands() -> None:
    late = datetime(2027, 1, 12, 23, 30, tzinfo=UTC)
    assert texts.format_day(late) == "woensdag 13 januari 2027"


def test_zone_can_be_another_one() -> None:
    texts.configure("America/Curacao")
    try:
        assert texts.format_time(MORNING) == "04.30"
    finally:
        texts.configure("Europe/Amsterdam")
