"""The demo logins that the start of the demo shows."""

from dataclasses import replace

from demo.people import DemoLogin, logins, table

TOML = """
[[person]]
name = "Noor de Wit"
email = "noor@dorp.example"
audience = "deelnemer"
password = "een-twee-drie"
demo_login = true

[[person]]
name = "Zonder Inlog"
email = "zonder@dorp.example"

[[person]]
name = "Bram Ooms"
email = "bram@vereniging.example"
audience = "organisator"
password = "vier-vijf-zes"
demo_login = true
"""
NOOR = DemoLogin("deelnemer", "Noor de Wit", "noor@dorp.example", "een-twee-drie")
BRAM = DemoLogin("organisator", "Bram Ooms", "bram@vereniging.example", "vier-vijf-zes")


def test_only_people_with_demo_login_are_shown() -> None:
    assert logins(TOML) == [NOOR, BRAM]


def test_file_without_people_gives_no_logins() -> None:
    assert logins("# leeg") == []


def test_logins_stand_in_columns() -> None:
    assert table([NOOR, BRAM]) == [
        "deelnemer     Noor de Wit   noor@dorp.example         een-twee-drie",
        "organisator   Bram Ooms     bram@vereniging.example   vier-vijf-zes",
    ]


def test_password_that_all_share_is_said_once() -> None:
    assert table([NOOR, replace(BRAM, password="een-twee-drie")]) == [
        "deelnemer     Noor de Wit   noor@dorp.example",
        "organisator   Bram Ooms     bram@vereniging.example",
        "Password of everyone: een-twee-drie",
    ]
