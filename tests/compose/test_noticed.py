"""What can be booked and is worth a look: totals, repeats, signs, the unit, names of codes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.amounts import Amount
from budgetdisclosure.compose import LedgerReading, compose, read_ledger

HEAD = "类型,功能科目,经济科目,支出性质,金额（元）"
FEN = st.integers(1, 10**9).map(Amount)


def read(*lines: str, head: str = HEAD) -> LedgerReading:
    return read_ledger(io.StringIO("\n".join((head, *lines))))


def spent(amount: object, function: str = "2050201", economic: str = "") -> str:
    return f"支出,{function},{economic},项目支出,{str(amount).removesuffix('元')}"


def notes(reading: LedgerReading) -> list[str]:
    assert not reading.faults
    return [note.spoken() for note in reading.notes]


@given(st.lists(FEN, min_size=1, max_size=6, unique=True), st.integers(0, 5), st.integers(-5, 5))
def test_a_total_says_by_how_much_it_differs(amounts: list[Amount], cut: int, off: int) -> None:
    parts = [part for part in (amounts[:cut], amounts[cut:]) if part]
    lines: list[str] = []
    for part in parts:
        lines += [spent(amount) for amount in part]
        lines.append(f"小计,,,,{str(Amount(sum(one.fen for one in part)))[:-1]}")
    whole = Amount(sum(one.fen for one in amounts))
    stated = f"{whole + Amount(off)}"[:-1]
    *right, last = notes(read("收入,2050201,,,0.01", *lines, f"支出合计,,,,{stated}"))
    assert all(note.endswith("合计行，未计入") for note in right)
    sums = {Amount(0).fen, *(sum(one.fen for one in part) for part in parts)}
    if off and whole.fen + off not in {*sums, whole.fen, whole.fen + 1}:
        word = f"多 {Amount(off)}" if off > 0 else f"少 {Amount(-off)}"
        assert f"比各行之和 {whole} {word}" in last
    elif not off:
        assert last.endswith("合计行，未计入")


def test_lines_that_are_the_same_are_told_with_their_numbers() -> None:
    (note,) = notes(read(spent("7.00"), spent("8.00"), spent("7.00"), spent("0"), spent("0")))
    assert "第2、4行；重复录入的请删去" in note


def test_spending_below_nothing_is_told() -> None:
    (note,) = notes(read(spent("7.00"), spent("-2.50"), "收入,2050201,,,-1.00"))
    assert "支出有1笔负数：第3行 -2.50元" in note


@pytest.mark.parametrize(
    ("heading", "yuan"),
    [("金额（万元）", 10_000), ("金额/万元", 10_000), ("金额（人民币元）", 1), ("金额", 1)],
)
def test_the_heading_says_the_unit(heading: str, yuan: int) -> None:
    reading = read(spent("2.50"), head=HEAD.replace("金额（元）", heading))
    assert reading.ledger.entries[0].amount == Amount(250 * yuan)


def test_amounts_in_ten_thousands_without_a_word_of_it_are_told_once() -> None:
    finer = [spent(f"{at}.123456") for at in range(5)]
    (fault,) = read(*finer, spent("3.00")).faults
    assert "有5笔金额的小数超过两位，像是按万元填的" in str(fault)
    assert fault.place is not None
    assert fault.place.line == 2
    assert len(read(finer[0], *[spent(f"{at}.10") for at in range(9)]).faults) == 1
    small = [spent(f"{at}.50", f"20502{at:02}") for at in range(1, 11)]
    assert "金额像是按万元填的" in notes(read(*small))[0]
    assert not notes(read(*small, spent("10000.00")))


def test_a_unit_said_elsewhere_is_taken_or_doubted() -> None:
    lines = "功能科目,支出性质,金额{0}\n2050201,项目支出,2.50\n"

    def amount(title: str, unit: str = "") -> tuple[Amount, list[str]]:
        reading = read_ledger(io.StringIO(title + "\n" + lines.format(unit)))
        return reading.ledger.entries[0].amount, notes(reading)

    assert amount("编制：某园 金额单位：人民币万元") == (Amount(2_500_000), [])
    taken, (doubt,) = amount("某园支出（万元）")
    assert (taken, "按元读" in doubt) == (Amount(250), True)
    taken, (doubt,) = amount("单位：万元", "（元）")
    assert (taken, "按元读，请核对" in doubt) == (Amount(250), True)


@pytest.mark.parametrize(
    ("function", "economic", "said"),
    [
        ("2081001 老年福利", "", "2081001 的名称是“儿童福利”，台账写“老年福利”，那是 2081002"),
        ("2081001", "30201 印刷费", "30201 的名称是“办公费”，台账写“印刷费”，那是 30202"),
        ("2081001 儿童福利（项）", "30201-办公费", ""),
        ("2081001 儿童的福利", "30201 办公", ""),
        ("2081001 社会福利", "", ""),
    ],
)
def test_a_code_beside_the_name_of_another_is_told(function: str, economic: str, said: str) -> None:
    ledger = read(spent("5.00", function, economic), "收入,2081001,,,5.00").ledger
    remarks = [one.reason.zh for one in compose(ledger, entity="某园", fiscal_year=2024).remarks]
    assert [said in remark and "第2行" in remark for remark in remarks] == [True] * bool(said)


def test_a_formula_without_a_result_is_told_as_such(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (HEAD.split(","), ["支出", "2050201", "", "项目支出", "=1+1"]):
        book.active.append(row)
    book.active.append(["支出", "2050201", "", "项目支出", None])
    book.save(tmp_path / "账.xlsx")
    formula, empty = read_ledger(tmp_path / "账.xlsx").faults
    assert "E2单元格：是公式，文件里没有算出的结果" in str(formula)
    assert "E3单元格：没有金额" in str(empty)


def test_a_code_above_several_others_is_told_once() -> None:
    codes = ("20502", "2050201", "2050202")
    with pytest.raises(
        Exception, match="20502 自身有金额，其下级 2050201、2050202 也有金额"
    ) as told:
        compose(read(*[spent("5.00", c) for c in codes]).ledger, entity="某园", fiscal_year=2024)
    assert len(told.value.faults) == 1  # type: ignore[attr-defined]
