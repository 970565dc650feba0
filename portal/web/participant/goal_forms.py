"""The forms of learning goals."""

import re
import secrets
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import ValidationError

from portal.frameworks.vocabulary import ASPECTS, ROLES, name_of
from portal.goals.facts import (
    HIGHEST_PRIORITY,
    MOST_STEPS,
    Feeling,
    Stated,
)
from portal.goals.models import Goal
from portal.people.addresses import clean_line
from portal.texts import N_, gettext, language, lazy
from portal.web.kit.fields import AtMost, PortalForm, Required, line, options
from portal.web.kit.inputs import DayField
from portal.web.kit.numbers import whole
from portal.web.kit.scores import TargetField
from portal.web.participant.forms import OneOf, tidy_lines

LONG, STEP, KEY = 2000, 200, 40
_ORIGIN = re.compile(r"(finding|advice|action|module):[A-Za-z0-9._/:-]{1,100}", re.ASCII)


class _Steps:
    """Not too many steps, and none too long."""

    def __call__(self, _form: Any, field: Any) -> None:
        """Raises when there are."""
        found = steps_in(field.data)
        if len(found) > MOST_STEPS:
            raise ValidationError(
                gettext(
                    "Kies hooguit %(most)s stappen. Het zijn er nu %(count)s.",
                    most=MOST_STEPS,
                    count=len(found),
                )
            )
        if any(len(step) > STEP for step in found):
            raise ValidationError(gettext("Maak elke stap korter dan %(limit)s tekens.", limit=STEP))


def steps_in(text: str | None) -> tuple[str, ...]:
    """One step a line; empty lines do not count, and none counts twice."""
    rows = (clean_line(row) for row in (text or "").splitlines())
    return tuple(dict.fromkeys(row for row in rows if row))


def new_key() -> str:
    """A name for a form, so that sending it twice counts once."""
    return secrets.token_urlsafe(16)


class KeyedForm(PortalForm):
    """A form that counts once."""

    key = HiddenField()

    def key_of(self) -> str:
        """The name of this form."""
        return (self.key.data or new_key())[:KEY]


