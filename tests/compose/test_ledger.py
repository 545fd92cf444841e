from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from budgetdisclosure.amounts import Amount, Unit
from budgetdisclosure.codes import EconomicCode, FunctionCode
from budgetdisclosure.compose import (
    Entry,
    Flow,
    Ledger,
    LedgerError,
    Nature,
    Source,
    Stage,
    compose,
)
from budgetdisclosure.compose.lines import read_csv
from budgetdisclosure.errors import ModelError, ReadingError
from budgetdisclosure.testing import Seeded, ledgers, make_ledger

COLUMNS = (
    "类型",
    "资金来源",
    "功能分类科目",
    "经济分类科目",
    "支出性质",
    "阶段",
    "项目",
    "金额（元）",
)


def rows(ledger: Ledger) -> list[dict[str, object]]:
    return [
        dict(
            zip(
                COLUMNS,
                (
                    e.flow.value,
                    e.source.value,
                    str(e.function or ""),
                    str(e.economic or ""),
                    e.nature.value if e.nature else "",
                    e.stage.value,
                    e.project,
                    str(e.amount.in_unit(Unit.YUAN)),
                ),
                strict=True,
            )
        )
        for e in ledger
    ]


def as_csv(ledger: Ledger) -> str:
    lines = [",".join(COLUMNS)]
    lines += [",".join(str(cell) for cell in row.values()) for row in rows(ledger)]
    return "\n".join(lines)


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(ledgers(2020, most_items=3))
def test_a_ledger_comes_back_from_every_kind_of_source(ledger: Ledger) -> None:
    import pandas
    import polars
    import pyarrow

    held = rows(ledger)
    assert Ledger.from_rows(held) == ledger
    assert Ledger.from_csv(io.StringIO(as_csv(ledger))) == ledger
    assert Ledger.from_csv(io.BytesIO(as_csv(ledger).encode("gb18030"))) == ledger
    assert Ledger.from_frame(pandas.DataFrame(held)) == ledger
    assert Ledger.from_frame(polars.DataFrame(held)) == ledger
    assert Ledger.from_frame(pyarrow.Table.from_pylist(held)) == ledger


def test_a_workbook_is_read_as_it_is_typed(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    page.append(["功能分类科目", "经济分类科目", "支出性质", "金额（万元）"])
    page.append([2080109, 30101, "基本支出", 104.6])
    page.append(["208 01 09", "30102", "基本支出", "1,000.005"])
    book.save(tmp_path / "账.xlsx")
    ledger = Ledger.from_xlsx(tmp_path / "账.xlsx")
    assert ledger.sum(flow=Flow.EXPENDITURE) == Amount.of("1104.605", Unit.WAN)


def test_every_bad_line_is_said_at_once_with_its_place_and_mend() -> None:
    text = "\n".join(
        [
            "类型,功能分类科目,经济分类科目,支出性质,金额（元）",
            "支出,2080109,30101,基本支出,1.00",
            "支出,208019,30101,基本支出,1.00",
            "支岀,2080109,30101,基本支出,1.00",
            "支出,2080109,30101,,1.00",
            "支出,2080109,,基本支出,1.00",
            "支出,2080109,30101,基本支出,1.005",
            "支出,2080109,30101,基本支出,一千",
            "支出,2080109,30101,基本支出,",
            "",
        ]
    )
    reading = read_csv(io.StringIO(text))
    assert [fault.place and fault.place.line for fault in reading.faults] == list(range(3, 10))
    assert all(fault.remedy for fault in reading.faults)
    assert reading.ledger.sum(flow=Flow.EXPENDITURE) == Amount(100)
    with pytest.raises(LedgerError) as caught:
        Ledger.from_csv(io.StringIO(text))
    assert len(caught.value.faults) == 7
    assert "第3行" in str(caught.value)
    assert "line 9" in caught.value.spoken("en")


def test_binary_floats_are_refused_outside_workbooks() -> None:
    row = {"类型": "收入", "功能分类科目": "2080109", "金额": 1.5}
    with pytest.raises(LedgerError, match="浮点"):
        Ledger.from_rows([row])
    assert Ledger.from_rows([{**row, "金额": Decimal("1.5")}]).entries[0].amount == Amount(150)


def test_a_ledger_without_amounts_says_which_headings_it_needs() -> None:
    with pytest.raises(ReadingError, match="没有“金额”栏"):
        Ledger.from_csv(io.StringIO("科目,数\n2080109,1"))


CODE, PAY = FunctionCode("2080109"), EconomicCode("30101")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"flow": Flow.REVENUE}, "要有功能分类科目"),
        ({"flow": Flow.EXPENDITURE, "function": CODE}, "要有支出性质"),
        ({"flow": Flow.REVENUE, "function": CODE, "economic": PAY}, "只有支出才有"),
        ({"flow": Flow.EXPENDITURE, "function": CODE, "nature": Nature.TRADING}, "只分基本"),
        ({"flow": Flow.EXPENDITURE, "function": CODE, "nature": Nature.BASIC}, "要有经济分类"),
        ({"flow": Flow.OPENING, "source": Source.GOVERNMENT_FUND}, "年初结转要有"),
        ({"flow": Flow.BALANCE_USED}, "不属于财政拨款"),
    ],
)
def test_contradictory_entries_are_refused(entry: dict, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        Entry(amount=Amount(1), **entry)


def test_plans_and_the_year_before_need_less() -> None:
    assert Entry(Flow.REVENUE, Amount(1), stage=Stage.PRIOR).function is None
    assert Entry(Flow.EXPENDITURE, Amount(1), economic=PAY, stage=Stage.ADJUSTED).nature is None


def test_lines_of_one_kind_are_one_sum_and_ledgers_add_up() -> None:
    ledger = make_ledger(Seeded(Random(1)), 2020, 3)
    assert len(Ledger((*ledger, *ledger))) == len(ledger)
    assert (ledger + ledger).sum(flow=Flow.REVENUE) == ledger.sum(flow=Flow.REVENUE) * 2
    assert ledger.closing(Source.GENERAL_BUDGET).fen >= 0


def test_codes_that_make_no_table_are_said_at_once() -> None:
    def spent(code: str, economic: str) -> Entry:
        return Entry(
            Flow.EXPENDITURE,
            Amount(1),
            Source.GENERAL_BUDGET,
            FunctionCode(code),
            EconomicCode(economic),
            Nature.BASIC,
        )

    ledger = Ledger((spent("20801", "30101"), spent("2080109", "30198"), spent("2089909", "302")))
    with pytest.raises(LedgerError) as caught:
        compose(ledger, entity="某局", fiscal_year=2020)
    assert [fault.excerpt for fault in caught.value.faults] == ["2089909", "30198", "20801"]
