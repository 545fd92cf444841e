"""The garbage collector rests while a file is read, and is as it was before afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.reading import read, read_document
from budgetdisclosure.reading.pause import collector_paused

TEXT = "支出决算表\n\n科目编码\t科目名称\t合计\n208\t社会保障\t1.20\n".encode()


@pytest.fixture(params=[True, False], ids=["running", "stopped"])
def running(request: pytest.FixtureRequest) -> Iterator[bool]:
    before = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if before else gc.disable)()


def test_it_rests_inside_and_within_itself(running: bool) -> None:
    with collector_paused():
        assert not gc.isenabled()
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled() is running


def test_a_reading_leaves_it_as_it_was(running: bool) -> None:
    read(TEXT)
    read_document(TEXT)
    assert gc.isenabled() is running


def test_so_does_one_that_fails(running: bool) -> None:
    with pytest.raises(ReadingError):
        read(b"%PDF-1.7 cut short")
    assert gc.isenabled() is running
