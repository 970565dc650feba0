"""Who may see figures of an organisation's people: who organises for that organisation, nobody else."""

from portal.web.kit.access import Audience, Rule
from portal.web.organiser.agenda_access import own_organisation

RULES: dict[str, Rule] = {
    "organiser.organisation_insights": Rule(Audience.ORGANISER),
    **{
        f"organiser.{view}": Rule(Audience.ORGANISER, own_organisation)
        for view in (
            "organisation_insight",
            "organisation_insight_csv",
            "organisation_insight_xlsx",
            "domains",
            "store_domains",
            "aims",
            "store_aims",
        )
    },
}
