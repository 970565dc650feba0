"""Every page of the portal: who opens it, and at which address in the demo."""

from dataclasses import dataclass

from portal.people.models import TokenPurpose as Link
from tests.journeys import goal_pages, making_pages, people, scan_pages
from tests.journeys.places import Places

VISITOR = ""
WILLEM = "willem.drost@elzenbroek.example"
NEWCOMER = "jurre.adema@veldrijk.example"

# Answers that are no pages.
FILES = {
    "static",
    "public.agenda",
    "public.edition_agenda",
    "public.edition_copy",
    "public.organisation_agenda",
    "public.guide_agenda",
    "public.feed",
    "public.sitemap",
    "public.robots",
    "public.security",
    "public.health",
    "participant.material_file",
    "participant.scan_pdf",
    "participant.scans_json",
    "participant.scans_csv",
    "organiser.instrument_file",
    "participant.advised_json",
    "participant.own_goals_file",
    "participant.goals_pdf",
    "organiser.insight_csv",
    "organiser.insight_xlsx",
    "organiser.organisation_insight_csv",
    "organiser.organisation_insight_xlsx",
    "organiser.export_csv",
    "organiser.export_xlsx",
    "organiser.attendance_xlsx",
    "account.own_data",
    "demo.raw",
    "demo.attachment",
}
# They only send on.
SIGNPOSTS = {"account.well_known", "participant.enrol"}
# The letter in the frame of its page; tests/outbox looks at letters.
FRAMES = {"demo.message_html", "organiser.mailing_html", "organiser.example_html"}


@dataclass(frozen=True)
class Spot:
    """One page: who opens it where."""

    who: str
    path: str


def all_pages(found: Places, letter_name: str) -> dict[str, Spot]:
    """Every page by its endpoint."""
    return {
        **_public(found),
        **_account(found),
        **_enrolling(found),
        **_own(found),
        **_goals(found),
        **_answers(found),
        **_organiser(found),
        **_schedule(found),
        **_administrator(found),
        "demo.mailbox": Spot(VISITOR, "/demo/postbus"),
        "demo.message": Spot(VISITOR, f"/demo/postbus/{letter_name}"),
    }


def _public(found: Places) -> dict[str, Spot]:
    paths = {
        "home": "/",
        "catalogue": "/leergangen",
        "programme": f"/leergangen/{people.TRANSFORMING.split('/')[0]}",
        "edition": f"/leergangen/{people.ONLINE}",
        "interest": "/leergangen/leiderschap-in-digitale-transformatie/op-de-hoogte",
        "interest_sent": "/leergangen/leiderschap-in-digitale-transformatie/op-de-hoogte/verstuurd",
        "interest_confirm": f"/op-de-hoogte/bevestig/{found.interest(Link.INTEREST_CONFIRM)}",
        "interest_confirmed": "/op-de-hoogte/gelukt",
        "interest_remove": f"/op-de-hoogte/stop/{found.interest(Link.INTEREST_REMOVE)}",
        "interest_removed": "/op-de-hoogte/gestopt",
        "frameworks": "/kader",
        "framework": "/kader/zoetermeer",
        "finding": "/kader/zoetermeer/bevindingen/5",
        "advice": "/kader/zoetermeer/adviezen/10",
        "action": "/kader/zoetermeer/acties/10.3",
        "external": "/extern/leergang-gemeente-almere",
        "about": "/over-ons",
        "accessibility": "/toegankelijkheid",
        "contact": "/contact",
        "privacy": "/privacy",
        "vulnerability": "/kwetsbaarheid-melden",
    }
    return {f"public.{name}": Spot(VISITOR, path) for name, path in paths.items()}


