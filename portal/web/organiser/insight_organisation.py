"""What the scans of an organisation's own people say together; and the domains that it tells apart."""

from collections.abc import Mapping, Sequence
from functools import partial

from flask import Response as Page
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField

from portal import clock
from portal.database import db, transaction
from portal.errors import Refused
from portal.insight import domains as named
from portal.insight.models import Domain, InsightSnapshot
from portal.insight.queries import Owner, newest
from portal.insight.trace import Trace, traces_of_organisation
from portal.invites import channels
from portal.people.models import Organisation
from portal.texts import gettext as _
from portal.texts import local
from portal.web.kit.access import member, subject
from portal.web.kit.fields import PortalForm, line
from portal.web.organiser import insight_shown
from portal.web.organiser import insight_words as words
from portal.web.organiser.blueprint import blueprint

KNOWN, NEW = "domein-", "nieuw-"
MORE = 3
"""So many empty fields stand below the domains that there are."""


class DomainsForm(PortalForm):
    """A field for each domain, by its public id, and some for new ones; made by `_form`."""

    seen = HiddenField()

    def names(self) -> list[StringField]:
        """The fields with the name of a domain."""
        return [field for field in self if field.name != "seen"]


def _form(there: Sequence[Domain]) -> type[DomainsForm]:
    fields = {
        f"{KNOWN}{one.public_id}": StringField(one.name, validators=line(named.LONGEST)) for one in there
    }
    for number in range(1, MORE + 1):
        label = _("Nieuw domein %(number)s", number=number)
        fields[f"{NEW}{number}"] = StringField(label, validators=line(named.LONGEST))
    return type("NamedDomains", (DomainsForm,), fields)


@blueprint.get("/inzicht")
def organisation_insights() -> Response | str:
    """The organisations that one organises for; where there is one, nothing is to be chosen."""
    found = channels.organisations_named(db.session(), member().organisation_ids)
    if len(found) == 1:
        return redirect(url_for("organiser.organisation_insight", organisation_id=found[0].public_id))
    return render_template("organiser/insight_organisation_list.html", organisations=found)


@blueprint.get("/inzicht/<organisation_id>")
def organisation_insight(organisation_id: str) -> str:
    """The whole organisation, or one group of it."""
    organisation = subject(Organisation)
    found = _newest(organisation)
    here = partial(url_for, "organiser.organisation_insight", organisation_id=organisation_id)
    context = insight_shown.shown(found, here) if found else {"figures": None}
    files = [
        url_for(f"organiser.organisation_insight_{kind}", organisation_id=organisation_id)
        for kind in ("xlsx", "csv")
    ]
    return render_template(
        "organiser/insight_organisation_show.html",
        organisation=organisation,
        has_list=len(member().organisation_ids) > 1,
        files=files,
        traces=[words.trace(one) for one in _followed(organisation)],
        **context,
    )


def _newest(organisation: Organisation) -> InsightSnapshot | None:
    return newest(db.session(), Owner(organisation_id=organisation.id))


def _followed(organisation: Organisation) -> list[Trace]:
    return traces_of_organisation(db.session(), organisation.id, local(clock.now()).date())


@blueprint.get("/inzicht/<organisation_id>/cijfers.csv")
def organisation_insight_csv(**_address: str) -> Page:
    """What the pages show, as CSV."""
    organisation = subject(Organisation)
    return insight_shown.csv(_newest(organisation), _followed(organisation), organisation.slug)


@blueprint.get("/inzicht/<organisation_id>/cijfers.xlsx")
def organisation_insight_xlsx(**_address: str) -> Page:
    """What the pages show, as a workbook."""
    organisation = subject(Organisation)
    return insight_shown.xlsx(_newest(organisation), _followed(organisation), organisation.slug)


@blueprint.get("/inzicht/<organisation_id>/domeinen")
def domains(**_address: str) -> str:
    """The domains of the organisation, to name them."""
    organisation = subject(Organisation)
    there = named.domains_of(db.session(), organisation.id)
    data = {f"{KNOWN}{one.public_id}": one.name for one in there} | {"seen": named.stamp(there)}
    return _page(organisation, _form(there)(formdata=None, data=data))


@blueprint.post("/inzicht/<organisation_id>/domeinen")
def store_domains(organisation_id: str) -> Response | tuple[str, int]:
    """Keeps the names."""
    number = subject(Organisation).id
    there = named.domains_of(db.session(), number)
    form = _form(there)()
    if not form.validate():
        return _page(subject(Organisation), form), 422
    typed = {field.name: field.data or "" for field in form.names() if field.name in request.form}
    try:
        with transaction() as session:
            named.keep(
                session,
                organisation_id=number,
                names=_starting(typed, KNOWN),
                new=list(_starting(typed, NEW).values()),
                seen=form.seen.data or "",
            )
    except Refused as refusal:
        form.refuse(_where(typed, refusal), refusal)
        form.seen.data = named.stamp(named.domains_of(db.session(), number))
        return _page(subject(Organisation), form), 422
    flash(_("De domeinen zijn opgeslagen."), "ok")
    return redirect(url_for("organiser.organisation_insight", organisation_id=organisation_id), 303)


def _starting(typed: Mapping[str, str], start: str) -> dict[str, str]:
    return {name.removeprefix(start): value for name, value in typed.items() if name.startswith(start)}


def _where(typed: Mapping[str, str], refusal: Refused) -> str:
    """The field that a refusal is about: the last one with that name, or else the last one with any."""
    wrong = str(refusal.values.get("name", "")).casefold()
    filled = [name for name, value in typed.items() if value]
    return next((name for name in reversed(filled) if typed[name].casefold() == wrong), filled[-1])


def _page(organisation: Organisation, form: DomainsForm) -> str:
    return render_template(
        "organiser/insight_organisation_domains.html", organisation=organisation, form=form
    )
