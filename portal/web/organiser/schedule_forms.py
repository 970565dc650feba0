"""The forms of a schedule: what all of them share, modules, choices and facilitators."""

from collections.abc import Iterable

from wtforms import EmailField, HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField

from portal.invites.quiet import LONGEST
from portal.programmes.editing import is_key, new_key
from portal.programmes.facts import ModuleKind
from portal.programmes.models import Edition, ElectiveGroup, Module
from portal.programmes.modules import ModuleDraft
from portal.texts import gettext, lazy
from portal.web.kit.fields import AtMost, Required, address, line, name, options
from portal.web.kit.inputs import NumberField
from portal.web.kit.numbers import whole
from portal.web.organiser.forms import CapacityForm, VersionedForm
from portal.web.organiser.programme_forms import plain


class ScheduleForm(VersionedForm):
    """A change of a schedule. `send`: when people hear of it; `again`: back to the form; `sure`: yes."""

    key = HiddenField()
    send = HiddenField()
    again = HiddenField()
    sure = HiddenField()
    explanation = TextAreaField(
        lazy("Toelichting"),
        description=lazy("Komt in elke mail hierover te staan, bijvoorbeeld waarom de dag verschuift."),
        render_kw={"rows": 3, "maxlength": LONGEST},
    )

    def name_of_part(self) -> str:
        """The name that a new part gets; made anew when a browser sends something else."""
        if not is_key(self.key.data or ""):
            self.key.data = new_key()
        return str(self.key.data)


class PlaceForm(ScheduleForm):
    """Another place in an order; the number counts from 1."""

    place = HiddenField()

    def number(self) -> int:
        """The place; nonsense is the first one."""
        return whole(self.place.data, 1)


class WhyForm(ScheduleForm):
    """Calling off, with the reason that people read."""

    why = TextAreaField(
        lazy("Reden"),
        description=lazy("Deze reden staat in de mail aan iedereen die erbij zou zijn."),
        validators=[Required(lazy("Vul in waarom dit niet doorgaat.")), AtMost(LONGEST)],
        render_kw={"rows": 3},
    )


class ModuleForm(ScheduleForm, CapacityForm):
    """A module; an elective belongs to a choice, and has seats then."""

    title = StringField(lazy("Titel"), validators=[Required(lazy("Vul een titel in.")), *line(200)])
    description = TextAreaField(lazy("Waar gaat het over?"), validators=[AtMost(4000)], render_kw={"rows": 5})
    kind = RadioField(
        lazy("Wat voor module is het?"),
        choices=[
            SelectChoice(ModuleKind.CORE.value, lazy("Voor iedereen")),
            SelectChoice(ModuleKind.ELECTIVE.value, lazy("Keuzemodule")),
            SelectChoice(ModuleKind.CLOSING.value, lazy("Afsluiting")),
        ],
        default=ModuleKind.CORE.value,
    )
    group = SelectField(lazy("Bij welke keuze hoort de keuzemodule?"), default="")

    def offer(self, groups: Iterable[ElectiveGroup]) -> "ModuleForm":
        """Fills the list of choices."""
        self.group.choices = options(
            [("", gettext("Nog bij geen keuze")), *((g.public_id, g.title) for g in groups)]
        )
        return self

    def show(self, edition: Edition, module: Module) -> None:
        """Fills in what is there."""
        groups = {g.id: g.public_id for g in edition.elective_groups}
        self.title.data, self.description.data = module.title, module.description
        self.kind.data, self.group.data = str(module.kind), groups.get(module.group_id or 0, "")
        capacity = module.pool.capacity if module.pool is not None else None
        self.seats.data = "" if capacity is None else str(capacity)

    def draft(self, edition: Edition, module: Module | None = None) -> ModuleDraft:
        """What was said."""
        groups = {g.public_id: g.id for g in edition.elective_groups}
        return ModuleDraft(
            title=self.title.data,
            description=plain(self.description.data),
            kind=ModuleKind(self.kind.data),
            also_closing=module.also_closing if module is not None else False,
            group_id=groups.get(self.group.data or ""),
        )


class GroupForm(ScheduleForm):
    """A choice among electives."""

    title = StringField(
        lazy("Naam van de keuze"),
        description=lazy("Bijvoorbeeld: Verdieping."),
        validators=[Required(lazy("Vul een naam in.")), *line(200)],
    )
    choose = NumberField(
        lazy("Hoeveel modules kiest een deelnemer?"),
        least=1,
        most=20,
        needed=lazy("Vul in hoeveel modules een deelnemer kiest."),
        default=1,
    )


class GuideForm(ScheduleForm):
    """Somebody who guides the edition."""

    name = StringField(lazy("Naam"), validators=[name()], render_kw={"autocomplete": "off"})
    email = EmailField(lazy("E-mailadres"), validators=[address()], render_kw={"autocomplete": "off"})
