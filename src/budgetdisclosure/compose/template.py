"""An empty ledger to fill in: headings, the words each column takes, examples (台账模板)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from os import PathLike
from pathlib import Path

from attrs import frozen

from budgetdisclosure.compose.entry import Flow, Nature, Procurement, Source, Stage
from budgetdisclosure.errors import WritingError
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording
from budgetdisclosure.writing.files import put
from budgetdisclosure.writing.plan import line_count
from budgetdisclosure.writing.xlsx_package import workbook
from budgetdisclosure.writing.xlsx_sheet import Area, Leaf, Put
from budgetdisclosure.writing.xlsx_styles import HEI, Look

_ROWS = 1000
"""How many rows are made ready to be filled in; more may follow."""
_HEAD = Look(HEI, 11, bold=True, across="center", framed=True, wrap=True)
_CELL = Look(framed=True)
_CODE = Look(framed=True, code="@")
_MONEY = Look(framed=True, across="right", code="#,##0.00")
_TOLD = Look(framed=True, wrap=True, down="top")
_SIDE = Look(framed=True, wrap=True, down="top", bold=True)


@frozen
class _Column:
    """A column of the ledger: its heading, what it takes, what three lines say in it."""

    heading: str
    wanted: str
    words: str
    examples: tuple[str, str, str]
    width: int = 16
    kind: type[Enum] | None = None
    look: Look = _CELL


_COLUMNS = (
    _Column(
        "类型",
        "不填是支出",
        "收入、支出，或结转结余的一项。年末数由本工具推算，填了就核对",
        ("收入", "支出", "支出"),
        18,
        Flow,
    ),
    _Column(
        "资金来源",
        "不填是一般公共预算财政拨款",
        "三项财政拨款要分开写，只写“财政拨款”分不清",
        ("一般公共预算财政拨款", "一般公共预算财政拨款", "政府性基金预算财政拨款"),
        26,
        Source,
    ),
    _Column(
        "功能分类科目",
        "收入、支出必填",
        "支出功能分类科目编码，填到项（七位）；后面可以跟名称",
        ("2080109", "2080109 社会保险经办机构", "2120801"),
        26,
        look=_CODE,
    ),
    _Column(
        "经济分类科目",
        "一般公共预算的基本支出必填；“三公”经费、会议费、培训费的各笔支出也要填",
        "部门预算支出经济分类科目编码，填到款（五位）；不是政府预算经济分类",
        ("", "30201 办公费", ""),
        26,
        look=_CODE,
    ),
    _Column(
        "支出性质",
        "支出必填",
        "人员类、运转类公用经费算基本支出，其他运转类、特定目标类算项目支出",
        ("", "基本支出", "项目支出"),
        20,
        Nature,
    ),
    _Column(
        "阶段",
        "不填是决算，编预算时是年初预算",
        "编预算填年初预算和上年预算；编决算填决算、年初预算、全年预算（“三公”经费）和上年决算",
        ("年初预算", "年初预算", "年初预算"),
        12,
        Stage,
    ),
    _Column(
        "项目",
        "可以不填",
        "项目名称，列入政府采购支出表",
        ("", "", "征地和拆迁补偿"),
        20,
    ),
    _Column(
        "采购类别",
        "政府采购支出填",
        "这一笔列入政府采购预算（决算）的，填货物、工程或服务",
        ("", "货物", ""),
        12,
        Procurement,
    ),
    _Column(
        "采购品目",
        "政府采购支出填",
        "政府采购品目名称，前面可以带编码；编码以 A、B、C 开头的，采购类别可以不填",
        ("", "A05040101 复印纸", ""),
        22,
    ),
    _Column(
        "采购组织形式",
        "政府采购支出填",
        "集中采购、分散采购等",
        ("", "集中采购", ""),
        14,
    ),
    _Column(
        "金额（元）",
        "必填",
        "精确到分；支出、收入都写正数，冲减写负数",
        ("1250000.00", "36500.50", "800000.00"),
        18,
        look=_MONEY,
    ),
)
_ABOUT = (
    "栏目",
    "什么时候填",
    "怎样填",
    "可填的词",
    "例一：拨款收入",
    "例二：办公费",
    "例三：项目",
)
_WIDTHS = (16, 26, 40, 44, 24, 26, 24)


def ledger_template(format: str = "xlsx") -> bytes:
    """An empty ledger to fill in (台账模板): a workbook with explanations, or the headings as CSV.

    What is written below the headings is read by ``read_ledger``; left empty, that says so.

    >>> ledger_template("csv").decode("utf-8-sig").split(",")[:2]
    ['类型', '资金来源']
    """
    if format == "csv":
        return ("\ufeff" + _csv()).encode("utf-8")
    return workbook([_ledger(), _about()], "台账模板", "")


def write_ledger_template(path: str | PathLike[str], *, overwrite: bool = False) -> Path:
    """Write the template to ``path``: xlsx or csv, by its suffix.

    Raises WritingError for another suffix, and where the file exists and is not to be overwritten.
    """
    format = Path(path).suffix.lstrip(".").lower()
    if format not in ("xlsx", "csv"):
        raise WritingError(
            Wording("台账模板没有这种格式", "no template in this format"),
            place=Place(file=Path(path).name),
            excerpt=format,
            remedy=Wording("可用：xlsx、csv", "Use xlsx or csv"),
        )
    return put(ledger_template(format), path, overwrite=overwrite)


def _csv() -> str:
    text = io.StringIO()
    csv.writer(text).writerow(column.heading for column in _COLUMNS)
    return text.getvalue()


def _ledger() -> Leaf:
    """The sheet to fill in: codes are texts, words drop down."""
    heads = (Put(1, at, _HEAD, column.heading) for at, column in enumerate(_COLUMNS, 1))
    cells = (
        Put(row, at, column.look)
        for row in range(2, _ROWS + 2)
        for at, column in enumerate(_COLUMNS, 1)
    )
    choices: dict[Area, Sequence[str]] = {
        (2, at, _ROWS + 1, at): tuple(_words(column.kind))
        for at, column in enumerate(_COLUMNS, 1)
        if column.kind is not None
    }
    widths = [column.width for column in _COLUMNS]
    return Leaf("台账", (*heads, *cells), widths, {1: 24}, (), True, 1, choices=choices)


def _about() -> Leaf:
    """The sheet that explains: a row for each column, so that it is no ledger itself."""
    rows = [_ABOUT, *map(_explained, _COLUMNS)]
    puts = [
        Put(row, at, _look(row, at), text)
        for row, texts in enumerate(rows, 1)
        for at, text in enumerate(texts, 1)
    ]
    heights = {row: 14 * _lines(texts) + 6 for row, texts in enumerate(rows, 1)}
    return Leaf("填写说明", puts, _WIDTHS, heights, landscape=True, repeated=1)


def _look(row: int, at: int) -> Look:
    if row == 1:
        return _HEAD
    return _SIDE if at == 1 else _TOLD


def _lines(texts: Iterable[str]) -> int:
    return max(line_count(text, width) for text, width in zip(texts, _WIDTHS, strict=True))


def _explained(column: _Column) -> tuple[str, ...]:
    offered = "、".join(_words(column.kind)) if column.kind else ""
    shown = (f"“{text}”" if text else "不填" for text in column.examples)
    return (column.heading, column.wanted, column.words, offered, *shown)


def _words(kind: type[Enum]) -> Iterator[str]:
    yield from (str(member.value) for member in kind)
