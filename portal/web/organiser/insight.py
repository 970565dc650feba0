"""What participants' scans say of them together: the figures that were published, and nothing finer."""

from functools import partial

from flask import Response, url_for

from portal.database import db
from portal.insight.models import InsightSnapshot
from portal.insight.queries import Owner, newest
from portal.insight.trace import traces
from portal.programmes.models import Edition
from portal.web.kit.access import subject
from portal.web.organiser import frame, insight_shown
from portal.web.organiser import insight_words as words
from portal.web.organiser.blueprint import blueprint


@blueprint.get("/edities/<edition_id>/inzicht")
def insight(**_address: str) -> str:
    """The cohort as a whole, or one group of it."""
    edition = subject(Edition)
    found = _newest(edition)
    if found is None:
        return frame.page("organiser/insight_none.html", edition, "insight", traces=_traces(edition))
    here = partial(url_for, "organiser.insight", edition_id=edition.public_id)
    shown = insight_shown.shown(found, here)
    files = [url_for(f"organiser.insight_{kind}", edition_id=edition.public_id) for kind in ("xlsx", "csv")]
    return frame.page(
        "organiser/insight_show.html", edition, "insight", **shown, files=files, traces=_traces(edition)
    )


def _newest(edition: Edition) -> InsightSnapshot | None:
    return newest(db.session(), Owner(edition_id=edition.id))


def _traces(edition: Edition) -> list[dict[str, str]]:
    return [words.trace(one) for one in traces(db.session(), edition)]


@blueprint.get("/edities/<edition_id>/inzicht.csv")
def insight_csv(**_address: str) -> Response:
    """What the pages show, as CSV."""
    edition = subject(Edition)
    return insight_shown.csv(
        _newest(edition), traces(db.session(), edition), edition.programme.slug, edition.slug
    )


@blueprint.get("/edities/<edition_id>/inzicht.xlsx")
def insight_xlsx(**_address: str) -> Response:
    """What the pages show, as a workbook."""
    edition = subject(Edition)
    return insight_shown.xlsx(
        _newest(edition), traces(db.session(), edition), edition.programme.slug, edition.slug
    )
