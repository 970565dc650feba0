"""Files for tests: good ones, and ones that attack."""

import struct
import zipfile
from io import BytesIO

DOCX = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
XLSX = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
PPTX = {"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 20


def packed(parts: dict[str, bytes], *, how: int = zipfile.ZIP_DEFLATED) -> BytesIO:
    """A zip file with these parts."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    made.seek(0)
    return made


def open_document(kind: str = "text") -> BytesIO:
    """A small OpenDocument file."""
    media_type = f"application/vnd.oasis.opendocument.{kind}".encode()
    return packed({"mimetype": media_type, "content.xml": b"<office/>"}, how=zipfile.ZIP_STORED)


def bomb(megabytes: int = 400) -> BytesIO:
    """A document of some hundreds of kB that unpacks to this much."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in DOCX.items():
            archive.writestr(name, content)
        with archive.open("word/media/image1.bmp", "w") as part:
            for _ in range(megabytes):
                part.write(bytes(1024 * 1024))
    made.seek(0)
    return made


def liar(megabytes: int = 400) -> BytesIO:
    """The same bomb, whose directory says that everything is small."""
    made = bytearray(bomb(megabytes).getvalue())
    real = struct.pack("<L", megabytes * 1024 * 1024)
    assert made.count(real) >= 1
    return BytesIO(bytes(made).replace(real, struct.pack("<L", 100)))


def many_parts(count: int = 20_000) -> BytesIO:
    """A document with more parts than any document has."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in DOCX.items():
            archive.writestr(name, content)
        for number in range(count):
            archive.writestr(f"a/{number}", b"")
    made.seek(0)
    return made


def hidden_directory(count: int = 20_000) -> BytesIO:
    """The same, whose end says that there is one part."""
    made = bytearray(many_parts(count).getvalue())
    end = made.rfind(b"PK\x05\x06")
    struct.pack_into("<HH", made, end + 8, 1, 1)
    return BytesIO(bytes(made))


def locked() -> BytesIO:
    """A document whose parts say that they are encrypted."""
    made = bytearray(packed(DOCX).getvalue())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.find(sign)
        while at >= 0:
            made[at + offset] |= 1
            at = made.find(sign, at + 4)
    return BytesIO(bytes(made))
