"""Learning goals in words."""

from collections.abc import Collection
from datetime import date

from portal.frameworks.facts import name_of
from portal.frameworks.vocabulary import ASPECT, ASPECTS, ROLE, ROLES
from portal.goals.facts import Audience, Ending, Feeling, State
from portal.goals.models import Goal
from portal.goals.queries import progress_of
from portal.texts import N_, format_date, language, ngettext
from portal.texts import gettext as _
from portal.web.kit.scores import written

Badge = tuple[str, str]

FEELINGS = {
    Feeling.WELL: N_("Het gaat goed"),
    Feeling.SO_SO: N_("Het gaat een beetje"),
    Feeling.STUCK: N_("Ik zit vast"),
}
PRIORITIES = {1: N_("Belangrijk"), 2: N_("Heel belangrijk")}
ENDINGS = {Ending.REACHED: N_("Gehaald"), Ending.LET_GO: N_("Losgelaten")}
_STATES: dict[State, Badge] = {
    State.NEW: (N_("Nog niet begonnen"), "muted"),
    State.BUSY: (N_("Bezig"), ""),
    State.STEPS_DONE: (N_("Alle stappen gedaan"), "ok"),
    State.SOON: (N_("Bijna zover"), "warn"),
    State.OVERDUE: (N_("De datum is voorbij"), "warn"),
    State.REACHED: (N_("Gehaald"), "ok"),
    State.LET_GO: (N_("Losgelaten"), "muted"),
}


def badges(goal: Goal, today: date) -> list[Badge]:
    """The state of a goal, and its priority."""
    text, look = _STATES[progress_of(goal, today)]
    found = [(_(text), look)]
    if goal.closed_at is None and goal.priority:
        found.append((_(PRIORITIES[goal.priority]), ""))
    return found


def names() -> list[tuple[str, str]]:
    """Aspects and roles by id."""
    code = language()
    return [(one.id, name_of(one, code)) for one in ASPECTS] + [(one.id, name_of(one, code)) for one in ROLES]


def proposal(about: str) -> str:
    """A sentence to begin with, for an aspect or a role as it stands in the form; "" for nothing."""
    kind, _colon, id_ = about.partition(":")
    name = dict(names()).get(id_)
    if name is None:
        return ""
    if kind == "role":
        return _("Ik wil groeien in de rol van %(name)s.", name=name)
    return _("Ik wil groeien in %(name)s.", name=name)


def about(goal: Goal) -> str:
    """The aspect or role that it belongs to, in words; "" for none."""
    one = ASPECT.get(goal.aspect or "") or ROLE.get(goal.role or "")
    return name_of(one, language()) if one else ""


def target(goal: Goal) -> str:
    """The score to work towards; "" for none."""
    return "" if goal.target is None else written(goal.target)


def standing(goal: Goal, today: date) -> str:
    """How far it is, in a sentence."""
    if goal.closed_at is not None and goal.ending is not None:
        ending = Ending(goal.ending)
        return _("%(how)s op %(day)s.", how=_(ENDINGS[ending]), day=format_date(goal.closed_at))
    parts = []
    if goal.steps:
        done = sum(step.check_in_id is not None for step in goal.steps)
        parts.append(
            ngettext(
                "%(done)s van %(num)s stap gedaan.",
                "%(done)s van %(num)s stappen gedaan.",
                len(goal.steps),
                done=done,
            )
        )
    if goal.due_on is not None:
        parts.append(until(goal.due_on, today))
    return " ".join(parts)


def until(day: date, today: date) -> str:
    """The date to work towards, and how near it is."""
    days = (day - today).days
    if days < 0:
        return _("De datum was %(day)s. Kies een nieuwe, of sluit het doel af.", day=format_date(day))
    if days == 0:
        return _("Tot en met vandaag.")
    return ngettext(
        "Nog %(num)s dag, tot en met %(day)s.",
        "Nog %(num)s dagen, tot en met %(day)s.",
        days,
        day=format_date(day),
    )


def seen_by(goal: Goal, seated_in: Collection[int]) -> str:
    """Who sees it, in a sentence; nobody else does when its person has no place there any more."""
    if goal.audience == Audience.ME or goal.edition is None:
        return _("Alleen jij ziet dit leerdoel.")
    where = f"{goal.edition.programme.title}, {goal.edition.label}"
    if goal.edition_id not in seated_in:
        return _("Alleen jij ziet dit leerdoel nog: je doet niet meer mee met %(where)s.", where=where)
    if goal.audience == Audience.COMPANION:
        return _("Jij en wie met je meegaat bij %(where)s zien dit leerdoel.", where=where)
    if goal.audience == Audience.FACILITATOR:
        return _("Jij en de begeleiding van %(where)s zien dit leerdoel.", where=where)
    return _("Jij, je groep en de begeleiding van %(where)s zien dit leerdoel.", where=where)


def origin(goal: Goal) -> str:
    """What it was made from, in a sentence; "" for nothing."""
    kind, _colon, name = goal.origin.partition(":")
    name = name.rpartition("/")[2]  # before it: which study, when it is not the one of the portal
    if kind == "finding":
        return _("Je maakte dit doel bij bevinding %(number)s.", number=name)
    if kind == "advice":
        return _("Je maakte dit doel bij advies %(number)s.", number=name)
    if kind == "action":
        return _("Je maakte dit doel bij actie %(number)s.", number=name)
    return _("Je maakte dit doel bij een aanbeveling.") if kind == "module" else ""
