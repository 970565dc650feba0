"""The forms of the self-scan: which one, the answers of a page, looking back, and with whom to share."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from flask import request
from wtforms import HiddenField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice

from portal.assessments.facts import NO_ANSWER, Answer, Form, Scale
from portal.assessments.questionnaire import ContextItem, Page, PageKind, Questionnaire, statement
from portal.texts import N_, gettext, language, lazy
from portal.web.kit.fields import PortalForm, options
from portal.web.participant.forms import OneOf


class BeginForm(PortalForm):
    """Which questionnaire, and which form of it."""

    version = RadioField(
        lazy("Welke vragenlijst wil je invullen?"),
        validators=[OneOf(N_("Kies een vragenlijst."))],
        validate_choice=False,
    )
    form = RadioField(
        lazy("Welke scan past bij jou?"),
        validators=[OneOf(N_("Kies welke scan je wilt invullen."))],
        validate_choice=False,
    )

    def offer(self, versions: Iterable[tuple[str, str]]) -> "BeginForm":
        """The questionnaires to choose from; with one there is nothing to ask."""
        found = options(versions)
        if self.version is not None:
            self.version.choices = found
            if len(found) == 1:
                del self.version
        self.form.choices = options(
            [
                (Form.LONG, gettext("Ik geef leiding, en neem er de tijd voor")),
                (Form.SHORT, gettext("Ik geef leiding, en doe de korte scan")),
                (Form.SUPPORTER, gettext("Ik ondersteun leidinggevenden")),
            ]
        )
        return self


class OneOfThese:
    """An answer is one of the choices, or none yet."""

    field_flags = {"required": True}  # noqa: RUF012 - the form library reads it from the class

    def __call__(self, _form: Any, field: Any) -> None:
        """Raises when it is something else."""
        if field.data and field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(gettext("Dit is geen van de antwoorden. Kies er een uit de lijst."))


def _answer(label: str, choices: list[SelectChoice]) -> RadioField:
    return RadioField(label, choices=choices, validators=[OneOfThese()], validate_choice=False)


class PageForm(PortalForm):
    """The questions of a page; the fields are those of the page. `seen`: which answers it showed."""

    seen = HiddenField()

    def strange(self) -> list[str]:
        """The fields that were sent and are no questions of this page."""
        usual = {field.name for field in self} | {"csrf_token", "dan"}
        return sorted(set(request.form) - usual)

    def is_whole(self) -> bool:
        """Whether everything that was sent is an answer to a question of this page."""
        good = self.validate()
        if self.strange():
            self.form_errors.append(
                gettext(
                    "Er zijn antwoorden verstuurd op vragen die niet op deze bladzijde staan. Er is niets "
                    "bewaard. Controleer je antwoorden en verstuur deze bladzijde opnieuw."
                )
            )
            return False
        return bool(good)

    def given(self) -> dict[str, str]:
        """What was chosen, by question."""
        return {field.name: field.data for field in self if field.name != "seen" and field.data}


def page_form(questionnaire: Questionnaire, page: Page, form: Form) -> type[PageForm]:
    """The form of this page, in the language of the reader."""
    spoken = language()
    if page.kind is PageKind.CONTEXT:
        fields = {one.id: _context(one, spoken) for one in questionnaire.asked_context}
    else:
        choices = scale_choices(questionnaire.instrument.scale, spoken)
        fields = {
            item.id: _answer(statement(questionnaire, item, form, spoken), choices) for item in page.items
        }
    return type("QuestionsForm", (PageForm,), fields)


def _context(item: ContextItem, spoken: str) -> RadioField:
    label = item.en if spoken == "en" else item.nl
    return _answer(label, options((one.id, one.en if spoken == "en" else one.nl) for one in item.options))


def scale_choices(scale: Scale, spoken: str) -> list[SelectChoice]:
    """The points of the scale in words, and the words for no answer."""
    english = spoken == "en"
    points = [(str(point.value), point.en if english else point.nl) for point in scale.points]
    return options([*points, (NO_ANSWER, scale.no_answer_en if english else scale.no_answer_nl)])


def as_answers(given: Mapping[str, str]) -> dict[str, Answer]:
    """The answers as they are kept."""
    return {id_: value if value == NO_ANSWER else int(value) for id_, value in given.items()}


class WhomForm(PortalForm):
    """With which facilitator."""

    whom = RadioField(
        lazy("Met wie wil je deze scan delen?"),
        validators=[OneOf(N_("Kies met wie je deze scan deelt."))],
        validate_choice=False,
    )


Then = Literal["verder", "later", "terug"]


def then() -> Then:
    """What somebody wants after keeping a page: on, back, or stop for now."""
    wish = request.form.get("dan", "verder")
    return "later" if wish == "later" else "terug" if wish == "terug" else "verder"
