"""A programme as schema.org data: what search engines read (pure, apart from the addresses given)."""

import json
from typing import Any

from markupsafe import Markup

from portal.programmes.facts import EditionState, ProgrammeKind, VatBasis
from portal.programmes.models import Meeting
from portal.texts import local
from portal.web.public.reading import ProgrammePage, Seen

SCHEMA = "https://schema.org"
_AVAILABLE = {
    EditionState.OPEN: f"{SCHEMA}/InStock",
    EditionState.FULL: f"{SCHEMA}/SoldOut",
    EditionState.ANNOUNCED: f"{SCHEMA}/PreOrder",
}
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def script(data: dict[str, Any]) -> Markup:
    """The data as JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in _UNSAFE.items():
        text = text.replace(sign, escaped)
    return Markup(text)  # noqa: S704 # nosec B704 - every sign with a meaning is escaped above


def page_data(page: ProgrammePage, *, site_url: str) -> dict[str, Any]:
    """A course with its instances, or an event with its editions."""
    programme = page.programme
    url = f"{site_url}/leergangen/{programme.slug}"
    makers = [{"@type": "Organization", "name": maker.name} for maker in page.organisers]
    base = {
        "@context": SCHEMA,
        "name": programme.title,
        "description": programme.summary or programme.title,
        "url": url,
        "inLanguage": "nl",
    }
    if programme.kind == ProgrammeKind.BIJEENKOMST:
        chosen = _instance(page.chosen, page, url, makers)
        return {**base, **chosen, "@type": "Event", "name": programme.title}
    instances = [_instance(seen, page, url, makers) for seen in page.editions]
    return {**base, "@type": "Course", "provider": makers, "hasCourseInstance": instances}


def _instance(seen: Seen, page: ProgrammePage, url: str, makers: list[dict[str, str]]) -> dict[str, Any]:
    edition = seen.edition
    own = f"{url}/{edition.slug}"
    found: dict[str, Any] = {
        "@type": "CourseInstance",
        "@id": own,
        "name": f"{page.programme.title}, {edition.label}",
        "url": own,
        "courseMode": _mode(seen),
        "eventStatus": _status(seen),
        "eventAttendanceMode": f"{SCHEMA}/{_attendance(seen)}",
        "organizer": makers,
        "location": _location(seen),
        "offers": _offer(seen, own),
    }
    if edition.study_load_hours:
        found["courseWorkload"] = f"PT{edition.study_load_hours}H"
    if seen.starts_on:
        found["startDate"] = _moment(seen, first=True)
        found["endDate"] = _moment(seen, first=False)
    return {key: value for key, value in found.items() if value}


def _moment(seen: Seen, *, first: bool) -> str:
    days = [meeting for meeting in seen.kept.meetings if meeting.day]
    if not days:
        day = seen.edition.starts_on if first else seen.edition.ends_on or seen.edition.starts_on
        return day.isoformat() if day else ""
    meeting = (min if first else max)(days, key=_day)
    stamp = meeting.starts_at if first else meeting.ends_at
    return local(stamp).isoformat() if stamp else _day(meeting)


def _day(meeting: Meeting) -> str:
    return meeting.day.isoformat() if meeting.day else ""


def _mode(seen: Seen) -> list[str]:
    return (["online"] if seen.kept.online else []) + (["onsite"] if seen.kept.places else [])


def _attendance(seen: Seen) -> str:
    if seen.kept.online:
        return "MixedEventAttendanceMode" if seen.kept.places else "OnlineEventAttendanceMode"
    return "OfflineEventAttendanceMode"


def _status(seen: Seen) -> str:
    cancelled = seen.state is EditionState.CANCELLED
    return f"{SCHEMA}/{'EventCancelled' if cancelled else 'EventScheduled'}"


def _location(seen: Seen) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if seen.kept.online:
        found.append({"@type": "VirtualLocation", "url": ""})
    for meeting in seen.kept.meetings:
        if meeting.venue:
            venue = meeting.venue
            address = {"@type": "PostalAddress", "addressLocality": venue.city, "addressCountry": "NL"}
            place = {"@type": "Place", "name": venue.name, "address": address}
            if place not in found:
                found.append(place)
    return found


def _offer(seen: Seen, url: str) -> dict[str, Any]:
    edition = seen.edition
    free = edition.vat_basis == VatBasis.FREE
    if not free and edition.price_cents is None:
        return {}
    offer: dict[str, Any] = {
        "@type": "Offer",
        "category": "Free" if free else "Paid",
        "price": "0" if free else f"{(edition.price_cents or 0) / 100:.2f}",
        "priceCurrency": "EUR",
        "url": url,
    }
    if edition.vat_basis in (VatBasis.EXCL, VatBasis.INCL):
        offer["priceSpecification"] = {
            "@type": "PriceSpecification",
            "price": offer["price"],
            "priceCurrency": "EUR",
            "valueAddedTaxIncluded": edition.vat_basis == VatBasis.INCL,
        }
    if seen.state in _AVAILABLE:
        offer["availability"] = _AVAILABLE[seen.state]
    return offer
