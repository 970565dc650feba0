"""The form that says who sees a goal, in words."""

from wtforms import RadioField

from portal.goals.facts import Audience
from portal.goals.sharing import Circle
from portal.texts import N_, gettext, lazy, ngettext
from portal.web.kit.fields import PortalForm, options
from portal.web.participant.forms import OneOf


class SharingForm(PortalForm):
    """Who sees a goal."""

    audience = RadioField(
        lazy("Wie mag dit leerdoel zien?"),
        validators=[OneOf(N_("Kies wie dit leerdoel mag zien."))],
        validate_choice=False,
        coerce=str,
    )

    def among(self, circles: list[Circle]) -> dict[str, str]:
        """Offers everybody around this person; returns what each choice means."""
        choices = [(Audience.ME.value, gettext("Alleen ik"))]
        notes = {Audience.ME.value: gettext("Niemand anders ziet dit doel.")}
        for circle in circles:
            where = f"{circle.programme}, {circle.label}"
            for audience in circle.audiences:
                value = f"{audience}:{circle.public_id}"
                choices.append((value, _who(audience, circle)))
                notes[value] = f"{where}. {_means(audience, circle)}"
        self.audience.choices = options(choices)
        return notes

    def chosen(self) -> tuple[Audience, str]:
        """The audience, and the public id of its edition."""
        word, _colon, public_id = self.audience.data.partition(":")
        return Audience(word), public_id


def _who(audience: Audience, circle: Circle) -> str:
    if audience is Audience.COMPANION:
        return circle.companion
    if audience is Audience.FACILITATOR:
        return ngettext("De begeleider", "De begeleiders", len(circle.facilitators))
    return gettext("Mijn groep")


def _means(audience: Audience, circle: Circle) -> str:
    if audience is Audience.COMPANION:
        return gettext("Alleen %(name)s ziet dit doel.", name=circle.companion)
    if audience is Audience.FACILITATOR:
        return ngettext(
            "Alleen %(names)s ziet dit doel.",
            "Alleen %(names)s zien dit doel.",
            len(circle.facilitators),
            names=", ".join(circle.facilitators),
        )
    return ngettext(
        "De andere deelnemer en de begeleiding zien dit doel.",
        "De %(num)s andere deelnemers en de begeleiding zien dit doel.",
        circle.others,
    )
