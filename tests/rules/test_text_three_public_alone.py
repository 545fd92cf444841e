"""What is published of the “三公” alone is asked for its counts, not for the rest of the form."""

from __future__ import annotations

import budgetdisclosure as bd
from budgetdisclosure.model import Disclosure
from budgetdisclosure.reading import recognise
from budgetdisclosure.reading.formats.text import read_text
from budgetdisclosure.rules import audit

TABLE = """“三公”经费支出决算表
单位：万元

项目\t预算数\t决算数
合计\t12.00\t9.00
因公出国（境）费\t0.00\t0.00
公务接待费\t2.00\t1.00
公务用车购置及运行维护费\t10.00\t8.00
其中：公务用车运行维护费\t10.00\t8.00
公务用车购置费\t0.00\t0.00
"""
TEXT = """
“三公”经费支出决算情况说明
2023年度“三公”经费支出预算12.00万元，支出决算9.00万元，完成预算的75%，主要原因是厉行节约。
公务接待费支出1.00万元，接待9批次、80人次；公务用车运行维护费支出8.00万元，{kept}。
"""
KEPT = "公务用车购置数及保有量分别为0辆和3辆"


def read(text: str) -> Disclosure:
    return recognise(read_text(f"某镇人民政府2023年度{text}".encode()))


def missing(disclosure: Disclosure) -> set[str]:
    return {one.rule.id for one in audit(disclosure).findings if one.rule.id.startswith("DIS")}


def test_nothing_but_the_counts_is_asked_for() -> None:
    assert missing(read(TABLE + TEXT.format(kept=KEPT))) == set()
    assert missing(read(TABLE + TEXT.format(kept="用于下乡"))) == {"DIS-007"}


def test_with_a_section_on_the_accounts_the_rest_is_asked_for() -> None:
    more = "\n收入决算情况说明\n本年收入合计500.00万元，其中：财政拨款收入500.00万元，占100%。\n"
    assert {"DIS-009", "DIS-010", "DIS-011", "DIS-012"} <= missing(
        read(TABLE + TEXT.format(kept=KEPT) + more)
    )


def test_whose_it_is_stands_in_its_title() -> None:
    said = "某县某镇人民政府2023年度“三公”经费决算汇总情况\n2023年度“三公”经费决算4.50万元。"
    disclosure = bd.read(said.encode())
    assert (disclosure.entity, disclosure.fiscal_year) == ("某县某镇人民政府", 2023)


COUNTED = """
机构运行信息表
单位：万元

项目\t决算数
一、“三公”经费支出合计\t9.00
1.公务用车运行维护费\t8.00
2.公务接待费\t1.00
二、相关统计数\t—
1.公务用车保有量（辆）\t3
2.国内公务接待批次（个）\t{batches}
3.国内公务接待人次（人）\t80
"""


def test_counts_in_a_table_are_told() -> None:
    bare = TABLE + TEXT.format(kept="用于下乡").replace("，接待9批次、80人次", "")
    assert missing(read(bare)) == {"DIS-007"}
    assert missing(read(bare + COUNTED.format(batches="9"))) == set()
    assert missing(read(bare + COUNTED.replace("批次", "范围").format(batches="9"))) == {"DIS-007"}


def test_counts_in_a_grid_without_amounts_are_told() -> None:
    bare = TABLE + TEXT.format(kept="用于下乡").replace("，接待9批次、80人次", "")
    rows = "使用项目\t数量\n公务用车保有量\t3\n公务接待批次\t9\n公务接待人次\t80\n"
    grid = "\n“三公”经费使用情况\n\n" + rows
    disclosure = read(bare + grid)
    assert missing(disclosure) == set()
    places = {one.text: one.place.row for one in disclosure.unplaced}
    assert places == {"3": "公务用车保有量", "9": "公务接待批次", "80": "公务接待人次"}


def test_a_table_of_budgets_alone_has_no_blank_outturns() -> None:
    def told(table: str) -> list[str]:
        findings = audit(read(table)).findings
        return [one.message.zh for one in findings if one.rule.id == "T07-004"]

    rows = [line.split("\t") for line in TABLE.splitlines()]
    alone = "\n".join("\t".join(row[:2]) for row in rows)
    blank = "\n".join("\t".join(row[:2] if "." in row[-1] else row) for row in rows)
    assert told(alone) == ["表内没有决算数一栏"]
    assert not told(TABLE)
    assert told(blank) == ["决算数全部空白，未说明没有支出"]
