"""Fields, groups and the error summary."""

from collections.abc import Callable
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from tests.components.rendering import NASTY, words

Render = Callable[..., Any]


class Person(Form):
    """A form within a form."""

    name = StringField("Naam", [InputRequired("Vul een naam in")])


class Everything(Form):
    """One field of each kind; the nasty text stands where people type."""

    email = StringField(
        "E-mail",
        [InputRequired("Vul je e-mailadres in")],
        description="Van je werk",
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
    note = TextAreaField("Opmerking", [Optional()])
    role = SelectField("Functie", [Optional()], choices=[SelectChoice("gs", NASTY)])
    secret = PasswordField("Wachtwoord", [InputRequired()])
    seat = RadioField(
        "Ronde 1",
        [InputRequired("Kies een deelsessie")],
        choices=[SelectChoice("a", "Eerste"), SelectChoice("b", NASTY, render_kw={"disabled": True})],
    )
    days = SelectMultipleField("Dagen", [Optional()], choices=[SelectChoice("ma", "Maandag")])
    consent = BooleanField("Akkoord", [InputRequired("Ga akkoord")])
    key = HiddenField()
    guests = FieldList(FormField(Person), min_entries=1)


def refused(**typed: str) -> Everything:
    form = Everything(MultiDict({"email": "", "guests-0-name": "", **typed}))
    form.validate()
    return form


def attributes(element: Any, *names: str) -> dict[str, str | None]:
    return {name: element.get(name) for name in names}


def test_field_has_label_hint_and_keyboard_help(render: Render) -> None:
    tree = render("forms", "field(form.email)", form=Everything())
    assert tree.find(".//label").get("for") == "email"
    assert words(tree.find(".//label")) == "E-mail"
    assert words(tree.find(".//*[@id='email-uitleg']")) == "Van je werk"
    names = ("id", "autocomplete", "inputmode", "aria-describedby", "aria-invalid")
    assert attributes(tree.find(".//input"), *names) == {
        "id": "email",
        "autocomplete": "email",
        "inputmode": "email",
        "aria-describedby": "email-uitleg",
        "aria-invalid": None,
    }


def test_refused_field_says_so_in_words_and_code(render: Render) -> None:
    tree = render("forms", "field(form.email)", form=refused())
    assert words(tree.find(".//*[@id='email-fout']")) == "Fout: Vul je e-mailadres in"
    assert attributes(tree.find(".//input"), "aria-describedby", "aria-invalid") == {
        "aria-describedby": "email-uitleg email-fout",
        "aria-invalid": "true",
    }
    assert "utrecht-form-field--invalid" in tree.find("div").get("class")


def test_typed_text_comes_back_as_text(render: Render) -> None:
    tree = render("forms", "field(form.email)", form=refused(email=NASTY))
    assert tree.find(".//input").get("value") == NASTY


def test_optional_field_says_it_may_stay_empty(render: Render) -> None:
    tree = render("forms", "textarea(form.note)", form=Everything(note=NASTY))
    assert words(tree.find(".//label")) == "Opmerking (niet verplicht)"
    assert words(tree.find(".//textarea")) == NASTY


def test_page_may_overrule_what_is_optional(render: Render) -> None:
    tree = render("forms", "textarea(form.note, hint=nasty, optional=false)", form=Everything())
    assert words(tree.find(".//label")) == "Opmerking"
    assert words(tree.find(".//*[@id='note-uitleg']")) == NASTY


def test_select_keeps_its_words_as_text(render: Render) -> None:
    tree = render("forms", "select(form.role)", form=Everything())
    assert tree.find(".//label").get("for") == "role"
    assert words(tree.find(".//select")) == NASTY


def test_password_brings_words_for_the_show_button(render: Render) -> None:
    tree = render("forms", "field(form.secret)", form=refused(secret="geheim"))
    wrapper = tree.find(".//*[@data-show]")
    assert attributes(wrapper, "data-show", "data-hide") == {
        "data-show": "Toon wachtwoord",
        "data-hide": "Verberg wachtwoord",
    }
    assert wrapper.find("input").get("value") == ""


def test_date_field_is_a_labelled_input(render: Render) -> None:
    tree = render("forms", "date_field(form.email)", form=Everything())
    assert tree.find(".//label").get("for") == tree.find(".//input").get("id")


def test_radios_form_one_named_group(render: Render) -> None:
    tree = render("forms", "radios(form.seat)", form=refused(seat="a"))
    assert words(tree.find(".//legend")) == "Ronde 1"
    boxes = tree.findall(".//input")
    assert [(box.get("id"), "checked" in box.attrib, "disabled" in box.attrib) for box in boxes] == [
        ("seat-0", True, False),
        ("seat-1", False, True),
    ]
    assert [(label.get("for"), words(label)) for label in tree.findall(".//label")] == [
        ("seat-0", "Eerste"),
        ("seat-1", NASTY),
    ]


def test_refused_group_has_bar_and_described_error(render: Render) -> None:
    tree = render("forms", "radios(form.seat)", form=refused())
    group = tree.find(".//fieldset")
    assert "utrecht-form-fieldset--invalid" in tree.find("div").get("class")
    assert attributes(group, "aria-describedby", "aria-invalid") == {
        "aria-describedby": "seat-fout",
        "aria-invalid": "true",
    }


def test_choice_card_carries_note_and_state(render: Render) -> None:
    call = (
        "radios(form.seat, cards=true, notes={'a': nasty}, status={'b': [('Vol', 'warn')]}, text_lang='nl')"
    )
    tree = render("forms", call, form=Everything())
    assert tree.find(".//input").get("aria-describedby") == "seat-0-uitleg"
    assert words(tree.find(".//*[@id='seat-0-uitleg']")) == NASTY
    assert [words(badge) for badge in tree.findall(".//span")] == ["Vol"]
    assert {label.get("lang") for label in tree.findall(".//label")} == {"nl"}


def test_several_checkboxes_share_one_legend(render: Render) -> None:
    tree = render("forms", "checkboxes(form.days)", form=Everything(days=["ma"]))
    assert words(tree.find(".//legend")) == "Dagen (niet verplicht)"
    assert attributes(tree.find(".//input"), "type", "name", "value", "checked") == {
        "type": "checkbox",
        "name": "days",
        "value": "ma",
        "checked": "",
    }


def test_single_checkbox_has_label_and_error(render: Render) -> None:
    tree = render("forms", "checkbox(form.consent)", body="meer", form=refused())
    assert tree.find(".//label").get("for") == "consent"
    assert tree.find(".//input").get("aria-describedby") == "consent-fout"
    assert words(tree.find(".//*[@id='consent-fout']")) == "Fout: Ga akkoord"


def test_fieldset_describes_its_group(render: Render) -> None:
    tree = render("forms", "fieldset('Collega', hint='Een', error=nasty, id='c')", body="x")
    assert tree.find(".//fieldset").get("aria-describedby") == "c-uitleg c-fout"
    assert words(tree.find(".//*[@id='c-fout']")) == f"Fout: {NASTY}"


def test_form_leaves_judging_to_the_server(render: Render) -> None:
    tree = render("forms", "form('/x?a=1&b=2', 'geheim', upload=true)", body="y")
    assert attributes(tree.find("form"), "action", "method", "novalidate", "enctype") == {
        "action": "/x?a=1&b=2",
        "method": "post",
        "novalidate": "",
        "enctype": "multipart/form-data",
    }
    assert words(tree) == "geheim y"


def test_hidden_field_writes_only_its_value(render: Render) -> None:
    tree = render("forms", "hidden(form.key)", form=Everything(key=NASTY))
    assert attributes(tree.find("input"), "type", "name", "value") == {
        "type": "hidden",
        "name": "key",
        "value": NASTY,
    }


def test_summary_links_each_mistake_to_its_field(render: Render) -> None:
    form = refused(secret="x")
    form.form_errors = [NASTY]
    tree = render("forms", "error_summary(form)", form=form)
    box = tree.find("div")
    assert attributes(box, "role", "tabindex", "aria-labelledby") == {
        "role": "alert",
        "tabindex": "-1",
        "aria-labelledby": "fouten-kop",
    }
    assert words(box.find(".//p")) == "Verbeter 5 punten. Daarna kun je verder."
    assert words(box.find(".//li")) == NASTY
    assert [(link.get("href"), words(link)) for link in box.findall(".//a")] == [
        ("#email", "Vul je e-mailadres in"),
        ("#seat-0", "Kies een deelsessie"),
        ("#consent", "Ga akkoord"),
        ("#guests-0-name", "Vul een naam in"),
    ]


def test_summary_stays_away_without_mistakes(render: Render) -> None:
    assert list(render("forms", "error_summary(form)", form=Person(name="Samira"))) == []


def test_problem_without_a_form_looks_the_same(render: Render) -> None:
    tree = render("forms", "problem(nasty)")
    assert tree.find("div").get("role") == "alert"
    assert [words(tree.find(".//h2")), words(tree.find(".//p"))] == ["Er ging iets mis", NASTY]
