"""What is kept of a file while it comes in."""

import pytest

from portal.web.kit import uploads


def test_only_the_beginning_of_a_large_file_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "KEPT", 10)
    with uploads.Clipped(max_size=4) as file:
        assert [file.write(part) for part in (b"a" * 8, b"b" * 8, b"c")] == [8, 8, 1]
        file.seek(0)
        assert file.read() == b"aaaaaaaabb"
