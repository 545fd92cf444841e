"""JSON that the library wrote, read back from a folder among other files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from attrs import evolve

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.model import Disclosure
from budgetdisclosure.model.serial import to_dict
from budgetdisclosure.reading import read, read_all

TEXT = "某某市{}局2024年度部门决算\n\n支出决算表\n单位：万元\n\n科目编码\t科目名称\t合计\n208\t社保\t1.20\n"


def disclosure(body: str) -> Disclosure:
    return read(TEXT.format(body).encode())


def put(folder: Path, name: str, body: str) -> Disclosure:
    there = disclosure(body)
    (folder / name).write_text(json.dumps(to_dict(there)), "utf-8")
    return there


def told(there: Disclosure) -> set[str | None]:
    return {remark.place.file for remark in there.remarks}


def test_a_written_file_tells_what_beside_it_was_not_read(tmp_path: Path) -> None:
    there = put(tmp_path, "甲.json", "教育")
    (tmp_path / "乙.rar").write_bytes(b"Rar!\x1a\x07\x01\x00")
    (tmp_path / "丙.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    for found in (read(tmp_path), *read_all(tmp_path)):
        assert {"乙.rar", "丙.png"} <= told(found)
        assert evolve(found, remarks=(), file=there.file) == evolve(there, remarks=())


def test_a_part_beside_a_written_file_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    put(tmp_path, "甲.json", "教育")
    (tmp_path / "乙.json").write_text("{}", "utf-8")
    (tmp_path / "丙.json").write_text('{"schema": "budgetdisclosure.model/0"}', "utf-8")
    (found,) = read_all(tmp_path)
    assert told(found) == {"乙.json", "丙.json"}


def test_each_written_file_is_a_disclosure_of_its_own(tmp_path: Path) -> None:
    put(tmp_path, "甲.json", "教育")
    put(tmp_path, "乙.json", "水务")
    assert {one.entity for one in read_all(tmp_path)} == {"某某市教育局", "某某市水务局"}
    found = read(tmp_path)
    assert told(found) == {"甲.json", "乙.json"} - {found.file}


def test_a_written_file_beside_a_text_hides_neither(tmp_path: Path) -> None:
    put(tmp_path, "甲.json", "教育")
    (tmp_path / "乙.txt").write_text(TEXT.format("水务"), "utf-8")
    assert {one.entity for one in read_all(tmp_path)} == {"某某市教育局", "某某市水务局"}
    found = read(tmp_path)
    assert found.file == "甲.json"
    assert told(found) == {"乙.txt"}


def test_a_fuller_document_beside_a_written_file_comes_first(tmp_path: Path) -> None:
    put(tmp_path, "甲.json", "教育")
    more = TEXT.format("水务") + "\n收入决算表\n\n科目编码\t科目名称\t合计\n208\t社保\t1.20\n"
    (tmp_path / "乙.txt").write_text(more, "utf-8")
    found = read(tmp_path)
    assert found.entity == "某某市水务局"
    assert told(found) == {"甲.json"}
    assert read_all(tmp_path)[0].entity == "某某市水务局"


def test_another_version_is_named_and_not_called_foreign() -> None:
    with pytest.raises(ReadingError, match="另一版本") as caught:
        read(b'{"schema": "budgetdisclosure.model/9", "type": "Disclosure"}')
    assert caught.value.excerpt == "budgetdisclosure.model/9"
