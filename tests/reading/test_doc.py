"""Word 97–2003 files, read as the docx they turn into.

``data/merged.doc`` was written by LibreOffice from a file of python-docx: a heading, a table with
cells merged both ways, a figure and a numbered list.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetdisclosure.errors import MissingExtraError, ReadingError
from budgetdisclosure.reading.formats.doc import read_doc

DATA = (Path(__file__).parent / "data" / "merged.doc").read_bytes()


def test_an_old_file_is_read_with_its_spans_and_numbers() -> None:
    pytest.importorskip("doc2docx", reason="the extra doc is not installed")
    document = read_doc(DATA, source="a.doc")
    assert document.media == "doc"
    assert document.paragraphs[0].level == 1
    assert [p.text for p in document.paragraphs] == [
        "收入决算表",
        "部门：某单位",
        "1,234.56万元。",
        "1. 甲",
        "2. 乙",
    ]
    first, second = document.grids[0].cells[:2]
    assert (first.text, first.row_span, second.text, second.column_span) == (
        "项目",
        2,
        "本年收入",
        3,
    )
    assert document.grids[0].place.file == "a.doc"


def test_without_the_converter_the_remedy_says_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "doc2docx", None)
    with pytest.raises(MissingExtraError) as caught:
        read_doc(DATA)
    assert 'pip install "budgetdisclosure[doc]"' in str(caught.value)
    assert "另存为 docx" in str(caught.value)


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_broken_files_are_refused_or_read(data: st.DataObject) -> None:
    pytest.importorskip("doc2docx", reason="the extra doc is not installed")
    at = data.draw(st.integers(0, len(DATA) - 1))
    cut = data.draw(st.booleans())
    try:
        read_doc(DATA[:at] if cut else DATA[:at] + b"\xff" + DATA[at + 1 :])
    except ReadingError:
        return
