"""Who is in at the workbench, and who is not any more. Every route with every role: tests/security."""

from portal.database import transaction
from portal.people import directory
from tests.builders import NOW
from tests.web.organiser.conftest import World


def test_joint_programme_is_of_both_organisations(world: World) -> None:
    with transaction() as session:
        programme = session.merge(world.edition).programme
        programme.organisers.append(type(programme.organisers[0])(organisation_id=world.vng.id, position=1))

    assert world.visitor(world.chantal).get(world.address).status == 200
    assert world.organiser.get(world.address).status == 200


def test_former_organiser_is_out_at_the_next_click(world: World) -> None:
    assert world.organiser.client.get(world.address + "/export.csv").status_code == 200
    with transaction() as session:
        directory.withdraw_organiser(session, person_id=world.bram.id, organisation_id=world.vgs.id, now=NOW)

    pages = ("/werk", world.address, world.address + "/export.csv", world.address + "/export.xlsx")
    assert [world.organiser.get(page).status for page in pages] == [404] * 4


def test_extra_fields_in_a_form_change_nothing_else(world: World) -> None:
    page = world.organiser.get(world.address + "/inschrijving")

    world.organiser.post(
        world.address + "/inschrijving",
        desk="closed",
        version=page.value("version"),
        seen="",
        is_administrator="1",
        organisation_id=str(world.vng.id),
        edition_id=world.elsewhere.public_id,
    )

    assert (world.fresh(world.edition).desk, world.fresh(world.elsewhere).desk) == ("closed", "by_windows")
    assert world.fresh(world.bram).is_administrator is False
