"""Who would be told what of a change, and who would choose again, in sentences."""

from collections.abc import Iterator

from portal.database import db
from portal.invites.facts import Event, News
from portal.invites.plans import Change, Plan
from portal.programmes.models import Module
from portal.registrations.ledger import seats_of
from portal.texts import format_span, ngettext
from portal.texts import gettext as _

MOST = 12


def told(plan: Plan) -> list[str]:
    """How many people get which message, and then what changes for them."""
    changes = list(dict.fromkeys(_change(change) for change in plan.changes))  # who guides reads it too
    if len(changes) > MOST:
        more = len(changes) - MOST
        rest = ngettext("En nog %(num)s wijziging.", "En nog %(num)s wijzigingen.", more)
        changes = [*changes[:MOST], rest]
    return [*_people(plan), *changes]


def _people(plan: Plan) -> Iterator[str]:
    if plan.changed:
        yield ngettext(
            "%(num)s persoon krijgt een gewijzigde uitnodiging.",
            "%(num)s mensen krijgen een gewijzigde uitnodiging.",
            plan.changed,
        )
    if plan.cancelled:
        yield ngettext(
            "%(num)s persoon krijgt een afzegging.",
            "%(num)s mensen krijgen een afzegging.",
            plan.cancelled,
        )
    if plan.invited:
        yield ngettext(
            "%(num)s persoon krijgt een uitnodiging.",
            "%(num)s mensen krijgen een uitnodiging.",
            plan.invited,
        )
    if plan.feed:
        yield ngettext(
            "%(num)s persoon leest de agenda met een abonnement: daar verandert het vanzelf, zonder mail.",
            "%(num)s mensen lezen de agenda met een abonnement: daar verandert het vanzelf, zonder mail.",
            plan.feed,
        )
    if plan.nothing:
        yield ngettext(
            "%(num)s persoon wacht nog op een plek en krijgt niets.",
            "%(num)s mensen wachten nog op een plek en krijgen niets.",
            plan.nothing,
        )


def _change(change: Change) -> str:
    what, when = change.event.summary, _when(change.event)
    if change.news in (News.CALLED_OFF, News.NOT_EXPECTED, News.FEED_ONLY):
        return _("Uit de agenda: %(what)s, %(when)s.", what=what, when=when)
    if change.before is None:
        return _("Nieuw in de agenda: %(what)s, %(when)s.", what=what, when=when)
    if change.news is News.MOVED:
        before = _when(change.before)
        return _("%(what)s: was %(before)s, wordt %(when)s.", what=what, before=before, when=when)
    return _("%(what)s, %(when)s: de tekst verandert.", what=what, when=when)


def _when(event: Event) -> str:
    """When and where it is."""
    when = format_span(event.span.day, event.span.starts_at, event.span.ends_at)
    if not event.place:
        return when
    return _("%(when)s, %(place)s", when=when, place=event.place)


def who_chose(module: Module) -> list[str]:
    """What happens to those who chose this module, if it is an elective that is called off."""
    if module.group_id is None or module.pool_id is None:
        return []
    seats = seats_of(db.session(), [module.pool_id])[module.pool_id]
    people = seats.taken + seats.waiting
    if not people:
        return []
    return [
        ngettext("%(num)s persoon koos deze keuzemodule.", "%(num)s mensen kozen deze keuzemodule.", people),
        _("Is er plek bij hun tweede keuze? Dan gaan ze daarheen. Anders vragen we hun opnieuw te kiezen."),
        _("Zij krijgen daarover meteen een mail. Hun plek in de editie houden ze."),
    ]
