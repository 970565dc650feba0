import tomllib
from pathlib import Path
from typing import Any

import pytest

from portal.config import ROOT
from portal.frameworks import vocabulary
from portal.frameworks.reading import read, read_file, read_text
from portal.tables import FileProblem

TEXT = (ROOT / "seeds" / "frameworks" / "zoetermeer.toml").read_text(encoding="utf-8")


def tables() -> dict[str, Any]:
    return tomllib.loads(TEXT)


def problem_of(data: dict[str, Any]) -> str:
    with pytest.raises(FileProblem) as found:
        read(data, "study.toml")
    return str(found.value)


def test_vocabulary_speaks_of_seven_aspects() -> None:
    assert [(aspect.id, aspect.code, aspect.group) for aspect in vocabulary.ASPECTS] == [
        ("richting", "RK", "hard"),
        ("overzicht", "OV", "hard"),
        ("besluitvorming", "BV", "hard"),
        ("kennis", "KC", "soft"),
        ("houding", "HO", "soft"),
        ("ondersteuning", "ON", "connecting"),
        ("samenwerking", "SC", "connecting"),
    ]


def test_vocabulary_speaks_of_four_roles() -> None:
    assert {role.id: role.subroles for role in vocabulary.ROLES} == {
        "coach": ("stimulator", "mentor"),
        "innovator": ("vernieuwer", "bemiddelaar"),
        "opdrachtgever": ("bestuurder", "producent"),
        "eigenaar": ("controleur", "coordinator"),
    }


def test_study_has_its_findings_advices_and_actions() -> None:
    found = vocabulary.FRAMEWORK
    counts = len(found.findings), len(found.advices), len(found.actions), len(found.plateaus)
    assert counts == (9, 11, 33, 4)


def test_no_plateau_of_the_study_is_certain() -> None:
    found = vocabulary.FRAMEWORK
    assert {part.plateau_certain for part in (*found.advices, *found.actions)} == {False}


def test_name_is_in_the_language_asked_for() -> None:
    names = [vocabulary.name_of(vocabulary.ASPECT["overzicht"], code) for code in ("nl", "en")]
    assert names == ["Overzicht", "Overview"]


def test_missing_translation_is_said_with_its_place() -> None:
    data = tables()
    del data["advice"][10]["en"]
    assert problem_of(data) == "study.toml, advice 11: `en` is missing"


def test_empty_translation_is_missing_too() -> None:
    data = tables()
    data["finding"][0]["summary_en"] = " "
    assert problem_of(data) == "study.toml, finding 1: `summary_en` is empty"


def test_half_of_an_optional_text_is_missing() -> None:
    data = tables()
    data["aspect_group"][0]["theme_en"] = ""
    assert problem_of(data) == "study.toml, aspect_group 1: `theme_en` is empty"


def test_double_number_is_said() -> None:
    data = tables()
    data["action"][1]["number"] = "1.1"
    assert problem_of(data) == "study.toml: action '1.1' is there twice; give each its own `number`"


@pytest.mark.parametrize(
    ("part", "key", "value", "said"),
    [
        ("finding", "actions", ["12.9"], "finding 1: `actions` names '12.9', which is not there"),
        ("finding", "group", "warm", "finding 1: `group` names 'warm', which is not there"),
        ("action", "after", ["9.9"], "action 1.1: `after` names '9.9', which is not there"),
        ("action", "aspects", ["lef"], "action 1.1: `aspects` names 'lef', which is not there"),
        ("action", "advice", "12", "advice 1: `actions` says ['1.1', '1.2'], the parts say ['1.2']"),
        ("advice", "plateau", 5, "advice 1: `plateau` names '5', which is not there"),
        ("note", "about", "slide 3", "note: `about` names 'slide 3', which is not there"),
        ("action", "number", "1", "action 1: `number` should be like \"11.6\", not '1'"),
        ("aspect", "id", "Lef", "aspect 1: `id` should be small letters, digits and hyphens, not 'Lef'"),
        ("role", "axis", "rust", "role 1: `axis` should be one of flexibility, control, not 'rust'"),
        ("plateau", "colour", "red", "plateau 1: unknown: `colour`"),
    ],
)  # fmt: skip
def test_what_does_not_add_up_is_said(part: str, key: str, value: object, said: str) -> None:
    data = tables()
    data[part][0][key] = value
    assert problem_of(data) == f"study.toml, {said}"


def test_inferred_link_is_one_of_the_links() -> None:
    data = tables()
    data["finding"][0]["actions_inferred"] = ["11.6"]
    assert problem_of(data) == "study.toml, finding 1: `actions_inferred` names '11.6', which is not there"


def test_actions_do_not_wait_for_each_other() -> None:
    data = tables()
    data["action"][0]["after"], data["action"][1]["after"] = ["1.2"], ["1.1"]
    assert problem_of(data).startswith("study.toml: actions come after each other:")


def test_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(FileProblem):
        read_file(path)
    with pytest.raises(FileProblem):
        read_text("framework = ", "broken.toml")