def _account(found: Places) -> dict[str, Spot]:
    nobody = {
        "sign_in": "/inloggen",
        "link_sent": "/inloggen/verstuurd",
        "link": f"/inloggen/link/{found.secret(Link.SIGN_IN, WILLEM)}",
        "sign_up": "/aanmelden",
        "confirmation_sent": "/aanmelden/verstuurd",
        "confirm": f"/aanmelden/bevestig/{found.secret(Link.CONFIRM_EMAIL, WILLEM)}",
        "forgotten": "/wachtwoord-vergeten",
        "reset_sent": "/wachtwoord-vergeten/verstuurd",
        "reset": f"/wachtwoord/{found.secret(Link.RESET_PASSWORD, WILLEM)}",
        "confirm_email": f"/profiel/e-mail/{found.secret(Link.CHANGE_EMAIL, WILLEM)}",
        "undo_email": f"/profiel/e-mail/terug/{found.secret(Link.UNDO_EMAIL, WILLEM)}",
        "confirm_erasure": f"/profiel/verwijderen/{found.secret(Link.ERASE, WILLEM)}",
        "erased": "/account-verwijderd",
    }
    noor = {
        "profile": "/profiel",
        "agenda": "/profiel/agenda",
        "details": "/profiel/gegevens",
        "invoice": "/profiel/factuur",
        "email": "/profiel/e-mail",
        "email_sent": "/profiel/e-mail/verstuurd",
        "sign_ins": "/profiel/aanmeldingen",
        "erase": "/profiel/verwijderen",
        "erasure_sent": "/profiel/verwijderen/verstuurd",
        "change_password": "/profiel/wachtwoord",
        "new_position": "/profiel/functies/nieuw",
        "position": f"/profiel/functies/{found.position(people.NOOR)}",
        "domain": f"/profiel/functies/{found.position(people.NOOR)}/domein",
    }
    return {
        **{f"account.{name}": Spot(VISITOR, path) for name, path in nobody.items()},
        **{f"account.{name}": Spot(people.NOOR, path) for name, path in noor.items()},
    }


def _enrolling(found: Places) -> dict[str, Spot]:
    alone = {"people": {"party": "alleen"}}
    seat, group = found.edition(people.TRANSFORMING), found.edition(people.DIGITAL)
    invoice = {"name": "Gemeente Veldrijk", "address": "Postbus 1", "email": "facturen@veldrijk.example"}
    found.draft(people.NOOR, seat, {**alone, "invoice": {**invoice, "purchase_order": "", "cost_centre": ""}})
    found.draft(people.NOOR, group, alone)
    start = f"/inschrijven/{seat.public_id}"
    paths = {
        "enrol_people": f"{start}/mensen",
        "enrol_choices": f"/inschrijven/{group.public_id}/keuzes",
        "enrol_invoice": f"{start}/factuur",
        "enrol_check": f"{start}/controleren",
    }
    return {f"participant.{name}": Spot(people.NOOR, path) for name, path in paths.items()}


def _own(found: Places) -> dict[str, Spot]:
    online = found.edition(people.ONLINE)
    noor = f"/mijn/inschrijvingen/{found.enrol(people.NOOR, online).public_id}"
    small = found.edition(people.SMALL_GROUP)
    guiding = f"/mijn/begeleiding/{small.public_id}/aanwezigheid"
    femke = f"/mijn/inschrijvingen/{found.registration(people.FEMKE, small).public_id}"
    found.guides(people.KARIM, small)
    return {
        "participant.home": Spot(people.RIK, "/mijn"),
        **{f"participant.{name}": Spot(*spot) for name, spot in scan_pages.own(found).items()},
        "participant.advised": Spot(people.NOOR, "/mijn/aanbevolen"),
        "participant.ask_not_advised": Spot(
            people.NOOR, "/mijn/aanbevolen/leergang-digitaal-leiderschap/niet-voor-mij"
        ),
        "participant.registration": Spot(people.NOOR, noor),
        "participant.confirmation": Spot(people.NOOR, f"{noor}/bevestiging"),
        "participant.change_choices": Spot(people.NOOR, f"{noor}/keuzes"),
        "participant.substitute": Spot(people.NOOR, f"{noor}/overdragen"),
        "participant.withdraw": Spot(people.FEMKE, f"{femke}/afmelden"),
        "participant.companion": Spot(people.FEMKE, f"{femke}/meegaan"),
        "participant.guiding_material": Spot(people.KARIM, f"/mijn/begeleiding/{small.public_id}/materiaal"),
        "participant.guiding_goals": Spot(people.KARIM, f"/mijn/begeleiding/{small.public_id}/leerdoelen"),
        "participant.enter_code": Spot(people.NOOR, "/mijn/inchecken"),
        "participant.guiding_agenda": Spot(people.KARIM, "/mijn/begeleiding/agenda"),
        "participant.guiding_attendance": Spot(people.KARIM, guiding),
        "participant.guiding_list": Spot(people.KARIM, f"{guiding}/{small.meetings[0].public_id}"),
        "participant.invoice": Spot(people.FEMKE, f"{femke}/factuur"),
    }


