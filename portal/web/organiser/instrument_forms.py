"""The forms of an instrument: its texts in two languages, its file, and for which organisation a copy is."""

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from portal.assessments.instrument_file import LARGEST
from portal.assessments.instrument_parts import LONGEST_TEXT
from portal.assessments.instrument_texts import LANGUAGES, OPTION, POINT, Pair
from portal.texts import N_, lazy
from portal.web.kit.fields import AtMost, PortalForm
from portal.web.kit.uploads import at_most

LARGEST_FILE = LARGEST * 4
"""In bytes; a sign takes four at most."""
FILE_TOO_LARGE = N_("Dit bestand is te groot. Kies het bestand van een vragenlijst.")


class SectionForm(PortalForm):
    """The texts of a section; the fields are those of the section. `seen`: which texts it showed."""

    seen = HiddenField()

    def typed(self, pairs: list[Pair], there: Mapping[Pair, tuple[str, str]]) -> dict[Pair, tuple[str, str]]:
        """What was typed, each on one line. A text that the sender's page did not have stays as it is."""
        for pair, both in there.items():
            for code, text in zip(LANGUAGES, both, strict=True):
                if not self[f"{pair.field}-{code}"].raw_data:
                    self[f"{pair.field}-{code}"].data = text
        return {pair: (self._line(f"{pair.field}-nl"), self._line(f"{pair.field}-en")) for pair in pairs}

    def _line(self, name: str) -> str:
        return " ".join((self[name].data or "").split())


def section_form(labels: Mapping[Pair, tuple[str, str]]) -> type[SectionForm]:
    """The form with these texts; the labels are those of the Dutch and of the English field."""
    fields: dict[str, Any] = {}
    for pair, both in labels.items():
        is_short = pair.part in (OPTION, POINT)
        kind, look = (StringField, {}) if is_short else (TextAreaField, {"rows": 3})
        for code, label in zip(LANGUAGES, both, strict=True):
            fields[f"{pair.field}-{code}"] = kind(
                label, validators=[AtMost(LONGEST_TEXT)], render_kw={**look, "lang": code}
            )
    return type("TextsForm", (SectionForm,), fields)


class FileForm(PortalForm):
    """The file of an instrument. `revision`: the version of the draft that the page showed."""

    revision = HiddenField()
    file = FileField(
        lazy("Bestand van de vragenlijst"),
        description=lazy("Een bestand dat eindigt op .toml, zoals je het hier kunt downloaden."),
        render_kw=at_most(LARGEST_FILE, FILE_TOO_LARGE),
    )


class CopyForm(PortalForm):
    """For which organisation a copy is."""

    organisation = SelectField(lazy("Voor welke organisatie?"), validate_choice=True)


class RevisionForm(PortalForm):
    """Which state of the draft somebody saw."""

    revision = HiddenField()
