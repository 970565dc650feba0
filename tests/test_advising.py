"""The command that advises outside the database: JSON in, JSON out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from portal.config import ROOT
from tests.support.environment import run_command

PERSON = {"id": "r1", "languages": ["nl"], "answers": {f"rk-p{page}": 3 for page in range(1, 8)}}
MODULE = {"id": "m1", "coverage": {"richting": 1}, "hours": 8, "start": "2027-03-01"}
CATALOGUE = {"today": "2027-01-12", "modules": [MODULE]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "C.json").write_text(json.dumps(CATALOGUE), encoding="utf-8")
    (made / "R.json").write_text(json.dumps([PERSON]), encoding="utf-8")
    return made


def advise(app: Flask, folder: Path) -> Result:
    words = ["advise", *(f"--{name}={folder / file}" for name, file in FILES.items())]
    return app.test_cli_runner().invoke(args=words)


FILES = {"catalogue": "C.json", "respondents": "R.json", "out": "OUT.json"}


def test_advice_is_computed_without_a_table(app: Flask, folder: Path) -> None:
    assert (advise(app, folder).output, os.listdir(folder).count("OUT.json")) == ("", 1)
    assert json.loads((folder / "OUT.json").read_text(encoding="utf-8")) == {
        "r1": {
            "ranking": ["m1"],
            "package": ["m1"],
            "why_not": {},
            "detail": {"m1": {"score": 0.900015, "parts": {"richting": 1.000015}, "penalty": 0.1}},
        }
    }


def test_same_input_gives_the_same_bytes(app: Flask, folder: Path) -> None:
    advise(app, folder)
    first = (folder / "OUT.json").read_bytes()
    advise(app, folder)
    assert (folder / "OUT.json").read_bytes() == first


def test_bad_input_leaves_the_old_answer_alone(app: Flask, folder: Path) -> None:
    (folder / "OUT.json").write_text("old", encoding="utf-8")
    (folder / "R.json").write_text(json.dumps([{**PERSON, "answers": {"rk-p1": 9}}]), encoding="utf-8")
    done = advise(app, folder)
    message = "Error: respondents, r1: `answers` of rk-p1 should be 1, 2, 3, 4, 5 or 'x', not 9\n"
    assert (done.exit_code, done.output) == (2, message)
    assert (folder / "OUT.json").read_text(encoding="utf-8") == "old"
    assert sorted(os.listdir(folder)) == ["C.json", "OUT.json", "R.json"]


def test_file_that_is_no_text_is_said_so(app: Flask, folder: Path) -> None:
    (folder / "C.json").write_bytes(b"\xff\xfe{}")
    done = advise(app, folder)
    assert (done.exit_code, done.output) == (2, f"Error: {folder / 'C.json'}: not UTF-8 text\n")


@pytest.mark.parametrize(
    ("id_", "message"),
    [
        ("a\nb", "Error: catalogue, modules, a\\nb: `hours` should be a number, not True\n"),
        ("\ud800", "Error: catalogue, modules, \\ud800: `hours` should be a number, not True\n"),
    ],
)
def test_complaint_about_a_strange_id_stays_one_line(
    app: Flask, folder: Path, id_: str, message: str
) -> None:
    wrong = {**CATALOGUE, "modules": [{**MODULE, "id": id_, "hours": True}]}
    (folder / "C.json").write_text(json.dumps(wrong), encoding="utf-8")
    done = advise(app, folder)
    assert (done.exit_code, done.stderr) == (2, message)


def test_note_on_the_input_goes_to_the_screen(app: Flask, folder: Path) -> None:
    asking = {**CATALOGUE, "modules": [{**MODULE, "prerequisites": ["m0"]}]}
    (folder / "C.json").write_text(json.dumps(asking), encoding="utf-8")
    done = advise(app, folder)
    assert (done.exit_code, done.stderr) == (0, "catalogue: m1 asks m0, which is not in the catalogue\n")


def test_who_audits_needs_no_settings(folder: Path) -> None:
    words = [f"--{name}={folder / file}" for name, file in FILES.items()]
    run_command({"PATH": os.environ["PATH"]}, "advise", *words)
    assert json.loads((folder / "OUT.json").read_text(encoding="utf-8"))["r1"]["ranking"] == ["m1"]


@pytest.mark.parametrize(
    ("module", "person", "reasons"),
    [
        ({"language": "nl"}, {"languages": None}, {}),
        ({"language": "nl"}, {"languages": []}, {"m1": "language"}),
        ({"language": ""}, {"languages": []}, {}),
        ({"member_of": "", "audience": ""}, {}, {}),
    ],
)
def test_empty_means_what_the_format_says(
    app: Flask, folder: Path, module: dict[str, object], person: dict[str, object], reasons: dict[str, str]
) -> None:
    (folder / "C.json").write_text(
        json.dumps({**CATALOGUE, "modules": [{**MODULE, **module}]}), encoding="utf-8"
    )
    (folder / "R.json").write_text(json.dumps([{**PERSON, **person}]), encoding="utf-8")
    assert advise(app, folder).output == ""
    assert json.loads((folder / "OUT.json").read_text(encoding="utf-8"))["r1"]["why_not"] == reasons


def test_disk_that_fills_up_leaves_no_half_answer(folder: Path) -> None:
    """In a process of its own, whose files may be no larger than a block."""
    people = [{**PERSON, "id": f"r{number}"} for number in range(200)]
    (folder / "R.json").write_text(json.dumps(people), encoding="utf-8")
    (folder / "OUT.json").write_text("old", encoding="utf-8")
    words = [f"--{name}={folder / file}" for name, file in FILES.items()]
    flask = [sys.executable, "-m", "flask", "--app", "wsgi", "advise", *words]
    done = subprocess.run(
        ["sh", "-c", 'ulimit -f 8; exec "$@"', "sh", *flask],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, f"Error: {folder / 'OUT.json'}: File too large\n")
    assert (folder / "OUT.json").read_text(encoding="utf-8") == "old"
    assert sorted(os.listdir(folder)) == ["C.json", "OUT.json", "R.json"]


@pytest.mark.parametrize(("kept", "mode"), [(0o077, 0o600), (0o022, 0o644)])
def test_answer_about_people_is_kept_from_whom_the_operator_keeps_files(
    app: Flask, folder: Path, kept: int, mode: int
) -> None:
    before = os.umask(kept)
    try:
        advise(app, folder)
    finally:
        os.umask(before)
    assert (folder / "OUT.json").stat().st_mode & 0o777 == mode


def test_answer_that_was_closed_to_others_stays_closed(app: Flask, folder: Path) -> None:
    (folder / "OUT.json").write_text("old", encoding="utf-8")
    (folder / "OUT.json").chmod(0o600)
    advise(app, folder)
    assert (folder / "OUT.json").stat().st_mode & 0o777 == 0o600
