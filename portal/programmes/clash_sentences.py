"""What is at the same time, in words."""

from collections.abc import Mapping

from portal.programmes.clashes import Clash, ClashWarning
from portal.programmes.school_holidays import Region, SchoolHoliday
from portal.texts import N_, format_list, gettext, ngettext

SENTENCES: Mapping[Clash, str] = {
    Clash.SAME_EDITION: N_("Tegelijk met ‘%(other)s’. Kies een andere dag of een ander uur."),
    Clash.VENUE: N_(
        "Tegelijk met ‘%(edition)s’ op dezelfde plek: %(venue)s. Ga na of daar ruimte is voor allebei."
    ),
    Clash.VENUE_ELSEWHERE: N_(
        "Een andere organisator heeft dan ook iets op deze plek: %(venue)s. Ga na of daar ruimte is."
    ),
    Clash.GUIDE: N_("%(name)s begeleidt dan ook ‘%(edition)s’. Overleg wie waar is."),
    Clash.GUIDE_ELSEWHERE: N_("%(name)s begeleidt dan ook iets bij een andere organisator. Overleg even."),
}
HOLIDAYS: Mapping[SchoolHoliday, str] = {
    SchoolHoliday.AUTUMN: N_("Goed om te weten: dan is het herfstvakantie in regio %(regions)s."),
    SchoolHoliday.CHRISTMAS: N_("Goed om te weten: dan is het kerstvakantie in regio %(regions)s."),
    SchoolHoliday.SPRING: N_("Goed om te weten: dan is het voorjaarsvakantie in regio %(regions)s."),
    SchoolHoliday.MAY: N_("Goed om te weten: dan is het meivakantie in regio %(regions)s."),
    SchoolHoliday.SUMMER: N_("Goed om te weten: dan is het zomervakantie in regio %(regions)s."),
}
REGIONS: Mapping[Region, str] = {
    Region.NORTH: N_("Noord"),
    Region.MIDDLE: N_("Midden"),
    Region.SOUTH: N_("Zuid"),
}


def sentence(warning: ClashWarning) -> str:
    """The warning in the language of now."""
    values = warning.values
    if warning.clash is Clash.COHORT:
        return ngettext(
            "%(num)s deelnemer zit dan ook bij een andere leergang.",
            "%(num)s deelnemers zitten dan ook bij een andere leergang.",
            values["num"],
        )
    if warning.clash is Clash.SCHOOL_HOLIDAY:
        regions = format_list(gettext(REGIONS[region]) for region in values["regions"])
        said = HOLIDAYS[values["holiday"]]
        return gettext(said, regions=regions)
    return gettext(SENTENCES[warning.clash], **values)