class GoalForm(KeyedForm):
    """What somebody wants to learn. `seen`: the version of the goal that the page showed."""

    what = StringField(
        lazy("Wat wil je leren?"),
        description=lazy("In een zin, zoals: ik vraag in elk overleg door op de cijfers."),
        validators=[*line(300), Required(lazy("Vul in wat je wilt leren. Een zin is genoeg."))],
        render_kw={"autocomplete": "off"},
    )
    why = TextAreaField(
        lazy("Waarom is dit belangrijk voor je?"), validators=[AtMost(LONG)], render_kw={"rows": 3}
    )
    notice = TextAreaField(
        lazy("Waaraan merk je dat het lukt?"), validators=[AtMost(LONG)], render_kw={"rows": 3}
    )
    about = SelectField(lazy("Waar hoort het bij?"), validate_choice=False, default="")
    target = TargetField(
        lazy("Naar welke score wil je toe?"),
        description=lazy("Een getal van 1 tot 5, zoals in de zelfscan. Weet je het niet? Laat het leeg."),
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    due_on = DayField(lazy("Tot wanneer werk je eraan?"))
    steps = TextAreaField(
        lazy("Welke stappen zet je?"),
        description=lazy("Elke stap op een eigen regel."),
        validators=[_Steps()],
        render_kw={"rows": 4},
    )
    priority = RadioField(
        lazy("Hoe belangrijk is dit doel nu?"),
        description=lazy("Dit telt mee in wat we je aanbevelen. Je kunt drie doelen belangrijk maken."),
        choices=lambda: options(
            [
                ("0", gettext("Gewoon")),
                ("1", gettext("Belangrijk")),
                ("2", gettext("Heel belangrijk")),
            ]
        ),
        validators=[OneOf(N_("Kies hoe belangrijk dit doel is."))],
        validate_choice=False,
        default="0",
    )
    remind = BooleanField(
        lazy("Herinner me aan dit doel"),
        description=lazy("Hooguit een mail per vier weken, en alleen als je er niets bij schreef."),
        default=True,
    )
    seen = HiddenField()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.about.choices = about_choices()

    def validate_about(self, field: Any) -> None:
        """An aspect or a role that there is, or nothing."""
        if field.data not in {value for value, *_more in field.iter_choices()}:
            raise ValidationError(gettext("Kies een van de mogelijkheden."))

    def validate_target(self, field: Any) -> None:
        """A score belongs to an aspect or a role."""
        if field.data is not None and not self.about.data:
            raise ValidationError(
                gettext("Kies eerst bij welk onderdeel deze score hoort, of laat de score leeg.")
            )

    def stated(self) -> Stated:
        """What was filled in."""
        kind, _colon, name = (self.about.data or "").partition(":")
        return Stated(
            what=self.what.data,
            why=tidy_lines(self.why.data),
            notice=tidy_lines(self.notice.data),
            aspect=name if kind == "aspect" else None,
            role=name if kind == "role" else None,
            target=self.target.data,
            due_on=self.due_on.data,
            priority=min(int(self.priority.data), HIGHEST_PRIORITY),
            steps=steps_in(self.steps.data),
            remind=bool(self.remind.data),
        )

    def version(self) -> int:
        """The version that the page showed; nonsense never fits."""
        return whole(self.seen.data)


def about_choices() -> dict[str, list[tuple[str, str]]] | list[tuple[str, str]]:
    """Nothing, an aspect or a role."""
    code = language()
    return [
        ("", gettext("Niets in het bijzonder")),
        *((f"aspect:{one.id}", gettext("Onderdeel: %(name)s", name=name_of(one, code))) for one in ASPECTS),
        *((f"role:{one.id}", gettext("Rol: %(name)s", name=name_of(one, code))) for one in ROLES),
    ]


def values_of(goal: Goal) -> dict[str, Any]:
    """A goal as its form shows it."""
    return {
        "what": goal.what,
        "why": goal.why,
        "notice": goal.notice,
        "about": f"aspect:{goal.aspect}" if goal.aspect else f"role:{goal.role}" if goal.role else "",
        "target": goal.target,
        "due_on": goal.due_on,
        "steps": "\n".join(step.what for step in goal.steps),
        "priority": str(goal.priority),
        "remind": goal.remind,
        "seen": str(goal.version),
    }


def origin_in(text: str) -> str:
    """What a goal is made from, when the address says so in words that we know."""
    return text if _ORIGIN.fullmatch(text) else ""


class CheckInForm(KeyedForm):
    """How it goes: a line, a feeling, steps that are done; one of them is enough."""

    note = TextAreaField(
        lazy("Wat deed je, en wat merkte je?"),
        description=lazy("Een regel is genoeg. Alleen jij leest dit."),
        validators=[AtMost(LONG)],
        render_kw={"rows": 3},
    )
    feeling = RadioField(
        lazy("Hoe gaat het?"),
        choices=lambda: options(
            [
                (Feeling.WELL.value, gettext("Het gaat goed")),
                (Feeling.SO_SO.value, gettext("Het gaat een beetje")),
                (Feeling.STUCK.value, gettext("Ik zit vast")),
            ]
        ),
        validate_choice=False,
    )
    done = SelectMultipleField(lazy("Welke stappen zijn klaar?"), validate_choice=False)

    def about(self, goal: Goal) -> "CheckInForm":
        """Offers the steps that are still open."""
        self.done.choices = [(str(s.number), s.what) for s in goal.steps if s.check_in_id is None]
        if not self.done.choices:
            del self.done
        return self

    def felt(self) -> Feeling | None:
        """The feeling, if one was chosen."""
        return Feeling(self.feeling.data) if self.feeling.data in set(Feeling) else None

    def steps_done(self) -> list[int]:
        """The numbers of the steps that were ticked."""
        ticked = self.done.data or [] if self.done else []
        return [int(number) for number in ticked if number.isascii() and number.isdigit() and len(number) < 4]

    def validate_note(self, field: Any) -> None:
        """Something must be there to keep."""
        field.data = tidy_lines(field.data)
        if not field.data and self.felt() is None and not self.steps_done():
            raise ValidationError(gettext("Schrijf een regel, kies hoe het gaat, of vink een stap af."))


class RemindersForm(PortalForm):
    """Whether somebody gets mail about goals at all."""

    wanted = BooleanField(
        lazy("Mail mij als een leerdoel vier weken stil ligt"),
        description=lazy("Hooguit een mail per vier weken. In de mail staat niet wat je doel is."),
    )


class ReflectionForm(KeyedForm):
    """A thought that belongs to no goal."""

    text = TextAreaField(
        lazy("Wat wil je onthouden?"),
        description=lazy("Alleen jij leest dit."),
        validators=[Required(lazy("Schrijf op wat je wilt onthouden.")), AtMost(LONG)],
        render_kw={"rows": 3},
    )
