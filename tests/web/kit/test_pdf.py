"""Paper: whatever people write, there is a PDF."""

import pytest
import typst

from portal.web.kit import pdf

DATA = {"title": "Leerdoelen", "author": "Aisha", "lead": "", "footer": "Leergang"}


@pytest.mark.parametrize(
    "words",
    [
        "Beter luisteren 😀",
        "学习目标",
        "مرحبا",
        "Ελλάδα, Жук, ș",
        "👩🏽‍💼 en ❤️",
        "हिन्दी",
        "\ue000\U000f0000",
        "✓ → □",
    ],
)
def test_every_sign_can_be_printed(words: str) -> None:
    goal = {"title": words, "state": words, "parts": [{"title": words, "lines": [words]}]}
    paper = pdf.render("goals.typ", {**DATA, "author": words, "goals": [goal]})
    assert (paper[:5], b"pdfuaid" in paper) == (b"%PDF-", True)


def test_fault_of_the_template_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(typst.TypstError):
        pdf.render("goals.typ", DATA)
