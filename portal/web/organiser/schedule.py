"""The schedule of an edition: every module and meeting with what is odd about it, as timeline or as table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from portal import clock
from portal.database import db
from portal.programmes.clash_sentences import sentence as clash_sentence
from portal.programmes.dating import is_dateless, is_homeless
from portal.programmes.facts import ModuleKind
from portal.programmes.lint_facts import LintWarning
from portal.programmes.lint_sentences import sentence
from portal.programmes.models import Edition, ElectiveGroup, Meeting, Module
from portal.programmes.venues import written
from portal.registrations.clashing import clashes_of
from portal.texts import N_, format_day, format_span, local, ngettext
from portal.texts import gettext as _
from portal.web.kit import places
from portal.web.kit.access import member, subject
from portal.web.kit.engine import say
from portal.web.organiser import frame
from portal.web.organiser.blueprint import blueprint
from portal.web.organiser.listing import asked
from portal.web.organiser.reading import Sight, sight
from portal.web.organiser.schedule_days import Entry, Month, hours_of, month_of
from portal.web.organiser.targets import task

Badge = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """One meeting. `up` and `down` are its places one step further, 0 when there is none."""

    meeting: Meeting
    title: str
    when: str
    place: str
    timetable: str
    badges: list[Badge]
    warnings: list[str]
    notes: list[str]
    up: int
    down: int

    @property
    def name(self) -> str:
        """The title with the day, to tell the days of one module apart."""
        day = self.meeting.day
        return _("%(title)s, %(day)s", title=self.title, day=format_day(day)) if day else self.title


@dataclass(frozen=True)
class Group:
    """A module with its meetings; those without a module come last."""

    module: Module | None
    rows: list[Row]
    badges: list[Badge]
    warnings: list[str]
    up: int
    down: int

    @property
    def item(self) -> dict[str, object]:
        """The module as the timeline shows it."""
        if self.module is None:
            number, title, name = "–", _("Bijeenkomsten zonder module"), _("Overig")
        else:
            number, name = str(self.module.number), ""
            title = self.module.title or _("Module %(number)s", number=number)
        return {
            "number": number,
            "name": name,
            "title": title,
            "status": self.badges,
            "anchor": f"module-{self.module.public_id}" if self.module else "los",
            "group": self,
        }


@blueprint.get("/edities/<edition_id>/programma")
def schedule(**_address: str) -> str:
    """Modules and meetings, with warnings beside them."""
    edition = subject(Edition)
    found = sight(db.session(), edition, clock.now())
    groups = _groups(found, member().organisation_ids)
    rows = sorted((row for group in groups for row in group.rows), key=_by_day)
    chosen = asked("toon")
    return frame.shown(
        "organiser/schedule_show.html",
        found,
        "schedule",
        groups=groups,
        rows=rows,
        open=any(is_dateless(m) or is_homeless(m) for m in edition.meetings),
        tabular=chosen == "tabel",
        month=_month(edition, rows) if chosen == "kalender" else None,
        choices=_choices(found.copy.edition),
        tasks=[task(edition, w) for w in found.warnings if not w.key and w.about != "title"],
        version=str(edition.version),
    )


def _month(edition: Edition, rows: Iterable[Row]) -> Month:
    """The calendar of one month."""
    entries = [Entry(row.meeting, row.title, hours_of(row.meeting), row.badges) for row in rows]

    def address(month: str) -> str:
        return url_for("organiser.schedule", edition_id=edition.public_id, toon="kalender", maand=month)

    return month_of(entries, today=local(clock.now()).date(), address=address)


def _choices(edition: Edition) -> list[tuple[ElectiveGroup, list[str]]]:
    """Each choice with the titles of its modules."""
    return [
        (group, [module.title for module in edition.modules if module.group_id == group.id])
        for group in edition.elective_groups
    ]


def _by_day(row: Row) -> tuple[date, float, int]:
    meeting = row.meeting
    start = meeting.starts_at.timestamp() if meeting.starts_at else 0.0
    return meeting.day or date.max, start, meeting.number


def _groups(found: Sight, organisation_ids: frozenset[int]) -> list[Group]:
    edition = found.copy.edition
    warnings = _beside(edition, found.warnings)
    hard, soft = _clashes(edition, organisation_ids)
    for key, sentences in hard.items():
        warnings[key] += sentences
    by_module: Mapping[int | None, list[Meeting]] = defaultdict(list)
    for meeting in edition.meetings:
        by_module[meeting.module_id].append(meeting)
    modules: list[Module | None] = [*edition.modules]
    if by_module[None]:
        modules.append(None)
    total = len(edition.modules)
    return [
        Group(
            module=module,
            rows=_rows(by_module[module.id if module else None], module, warnings, soft),
            badges=_module_badges(module) if module else [],
            warnings=warnings[module.public_id] if module else [],
            up=position - 1 if module else 0,
            down=position + 1 if module and position < total else 0,
        )
        for position, module in enumerate(modules, 1)
    ]


def _clashes(
    edition: Edition, organisation_ids: frozenset[int]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """By meeting: what is at the same time, and what is only good to know."""
    hard: dict[str, list[str]] = defaultdict(list)
    soft: dict[str, list[str]] = defaultdict(list)
    for clash in clashes_of(db.session(), edition, organisation_ids):
        (soft if clash.soft else hard)[clash.key].append(clash_sentence(clash))
    return hard, soft


def _beside(edition: Edition, warnings: Iterable[LintWarning]) -> dict[str, list[str]]:
    """Warnings by the module or meeting beside which they stand: a round's stand beside its meeting."""
    home = {}
    for meeting in edition.meetings:
        for slot in meeting.slots:
            home[slot.public_id] = meeting.public_id
            home |= {breakout.public_id: meeting.public_id for breakout in slot.breakouts}
    found: dict[str, list[str]] = defaultdict(list)
    for warning in warnings:
        if warning.key:
            found[home.get(warning.key, warning.key)].append(sentence(warning))
    return found


