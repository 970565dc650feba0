"""The pages on which an organiser makes and changes programmes and editions, by endpoint."""

from tests.journeys import people
from tests.journeys.places import Places


def paths(found: Places) -> dict[str, str]:
    """Where each of them is, of what the VGS organises."""
    small = f"/werk/edities/{found.edition(people.SMALL_GROUP).public_id}"
    programme = f"/werk/leergangen/{people.SMALL_GROUP.split('/', maxsplit=1)[0]}"
    mail = f"{small}/mail/{found.mailing(people.ANNELIES, found.edition(people.SMALL_GROUP))}"
    coverage = f"/werk/ontwikkelt/leergang/{people.SMALL_GROUP.split('/', maxsplit=1)[0]}"
    offered = found.registration(people.RIK, found.edition(people.SMALL_GROUP))
    waiting = offered.participants[0].public_id
    return {
        "programmes": "/werk/leergangen",
        "new_programme": "/werk/leergangen/nieuw",
        "programme": programme,
        "edit_programme": f"{programme}/wijzigen",
        "develops": f"{programme}/ontwikkelt",
        "coverage": coverage,
        "edit_coverage": f"{coverage}/wijzigen",
        "externals": "/werk/extern",
        "new_external": "/werk/extern/nieuw",
        "organisers": f"{programme}/organisaties",
        "removing_organiser": f"{programme}/organisaties/{found.organisation('vgs')}/weg",
        "discarding_programme": f"{programme}/verwijderen",
        "new_edition": f"{programme}/edities/nieuw",
        "drafting": f"{programme}/edities/nieuw/bijeenkomst",
        "arrangement": f"{small}/inrichten",
        "facts": f"{small}/gegevens",
        "price": f"{small}/prijs",
        "sharing": f"{small}/verdeling",
        "company": f"{small}/meenemen",
        "windows": f"{small}/inschrijfperiodes",
        "rules": f"{small}/inschrijfregels",
        "new_rule": f"{small}/inschrijfregels/nieuw/set_aside",
        "rule": f"{small}/inschrijfregels/{found.rule(found.edition(people.SMALL_GROUP), 2)}",
        "discarding_edition": f"{small}/verwijderen",
        "publishing": f"{small}/publiceren",
        "reminding": f"{small}/herinneringen",
        "examples": f"{small}/voorbeelden",
        "example": f"{small}/voorbeelden/{waiting}/registration_waitlisted-1",
        "mailings": f"{small}/mail",
        "new_mailing": f"{small}/mail/nieuw",
        "mailing": mail,
        "edit_mailing": f"{mail}/wijzigen",
        "sending_mailing": f"{mail}/versturen",
        "stopping_mailing": f"{mail}/stoppen",
    }
