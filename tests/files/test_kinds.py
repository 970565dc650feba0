"""What may come in: name and content agree, and nothing explodes."""

import time
import tracemalloc
from io import BytesIO
from zipfile import ZIP_STORED

import pytest

from portal.errors import Refused
from portal.files.kinds import KINDS, MOST_BYTES, check
from portal.files.reasons import FileRefused
from tests.files import made

R = FileRefused


def refused(file: BytesIO, name: str) -> str:
    with pytest.raises(Refused) as caught:
        check(file, name)
    assert file.tell() == 0 or caught.value.reason in (R.NOT_ALLOWED, R.EMPTY, R.TOO_LARGE)
    return str(caught.value.reason)


GOOD = {
    "pdf": BytesIO(made.PDF),
    "docx": made.packed(made.DOCX),
    "xlsx": made.packed(made.XLSX),
    "pptx": made.packed(made.PPTX),
    "odt": made.open_document(),
    "ods": made.open_document("spreadsheet"),
    "odp": made.open_document("presentation"),
    "png": BytesIO(made.PNG),
    "jpg": BytesIO(made.JPG),
    "jpeg": BytesIO(made.JPG),
    "txt": BytesIO("Één regel\r\n\ttwee\n".encode()),
    "csv": BytesIO("naam;plaats\nZoë;Ede\n".encode("cp1252")),
}


def test_every_kind_that_may_come_in_has_an_example() -> None:
    assert set(GOOD) == set(KINDS)


@pytest.mark.parametrize("kind", list(GOOD))
def test_good_file_is_taken_and_stands_at_its_beginning(kind: str) -> None:
    file = GOOD[kind]

    assert (check(file, f"Werkblad.{kind.upper()}"), file.tell()) == (kind, 0)


@pytest.mark.parametrize("name", [name for name in GOOD if name not in ("jpeg", "txt", "csv")])
@pytest.mark.parametrize("kind", list(GOOD))
def test_name_and_content_must_agree(name: str, kind: str) -> None:
    same = name == kind or {name, kind} == {"jpg", "jpeg"}
    if same:
        assert check(GOOD[kind], f"a.{name}") == name
    else:
        assert refused(GOOD[kind], f"a.{name}") == R.NOT_WHAT_IT_SAYS


@pytest.mark.parametrize("kind", [kind for kind in GOOD if kind not in ("txt", "csv")])
def test_what_is_no_text_is_no_text(kind: str) -> None:
    assert refused(GOOD[kind], "a.txt") == R.NOT_WHAT_IT_SAYS


@pytest.mark.parametrize(
    "name", ["a.zip", "a.exe", "a.html", "a.svg", "a.docm", "a.pdf.exe", "pdf", ".pdf", "a.", "", "a.js"]
)
def test_other_endings_are_not_allowed(name: str) -> None:
    assert refused(BytesIO(made.PDF), name) == R.NOT_ALLOWED


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", R.EMPTY), (b"%PDF-" + bytes(MOST_BYTES), R.TOO_LARGE), (b"MZ\x90", R.NOT_WHAT_IT_SAYS)],
)
def test_size_and_signature_of_a_pdf(content: bytes, reason: str) -> None:
    assert refused(BytesIO(content), "a.pdf") == reason


def test_largest_file_that_fits_is_taken() -> None:
    assert check(BytesIO(made.PDF.ljust(MOST_BYTES)), "a.pdf") == "pdf"


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (made.bomb(), R.UNPACKS_TOO_LARGE),
        (made.many_parts(), R.UNPACKS_TOO_LARGE),
        (made.hidden_directory(), R.UNPACKS_TOO_LARGE),
        (made.liar(), R.BROKEN),
        (made.locked(), R.LOCKED),
        (BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), R.LOCKED),
        (made.packed({**made.DOCX, "word/vbaProject.bin": b"x"}), R.MACROS),
        (made.packed({**made.DOCX, "../../etc/passwd": b"x"}), R.BROKEN),
        (made.packed({**made.DOCX, "/etc/passwd": b"x"}), R.BROKEN),
        (BytesIO(made.packed(made.DOCX).getvalue()[:-30]), R.BROKEN),
        (BytesIO(made.packed(made.DOCX, how=ZIP_STORED).getvalue().replace(b"<w:doc", b"<w:dac")), R.BROKEN),
        (BytesIO(b"PK\x03\x04" + bytes(400)), R.BROKEN),
        (made.packed({"readme.txt": b"alleen tekst"}), R.NOT_WHAT_IT_SAYS),
    ],
    ids=["bomb", "parts", "hidden parts", "liar", "locked", "old", "macros", "path", "root", "cut", "damaged",
         "nothing", "a zip"],
)  # fmt: skip
def test_attack_is_refused_quickly_and_in_little_memory(file: BytesIO, reason: str) -> None:
    tracemalloc.start()
    begin = time.process_time()
    found = refused(file, "a.docx")
    spent, (_, most) = time.process_time() - begin, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found == reason
    assert spent < 2
    assert most < 30_000_000


def test_macros_of_an_open_document_are_refused() -> None:
    kind = b"application/vnd.oasis.opendocument.text"
    parts = {"mimetype": kind, "content.xml": b"<o/>", "Basic/Standard/a.xml": b"x"}

    assert refused(made.packed(parts), "a.odt") == R.MACROS


def test_part_called_mimetype_must_come_first() -> None:
    kind = b"application/vnd.oasis.opendocument.text"

    assert refused(made.packed({"content.xml": b"<o/>", "mimetype": kind}), "a.odt") == R.NOT_WHAT_IT_SAYS


@pytest.mark.parametrize("content", [b"a\0b", b"\x1b[31m", b"\xff\xfeh\0i\0"])
def test_control_signs_are_no_text(content: bytes) -> None:
    assert refused(BytesIO(content), "a.csv") == R.NOT_WHAT_IT_SAYS