def _rows(
    meetings: Sequence[Meeting],
    module: Module | None,
    warnings: Mapping[str, list[str]],
    notes: Mapping[str, list[str]],
) -> list[Row]:
    return [
        Row(
            meeting=meeting,
            title=_title(meeting, module),
            when=_when(meeting),
            place=_place(meeting),
            timetable=_timetable(meeting),
            badges=_meeting_badges(meeting),
            warnings=warnings.get(meeting.public_id, []),
            notes=notes.get(meeting.public_id, []),
            up=position - 1,
            down=position + 1 if position < len(meetings) else 0,
        )
        for position, meeting in enumerate(meetings, 1)
    ]


def _title(meeting: Meeting, module: Module | None) -> str:
    title = meeting.title or (module.title if module else "")
    return title or _("Bijeenkomst %(number)s", number=meeting.number)


def _when(meeting: Meeting) -> str:
    if meeting.day is None:
        return _("Datum nog niet bekend")
    return format_span(meeting.day, meeting.starts_at, meeting.ends_at)


def _place(meeting: Meeting) -> str:
    place = places.where(written(meeting.venue), online=meeting.online)
    if meeting.online and not meeting.online_link:
        return say(N_("%(place)s, nog zonder link"), place=place)
    return place or _("Plaats nog niet bekend")


def _timetable(meeting: Meeting) -> str:
    if not meeting.slots:
        return ""
    return ngettext("%(num)s onderdeel", "%(num)s onderdelen", len(meeting.slots))


def _meeting_badges(meeting: Meeting) -> list[Badge]:
    return [(_("Geannuleerd"), "error")] if meeting.cancelled_at is not None else []


def _module_badges(module: Module) -> list[Badge]:
    if module.kind is ModuleKind.ELECTIVE:
        return [(_("Keuzemodule"), "")]
    return [(_("Afsluiting"), "")] if module.kind is ModuleKind.CLOSING or module.also_closing else []
