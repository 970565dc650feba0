"""Words for people: translation and the writing of dates, times and amounts, in Dutch and English.

Dutch is the source language. The language is a context variable: a request or a letter sets it.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import get_timezone_location
from babel.lists import format_list as babel_list
from babel.numbers import format_currency
from babel.support import LazyProxy, NullTranslations, Translations

T = TypeVar("T")
FOLDER = Path(__file__).resolve().parent.parent / "translations"
LANGUAGES = ("nl", "en")
_LOCALES = {"nl": Locale("nl"), "en": Locale("en", "GB")}
_language: ContextVar[str] = ContextVar("language", default="nl")
_zone = ZoneInfo("Europe/Amsterdam")


def configure(time_zone: str) -> None:
    """Sets the zone in which instants are written; once per process, at the start."""
    global _zone  # noqa: PLW0603 - one process has one zone
    _zone = ZoneInfo(time_zone)


def language() -> str:
    """The language now: nl or en."""
    return _language.get()


def set_language(code: str) -> None:
    """Sets the language of this context; anything but a known one is Dutch."""
    _language.set(code if code in LANGUAGES else "nl")


@contextmanager
def use(code: str) -> Iterator[None]:
    """Speaks this language inside the block."""
    before = _language.set(code if code in LANGUAGES else "nl")
    try:
        yield
    finally:
        _language.reset(before)


@lru_cache(maxsize=4)
def _catalogue(code: str) -> NullTranslations:
    if code == "nl":
        return NullTranslations()
    return Translations.load(str(FOLDER), [code])


def raw_gettext(message: str) -> str:
    """The translation, without filling in values (templates fill in by themselves)."""
    return _catalogue(_language.get()).gettext(message)


def raw_ngettext(one: str, more: str, count: int) -> str:
    """The translation in the form for `count`, without filling in values."""
    return _catalogue(_language.get()).ngettext(one, more, count)


def gettext(message: str, **values: object) -> str:
    """The message in the language of now, with `%(name)s` filled in."""
    text = raw_gettext(message)
    return text % spoken_of(values) if values else text


def ngettext(one: str, more: str, count: int, **values: object) -> str:
    """The singular or plural message; `%(num)s` is the count."""
    return raw_ngettext(one, more, count) % {"num": count, **spoken_of(values)}


def called(value: T) -> T | str:
    """What is shown of a value: who was erased has no name, and that is said in the language of now."""
    return raw_gettext(ERASED) if type(value) is str and value == ERASED else value


def spoken_of(values: Mapping[str, object]) -> Mapping[str, object]:
    """The values that fill a message, each as it is shown."""
    return values if _language.get() == "nl" else {key: called(value) for key, value in values.items()}


def N_(message: str) -> str:  # noqa: N802 - the usual name of the mark
    """Marks a message for translation elsewhere."""
    return message


ERASED = N_("verwijderd account")
"""What stands where a name stood, in whatever is kept; Dutch, as all that is kept."""


def lazy(message: str) -> LazyProxy:
    """A message that is translated when it is shown (form labels)."""
    return LazyProxy(gettext, message, enable_cache=False)


def local(moment: datetime) -> datetime:
    """The instant on the wall clock of the portal's zone."""
    return moment.astimezone(_zone)


@lru_cache(maxsize=4096)
def _write_date(day: date, pattern: str, code: str) -> str:
    return babel_date(day, pattern, locale=_LOCALES[code])


def _day_of(value: date | datetime) -> date:
    return local(value).date() if isinstance(value, datetime) else value


def format_day(value: date | datetime) -> str:
    """dinsdag 12 januari 2027."""
    return _write_date(_day_of(value), "EEEE d MMMM y", _language.get())


def format_weekday(value: date) -> str:
    """dinsdag."""
    return _write_date(value, "EEEE", _language.get())


def format_date(value: date | datetime) -> str:
    """12 januari 2027."""
    return _write_date(_day_of(value), "d MMMM y", _language.get())


def format_short(value: date | datetime) -> str:
    """12 jan 2027."""
    return _write_date(_day_of(value), "d MMM y", _language.get()).replace(".", "")


def format_month(value: date) -> str:
    """Maart 2022, as running text: maart 2022."""
    return _write_date(value, "MMMM y", _language.get())


def format_time(value: datetime | time) -> str:
    """09.30 in Dutch, 09:30 in English."""
    clock = local(value).time() if isinstance(value, datetime) else value
    return clock.strftime("%H.%M" if _language.get() == "nl" else "%H:%M")


def format_time_range(start: datetime, end: datetime) -> str:
    """09.30 tot 16.30 uur."""
    return gettext("%(start)s tot %(end)s uur", start=format_time(start), end=format_time(end))


def format_moment(value: datetime) -> str:
    """vrijdag 15 januari 2027, 17.00 uur."""
    return gettext("%(day)s, %(time)s uur", day=format_day(value), time=format_time(value))


def format_span(day: date, start: datetime | None, end: datetime | None) -> str:
    """When a meeting is, as far as it is known: dinsdag 12 januari 2027, 09.30 tot 16.30 uur."""
    if start is None:
        return gettext("%(day)s, tijd nog niet bekend", day=format_day(day))
    if end is None:
        return gettext("%(day)s, vanaf %(time)s uur", day=format_day(day), time=format_time(start))
    return gettext("%(day)s, %(hours)s", day=format_day(day), hours=format_time_range(start, end))


def zone_name() -> str:
    """Of where the hours are that are shown: tijd in Nederland."""
    return get_timezone_location(_zone, locale=_LOCALES[_language.get()])


def format_list(words: Iterable[str], style: Literal["standard", "or"] = "standard") -> str:
    """a, b en c."""
    return babel_list([called(word) for word in words], style, locale=_LOCALES[_language.get()])


def format_money(cents: int) -> str:
    """€ 1.500 for whole euros, € 12,50 otherwise."""
    code = _language.get()
    if cents % 100 == 0:
        return format_currency(
            cents // 100,
            "EUR",
            "¤ #,##0" if code == "nl" else "¤#,##0",
            _LOCALES[code],
            currency_digits=False,
        ).replace("\u00a0", " ")
    return format_currency(
        cents / 100, "EUR", "¤ #,##0.00" if code == "nl" else None, _LOCALES[code]
    ).replace("\u00a0", " ")