def _goals(found: Places) -> dict[str, Spot]:
    pages = goal_pages.addresses(found)
    return {f"participant.{name}": Spot(people.NOOR, path) for name, path in pages.items()}


def _answers(found: Places) -> dict[str, Spot]:
    offered = found.registration(people.RIK, found.edition(people.SMALL_GROUP))
    offer = found.secret(Link.OFFER, people.RIK, subject_id=offered.id)
    invited = found.participant(people.MARLOES)
    invitation = found.secret(Link.COMPANION, people.MARLOES, subject_id=invited.id)
    found.ask_substitute(people.NOOR, found.edition(people.ONLINE), people.KARIM)
    asked = found.participant(people.NOOR)
    declined = found.declined(people.NOOR, found.edition(people.ONLINE))
    takeover = found.secret(Link.SUBSTITUTE, people.KARIM, subject_id=asked.id)
    return {
        "participant.offer": Spot(people.RIK, f"/mijn/aanbod/{offered.public_id}"),
        "participant.offer_no": Spot(people.RIK, f"/mijn/aanbod/{offered.public_id}/nee"),
        "participant.offer_by_link": Spot(VISITOR, f"/aanbod/{offer}"),
        "participant.offer_no_by_link": Spot(VISITOR, f"/aanbod/{offer}/nee"),
        "participant.invitation": Spot(people.MARLOES, f"/mijn/uitnodigingen/{invited.public_id}"),
        "participant.invitation_by_link": Spot(VISITOR, f"/uitnodiging/{invitation}"),
        "participant.declined_by_link": Spot(VISITOR, f"/niet-erbij/{declined}"),
        "participant.takeover": Spot(people.KARIM, f"/mijn/overnames/{asked.public_id}"),
        "participant.takeover_by_link": Spot(VISITOR, f"/overname/{takeover}"),
    }


def _organiser(found: Places) -> dict[str, Spot]:
    online = f"/werk/edities/{found.edition(people.ONLINE).public_id}"
    small = f"/werk/edities/{found.edition(people.SMALL_GROUP).public_id}"
    closed = f"/werk/edities/{found.edition(people.CLOSED_GROUP).public_id}"
    waiting = found.registration(people.FEMKE, found.edition(people.SMALL_GROUP)).public_id
    request = found.registration(WILLEM, found.edition(people.CLOSED_GROUP)).public_id
    breakout = f"{online}/deelsessies/{found.breakout()}"
    letter = found.letter(found.edition(people.SMALL_GROUP))
    piece = found.material(people.ANNELIES, found.edition(people.SMALL_GROUP))
    off = found.called_off(people.MILAN, "leiderschap-in-digitale-transformatie")
    annelies = {
        "home": "/werk",
        "edition": small,
        "participants": f"{small}/deelnemers",
        "waitlist": f"{small}/wachtlijst",
        "requests": f"{closed}/aanvragen",
        "insight": f"{small}/inzicht",
        "participation": f"{small}/inzicht/wie",
        "organisation_insight": f"/werk/inzicht/{found.organisation('vgs')}",
        "domains": f"/werk/inzicht/{found.organisation('vgs')}/domeinen",
        "aims": f"/werk/inzicht/{found.organisation('vgs')}/doelen",
        "registration": f"{small}/inschrijvingen/{waiting}",
        "cancelling_registration": f"{small}/inschrijvingen/{waiting}/annuleren",
        "offering": f"{small}/inschrijvingen/{waiting}/aanbieden",
        "skipping": f"{small}/inschrijvingen/{waiting}/overslaan",
        "declining": f"{closed}/inschrijvingen/{request}/afwijzen",
        "material": f"{small}/materiaal",
        "new_material": f"{small}/materiaal/nieuw",
        "change_material": f"{small}/materiaal/{piece}",
        "removing_material": f"{small}/materiaal/{piece}/verwijderen",
        "copying": f"{small}/kopieren",
        "capacity": f"{small}/plekken",
        "opening": f"{small}/inschrijving",
        "cancelling": f"{small}/annuleren",
        "admitting": f"{small}/toelaten",
        "agendas": f"{small}/agendas",
        "calendar": "/werk/agenda",
        "letters": f"{small}/berichten",
        "letter": f"{small}/berichten/{letter}",
        "memberships": "/werk/lidmaatschappen",
        "missed": "/werk/vraag",
        "import_members": f"/werk/lidmaatschappen/{found.organisation('vgs')}",
        "membership_preview": f"/werk/lidmaatschappen/importen/{found.members_file(people.ANNELIES)}",
    }
    milan = {
        "edit_external": "/werk/extern/leergang-gemeente-almere",
        "breakouts": f"{online}/deelsessies",
        "breakout": breakout,
        "cancelling_breakout": f"{breakout}/annuleren",
        "restoring": f"/werk/edities/{off.public_id}/toch-doorgaan",
    }
    found.organises(people.GRACE, "vgs", "politieacademie")
    return {
        "organiser.organisation_insights": Spot(people.GRACE, "/werk/inzicht"),
        **{f"organiser.{name}": Spot(people.ANNELIES, path) for name, path in annelies.items()},
        **{
            f"organiser.{name}": Spot(people.ANNELIES, path)
            for name, path in (making_pages.paths(found) | scan_pages.instruments(found)).items()
        },
        **{f"organiser.{name}": Spot(people.MILAN, path) for name, path in milan.items()},
    }


