"""Make the example disclosure from its ledger: ``python examples/make_example.py [FILE]``.

The ledger's amounts are this project's own, exact to the fen, and chosen so that they print the
figures of a real disclosure, its rounding tails included.
"""

from __future__ import annotations

import sys
from pathlib import Path

from budgetdisclosure.amounts import Amount
from budgetdisclosure.compose.assemble import compose
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.compose.narrative import Fact
from budgetdisclosure.model import Disclosure
from budgetdisclosure.writing.text import to_text

HERE = Path(__file__).resolve().parent
OUT = HERE / "final-accounts-2020.txt"

FEWER = "年内人员减少，相应支出减少"
LESS = "从严控制公务接待"
SMALLER = "上年安排的一次性保险补助今年不再发生"

FACTS: dict[str, Fact] = {
    "部门职责": "经办辖区内养老保险和失业保险业务，管理社会保险待遇的发放。",
    "机构设置及决算单位构成": "本单位内设业务科和财务科，无下属单位，决算只含本级。",
    "收支总计增减原因": SMALLER,
    "财政拨款收支总计增减原因": SMALLER,
    "一般公共预算支出增减原因": SMALLER,
    "2080108 决算与预算差异原因": "年中追加了系统维护经费",
    "2080109 决算与预算差异原因": FEWER,
    "三公预决算差异原因": LESS,
    "三公增减原因": LESS,
    "机关运行经费增减原因": FEWER,
    "采购总额": Amount(265200),
    "采购货物": Amount(265200),
    "采购工程": Amount(0),
    "采购服务": Amount(0),
    "采购中小企业": Amount(0),
    "车辆数": 0,
    "通用设备数": 0,
    "专用设备数": 0,
    "绩效评价情况": "本单位对部门整体支出和三个项目开展了绩效自评，等级均为优。",
    "其他重要事项": "本单位没有其他需要说明的重要事项。",
}
"""What no ledger knows: reasons, counts, and purchases."""


def example() -> Disclosure:
    """The disclosure that the example ledger makes."""
    return compose(
        Ledger.from_csv(HERE / "ledger-2020.csv"),
        entity="某区社会保险服务中心",
        fiscal_year=2020,
        form=str(HERE / "form-2020.toml"),
        facts=FACTS,
    )


if __name__ == "__main__":
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    out.write_text(to_text(example()), encoding="utf-8", newline="\n")
