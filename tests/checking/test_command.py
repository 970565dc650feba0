"""The command that operators, tests and fault runs call."""

from flask import Flask
from sqlalchemy import text

from portal.database import db, transaction
from tests.checking.support import EDITION, a_world


def test_command_is_content_with_a_database_in_order(app: Flask) -> None:
    with transaction() as session:
        a_world(session)

    answer = app.test_cli_runner().invoke(args=["check"])

    assert (answer.exit_code, answer.output) == (0, "Alles klopt.\n")


def test_command_names_faults_and_notes_and_fails(app: Flask) -> None:
    with transaction() as session:
        world = a_world(session)
        offered, alone = world.offered.reference, world.alone.reference
        session.execute(text("DELETE FROM decisions WHERE registration_id = :id"), {"id": world.alone.id})
        past = {"past": "2027-01-12 08:00:00.000000", "id": world.offered.id}
        session.execute(text("UPDATE claims SET deadline = :past WHERE registration_id = :id"), past)
        session.execute(text("UPDATE registrations SET offer_deadline = :past WHERE id = :id"), past)

    answer = app.test_cli_runner().invoke(args=["check"])

    assert (answer.exit_code, answer.output.splitlines()) == (
        1,
        [
            f"FOUT: {alone} ({EDITION}): bevestigd, maar er is geen besluit bewaard.",
            (
                f"Let op: {offered} ({EDITION}): het aanbod liep tot dinsdag 12 januari 2027, 09.00 uur "
                "en is nog niet beëindigd."
            ),
            "Er klopt 1 ding niet.",
        ],
    )


def test_command_writes_nothing(app: Flask) -> None:
    with transaction() as session:
        a_world(session)
    before = list(db.session.connection().connection.dbapi_connection.iterdump())  # type: ignore[union-attr]

    app.test_cli_runner().invoke(args=["check"])

    db.session.rollback()
    after = list(db.session.connection().connection.dbapi_connection.iterdump())  # type: ignore[union-attr]
    assert after == before
