"""Who sees that somebody sends a scan: said before it is begun, and before it is sent."""

from portal.assessments import announcing
from portal.database import db
from portal.texts import N_
from portal.web.kit.engine import own, say


def watching(person_id: int) -> list[str]:
    """A sentence for every edition whose organisers see it."""
    return [
        say(
            N_(
                "De organisator van %(programme)s, %(edition)s ziet dat je een scan verstuurt, niet wat "
                "je invult."
            ),
            programme=own(programme),
            edition=own(edition),
        )
        for programme, edition in announcing.who_sees(db.session(), person_id)
    ]
