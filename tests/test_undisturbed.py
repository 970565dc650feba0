"""Python looks for circles again after work on very many things, however that ended."""

import gc

import pytest

from portal.undisturbed import undisturbed


def test_search_for_circles_goes_on_afterwards() -> None:
    with undisturbed():
        with undisturbed():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_search_for_circles_goes_on_after_an_error() -> None:
    with pytest.raises(ValueError, match="stuk"), undisturbed():
        raise ValueError("stuk")
    assert gc.isenabled()
