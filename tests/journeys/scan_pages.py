"""The pages of the self-scan and of its questionnaires, by endpoint."""

from sqlalchemy import select

from portal.assessments import service, versions
from portal.assessments.facts import Form
from portal.assessments.models import Assessment, InstrumentVersion
from portal.people.models import Organisation
from portal.recommendations import service as recommendations
from portal.recommendations.known import known
from portal.recommendations.offers import offers
from tests.journeys import people
from tests.journeys.clock import BEGIN
from tests.journeys.places import Places

ARJAN = "arjan.veenstra@duinwijk.example"
SCANS = "/mijn/zelfscan"


def _version(found: Places) -> str:
    return found.session.scalars(select(InstrumentVersion.public_id)).first()  # type: ignore[return-value]


def _latest(found: Places, email: str) -> str:
    """The address of somebody's latest scan."""
    mine = select(Assessment).where(Assessment.person_id == found.person(email).id)
    newest = found.session.scalars(mine.order_by(Assessment.finished_at.desc())).first()
    assert newest is not None
    return newest.public_id


def own(found: Places) -> dict[str, tuple[str, str]]:
    """Who opens which page of a scan, and where."""
    femke = f"{SCANS}/{_latest(found, people.FEMKE)}"
    begun = service.begin(
        found.session,
        person_id=found.person(people.RIK).id,
        version=_version(found),
        form=Form.LONG,
        now=BEGIN,
    )
    rik = f"{SCANS}/{begun.public_id}"
    return {
        "scans": (people.FEMKE, SCANS),
        "scan_result": (people.FEMKE, femke),
        "look_back": (people.FEMKE, f"{femke}/terugkijken"),
        "sharing_scan": (people.FEMKE, f"{femke}/delen"),
        "erasing_scan": (people.FEMKE, f"{femke}/wissen"),
        "erasing_scans": (people.FEMKE, f"{SCANS}/wissen"),
        "scan_page": (people.RIK, f"{rik}/vragen/1"),
        "scan_summary": (people.RIK, f"{rik}/nakijken"),
        "kept_advised": (ARJAN, kept_advice(found)),
        "shared_scan": (people.KARIM, f"/mijn/begeleiding/zelfscans/{_shared(found)}"),
    }


def kept_advice(found: Places) -> str:
    """Where Arjan reads the advice again that he kept."""
    arjan = found.person(ARJAN)
    offered = offers(found.session, now=BEGIN)
    who = known(found.session, offered, person_id=arjan.id, email=ARJAN, now=BEGIN)
    assert who is not None
    made = recommendations.make(offered, who, now=BEGIN)
    recommendations.keep(found.session, made, person_id=arjan.id, now=BEGIN)
    return f"/mijn/aanbevolen/bewaard/{made.digest}"


def _shared(found: Places) -> str:
    """What Arjan shares with Karim, who guides his edition."""
    edition = found.edition(people.TRANSFORMING)
    found.guides(people.KARIM, edition)
    return service.share(
        found.session,
        public_id=_latest(found, ARJAN),
        person_id=found.person(ARJAN).id,
        edition=edition.public_id,
        facilitator=found.person(people.KARIM).public_id,
        now=BEGIN,
    ).public_id


def instruments(found: Places) -> dict[str, str]:
    """Where each page of a questionnaire is, for who organises for the VGS."""
    vgs = select(Organisation.id).where(Organisation.public_id == found.organisation("vgs"))
    draft = versions.copy(
        found.session,
        version=_version(found),
        organisation_id=found.session.scalars(vgs).one(),
        actor_id=found.person(people.ANNELIES).id,
        now=BEGIN,
    )
    address = f"/werk/instrumenten/{draft.public_id}"
    return {
        "instruments": "/werk/instrumenten",
        "instrument": address,
        "instrument_section": f"{address}/teksten/p1",
        "instrument_numbers": f"{address}/getallen",
        "instrument_preview": f"{address}/voorbeeld",
        "uploading_instrument": f"{address}/bestand",
        "publishing_instrument": f"{address}/publiceren",
        "withdrawing_instrument": f"{address}/intrekken",
        "copying_instrument": f"/werk/instrumenten/{_version(found)}/kopie",
    }
