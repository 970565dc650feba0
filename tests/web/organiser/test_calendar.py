"""The secret address with all days of one's organisation: made, renewed, stopped."""

import re

from tests.web.organiser.conftest import World

PAGE = "/werk/agenda"


def feed(world: World) -> str:
    """The address on the page, without the site; empty when there is none."""
    found = re.search(r"<code>\S*?(/agenda/organisatie/[^<]+)</code>", world.organiser.get(PAGE).html)
    return found[1] if found else ""


def test_address_is_made_renewed_and_stopped(world: World) -> None:
    where = f"{PAGE}/{world.vgs.public_id}"
    assert feed(world) == ""
    world.organiser.post(where, {})
    first = feed(world)
    world.organiser.post(where, {})
    second = feed(world)
    client = world.app.test_client()
    assert [client.get(one).status_code for one in (first, second)] == [404, 200]
    world.organiser.post(f"{where}/stop", {})
    assert (feed(world), client.get(second).status_code) == ("", 404)


def test_stopping_twice_is_once(world: World) -> None:
    where = f"{PAGE}/{world.vgs.public_id}/stop"
    assert [world.organiser.post(where, {}).status for _press in range(2)] == [303, 303]


def test_another_organisation_is_not_found(world: World) -> None:
    assert world.organiser.post(f"{PAGE}/{world.vng.public_id}", {}).status == 404
