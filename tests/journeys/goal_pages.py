"""The pages of learning goals, with a goal that the demo does not have yet."""

from portal.goals import service
from portal.goals.facts import Feeling, Stated
from tests.journeys import people
from tests.journeys.clock import BEGIN
from tests.journeys.places import Places

STATED = Stated(
    "Doorvragen op cijfers",
    why="Ik beslis vaak op gevoel.",
    notice="Collega’s nemen uit zichzelf cijfers mee.",
    aspect="besluitvorming",
    target=40,
    priority=1,
    steps=("Een voorstel met cijfers bespreken", "Meelopen met de data-analist"),
)


def addresses(found: Places) -> dict[str, str]:
    """Where Noor reads and changes her goals."""
    goal = service.add(
        found.session, person_id=found.person(people.NOOR).id, stated=STATED, form_key="doel", now=BEGIN
    )
    service.check_in(
        found.session,
        goal_id=goal.id,
        note="Gelezen",
        feeling=Feeling.WELL,
        steps=[1],
        form_key="doel",
        now=BEGIN,
    )
    mine = "/mijn/leerdoelen"
    one = f"{mine}/{goal.public_id}"
    return {
        "goals": mine,
        "new_goal": f"{mine}/nieuw",
        "goal": one,
        "edit_goal": f"{one}/wijzigen",
        "ask_to_remove_goal": f"{one}/verwijderen",
        "goal_audience": f"{one}/delen",
        "goals_with_me": f"{mine}/gedeeld",
        "goal_reminders": f"{mine}/herinneringen",
        "ask_to_erase_goals": f"{mine}/wissen",
        "timeline": f"{mine}/tijdlijn",
    }
