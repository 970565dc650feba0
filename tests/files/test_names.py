"""The name of an upload: no path, one line, an ending, and a header that says it safely."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from werkzeug.http import parse_options_header

from portal.files.names import LONGEST, clean_name, disposition, ending
from tests.support.proof import size


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("werkblad.pdf", "werkblad.pdf"),
        ("Werkblad Dag 1.PDF", "Werkblad Dag 1.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\Noor\\Mijn documenten\\opzet.docx", "opzet.docx"),
        ("/tmp/a.csv", "a.csv"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie- x=1.pdf"),
        ('naam"; filename="x.exe.pdf', "naam-- filename=-x.exe.pdf"),
        ("exe.\u202efdp.pdf", "exe. fdp.pdf"),
        ("con.txt", "bestand-con.txt"),
        (".pdf", "pdf"),
        ("...", ""),
        ("", ""),
        ("Ca\u0301fe\u0301.odt", "Cáfé.odt"),
        ("a" * 300 + ".pptx", "a" * (LONGEST - 5) + ".pptx"),
        ("een\u00a0twee\t.txt", "een twee.txt"),
    ],
)
def test_name_is_cleaned(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@settings(max_examples=size(150, 5000), deadline=None)
@given(st.text(max_size=200))
@example("0.¡")
def test_any_name_ends_up_fit_for_a_disk_and_a_header(typed: str) -> None:
    kept = clean_name(typed)
    header = disposition(kept or "a.pdf")

    assert len(kept) <= LONGEST + len("bestand-")
    assert not set(kept) & set('/\\<>:"|?*%;\r\n\0')
    assert header.isascii()
    assert header.isprintable()
    assert clean_name(kept) == kept


@pytest.mark.parametrize(
    "name",
    ["werkblad.pdf", "Überzicht – deel 1.docx", "日本.pdf", "a'b.txt", "100 procent.csv", "naam (2).odt"],
)
def test_header_gives_the_name_back(name: str) -> None:
    kind, options = parse_options_header(disposition(name))

    assert (kind, options["filename"]) == ("attachment", name)


@pytest.mark.parametrize(("name", "kind"), [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", ""), (".pdf", "")])
def test_ending_is_what_stands_behind_the_last_point(name: str, kind: str) -> None:
    assert ending(name) == kind
