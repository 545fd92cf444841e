"""The empty ledger: what is filled in is read, what is not is said."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings

from budgetdisclosure.cli import main
from budgetdisclosure.compose import (
    Entry,
    Flow,
    Ledger,
    Nature,
    Procurement,
    Source,
    Stage,
    form_names,
    ledger_template,
    load_form,
    read_ledger,
    write_ledger_template,
)
from budgetdisclosure.errors import ReadingError, WritingError
from budgetdisclosure.testing import ledgers

QUICK = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def cells(entry: Entry) -> tuple[str, ...]:
    """An entry as a person writes it under the headings of the template."""
    return (
        entry.flow.value,
        entry.source.value,
        str(entry.function or ""),
        str(entry.economic or ""),
        entry.nature.value if entry.nature else "",
        entry.stage.value,
        entry.project,
        entry.procurement.value if entry.procurement else "",
        entry.purchase,
        entry.purchasing,
        f"{entry.amount.fen // 100}.{entry.amount.fen % 100:02}",
    )


def filled_csv(ledger: Ledger) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(cells(entry) for entry in ledger)
    return ledger_template("csv") + text.getvalue().encode()


def filled_book(ledger: Ledger) -> io.BytesIO:
    """The workbook with texts put into the cells that wait for them."""
    said = {
        f"{column}{at}": text
        for at, row in enumerate(map(cells, ledger), 2)
        for column, text in zip("ABCDEFGHIJK", row, strict=True)
    }

    def put(cell: re.Match[str]) -> str:
        text = said.get(cell[2])
        whole = f'{cell[1]} t="inlineStr"><is><t>{escape(text or "")}</t></is></c>'
        return whole if text else cell[0]

    held = zipfile.ZipFile(io.BytesIO(ledger_template("xlsx")))
    out = io.BytesIO()
    out.name = "台账.xlsx"
    with zipfile.ZipFile(out, "w") as book:
        for name in held.namelist():
            data = held.read(name).decode()
            if name.endswith("sheet1.xml"):
                data = re.sub('(<c r="([A-K][0-9]+)" s="[0-9]+")/>', put, data)
            book.writestr(name, data)
    out.seek(0)
    return out


def sums(ledger: Ledger) -> dict[object, int]:
    found: dict[object, int] = {}
    for entry in ledger:
        found[entry.key] = found.get(entry.key, 0) + entry.amount.fen
    return found


@QUICK
@given(ledgers(2020))
def test_what_is_filled_in_is_read(ledger: Ledger) -> None:
    for source in (io.BytesIO(filled_csv(ledger)), filled_book(ledger)):
        reading = read_ledger(source)
        assert not reading.faults
        assert not [note for note in reading.notes if "金额（万元）" not in note.said.zh]
        assert sums(reading.ledger) == sums(ledger)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_left_empty_it_says_so(tmp_path: Path, ending: str) -> None:
    path = write_ledger_template(tmp_path / f"台账.{ending}")
    with pytest.raises(ReadingError, match=r"一笔也没有.*请在表头下面逐行填写"):
        read_ledger(path)


def test_every_word_it_offers_is_understood() -> None:
    book = zipfile.ZipFile(io.BytesIO(ledger_template()))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    offered = re.findall(r'<formula1>"(.*?)"</formula1>', sheet)
    assert all(len(one) <= 255 for one in offered)  # what a spreadsheet program takes
    kinds = (Flow, Source, Nature, Stage, Procurement)
    assert [one.split(",") for one in offered] == [[m.value for m in kind] for kind in kinds]


def test_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WritingError, match="可用：xlsx、csv"):
        write_ledger_template(tmp_path / "台账.pdf")
    path = write_ledger_template(tmp_path / "台账.xlsx")
    with pytest.raises(WritingError, match="文件已存在"):
        write_ledger_template(path)


def test_the_command_writes_it_and_compose_says_it_is_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "台账.xlsx")
    assert main(["ledger", "--out", path]) == 0
    assert main(["ledger", "--out", path]) == 2
    assert main(["compose", path, "--entity", "某局", "--year", "2024"]) == 2
    assert "一笔也没有" in capsys.readouterr().err
    assert main(["ledger"]) == 0
    assert capsys.readouterr().out.startswith("类型,资金来源,")


def test_the_help_of_compose_names_every_form(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["compose", "--help"])
    said = capsys.readouterr().out
    for name in form_names():
        assert re.search(f"{name} +{load_form(name).title}", said)


def test_a_word_that_is_not_in_the_list_is_warned_of(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    page = load_workbook(write_ledger_template(tmp_path / "台账.xlsx"))["台账"]
    offered = page.data_validations.dataValidation
    assert len(offered) == 5
    for one in offered:
        assert one.showErrorMessage
        assert one.errorStyle == "warning"  # ledgers may hold usual words that the list has not
        assert "下拉列表" in one.error
