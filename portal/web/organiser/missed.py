"""What people miss in the supply, and what they do not want: counts of ten people or more, naming nobody."""

from flask import render_template

from portal.database import db
from portal.frameworks.vocabulary import ASPECT, ROLE, name_of
from portal.programmes.queries import programmes_of
from portal.recommendations import supply
from portal.recommendations.facts import K_SUPPLY, RefusalReason
from portal.texts import N_, format_list, language
from portal.texts import gettext as _
from portal.web.kit.access import Audience, Rule, member
from portal.web.kit.engine import own
from portal.web.organiser.blueprint import blueprint

REASONS: dict[RefusalReason, str] = {
    RefusalReason.TIME: N_("geen tijd"),
    RefusalReason.MONEY: N_("te duur"),
    RefusalReason.DISTANCE: N_("te ver weg"),
    RefusalReason.LEVEL: N_("een ander niveau"),
    RefusalReason.KNOWN: N_("kan dit al"),
    RefusalReason.OTHER_SUBJECT: N_("een ander onderwerp"),
}
RULES = {"organiser.missed": Rule(Audience.ORGANISER)}


@blueprint.get("/vraag")
def missed() -> str:
    """Where recommendations come out empty, and why one's own programmes are not wanted."""
    session = db.session()
    titles = {one.slug: one.title for one in programmes_of(session, member().organisation_ids)}
    return render_template(
        "organiser/missed_list.html",
        least=K_SUPPLY,
        gaps=[(_named(gap.dimension), gap.people) for gap in supply.missed(session)],
        refused=[
            (own(titles[one.key]), one.people, format_list(_(REASONS[reason]) for reason, _n in one.reasons))
            for one in supply.refused(session, titles)
        ],
    )


def _named(dimension: str) -> str:
    known = ASPECT.get(dimension) or ROLE.get(dimension)
    return name_of(known, language()) if known else dimension