def _schedule(found: Places) -> dict[str, Spot]:
    edition = found.edition(people.ONLINE)
    group = found.edition(people.DIGITAL)
    online, digital = (f"/werk/edities/{one.public_id}" for one in (edition, group))
    meeting = edition.meetings[0]
    slot = next(slot for slot in meeting.slots if slot.breakouts)
    day, line = f"{online}/programma/bijeenkomsten/{meeting.public_id}", f"{online}/programma/onderdelen"
    module = f"{digital}/programma/modules/{group.modules[0].public_id}"
    milan = {
        "schedule": f"{online}/programma",
        "attendances": f"{online}/aanwezigheid",
        "attendance": f"{online}/aanwezigheid/{meeting.public_id}",
        "guides": f"{online}/begeleiders",
        "new_meeting": f"{online}/programma/bijeenkomsten/nieuw",
        "dates": f"{online}/programma/datums",
        "naming": f"{online}/programma/deelsessies",
        "meeting": day,
        "cancelling_meeting": f"{day}/annuleren",
        "new_slot": f"{day}/onderdelen/nieuw",
        "slot": f"{line}/{slot.public_id}",
        "new_breakout": f"{line}/{slot.public_id}/deelsessies/nieuw",
        "breakout_text": f"{online}/programma/deelsessies/{slot.breakouts[0].public_id}",
    }
    annelies = {
        "new_module": f"{digital}/programma/modules/nieuw",
        "module": module,
        "cancelling_module": f"{module}/annuleren",
        "new_group": f"{digital}/programma/keuzes/nieuw",
        "elective_group": f"{digital}/programma/keuzes/{group.elective_groups[0].public_id}",
    }
    return {
        **{f"organiser.{name}": Spot(people.MILAN, path) for name, path in milan.items()},
        **{f"organiser.{name}": Spot(people.ANNELIES, path) for name, path in annelies.items()},
    }


def _administrator(found: Places) -> dict[str, Spot]:
    annelies, vgs = found.person(people.ANNELIES).public_id, found.organisation("vgs")
    paths = {
        "home": "",
        "organisations": "/organisaties",
        "new_organisation": "/organisaties/nieuw",
        "organisation": f"/organisaties/{vgs}",
        "organisers": "/organisatoren",
        "new_organiser": "/organisatoren/nieuw",
        "stop_organiser": f"/organisatoren/{annelies}/{vgs}/stop",
        "people": "/mensen",
        "person": f"/mensen/{annelies}",
        "administrator": f"/mensen/{annelies}/beheerder",
        "erase": f"/mensen/{annelies}/verwijderen",
        "associations": "/verenigingen",
        "association": f"/verenigingen/{vgs}",
        "import_members": f"/verenigingen/{vgs}/importeren",
        "preview": f"/importen/{found.members_file(people.INGRID)}",
        "membership": f"/lidmaatschappen/{found.membership(people.NOOR)}",
        "letters": "/mails",
    }
    return {f"administrator.{name}": Spot(people.INGRID, f"/beheer{path}") for name, path in paths.items()}
