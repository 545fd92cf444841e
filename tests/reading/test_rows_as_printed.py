"""Rows as offices print them: code and name in one cell, codes that are none, cells left blank."""

from __future__ import annotations

import io

import pytest

from budgetdisclosure.amounts import Figure, Interval
from budgetdisclosure.calc import printed_sum
from budgetdisclosure.errors import UnreadableError
from budgetdisclosure.model import Disclosure
from budgetdisclosure.place import Place
from budgetdisclosure.reading import read
from budgetdisclosure.rules import Held, Rule, Verdict, audit, find_rule, same
from budgetdisclosure.rules.explain import common_place
from budgetdisclosure.wording import Wording

HEAD = "某县教育局2023年度部门决算\n\n支出决算表\n\n单位：元\n\n"
ACCOUNTS = (("208", "社会保障和就业支出"), ("20801", "人力资源和社会保障管理事务"))
COLUMNS = "本年支出合计\t基本支出\t项目支出"


def rd(rows: str) -> Disclosure:
    return read((HEAD + rows).encode())


def joined(joint: str, *more: str) -> Disclosure:
    """Accounts with their codes in one cell, none of which adds up."""
    above = [f"{code}{joint}{name}\t100.00\t60.00\t40.00" for code, name in ACCOUNTS]
    total = f"科目\t{COLUMNS}\n合计\t900.00\t500.00\t400.00"
    rows = [total, *above, f"2080101{joint}行政运行\t30.00\t30.00\t", *more]
    return rd("\n".join(rows) + "\n")


def beside(code: str, name: str = "某项事务") -> Disclosure:
    """Accounts with a last one whose code is printed as given."""
    above = "".join(f"{code}\t{name}\t100.00\t60.00\t40.00\n" for code, name in ACCOUNTS)
    head = f"科目编码\t科目名称\t{COLUMNS}\n\t合计\t100.00\t60.00\t40.00\n"
    return rd(f"{head}{above}{code}\t{name}\t100.00\t60.00\t40.00\n")


@pytest.mark.parametrize("joint", ["", " ", "、", "：", ".", "-", " - "])
def test_code_and_name_in_one_cell_come_apart_whatever_stands_between(joint: str) -> None:
    d = joined(joint)
    assert [line.code.digits for line in d.expenditure if line.code] == ["208", "20801", "2080101"]
    assert d.expenditure["2080101"].name == "行政运行"
    assert len(audit(d, prove=False).with_verdict(Verdict.CONFLICT)) == 6


@pytest.mark.parametrize(
    "name", ["2022年结转", "211工程", "985高校", "12345热线", "211、工程", "12345 热线"]
)
def test_digits_before_a_name_are_no_code(name: str) -> None:
    line = joined("、", f"{name}\t1.00\t1.00\t").expenditure[4]
    assert (line.code, line.name) == (None, name.replace(" ", ""))


def test_numbers_of_a_list_are_no_codes() -> None:
    rows = "".join(f"{number}、第{number}号楼\t1.00\t1.00\t\n" for number in range(201, 206))
    assert not rd(f"科目\t{COLUMNS}\n{rows}").expenditure.coded()


@pytest.mark.parametrize("printed", ["[2080101]", "（2080101）", "2080101.0", "2,080,101"])
def test_a_code_is_read_whatever_stands_around_it(printed: str) -> None:
    line = beside(printed).expenditure[3]
    assert (line.code and line.code.digits, line.name) == ("2080101", "某项事务")


@pytest.mark.parametrize(
    ("printed", "severity"),
    [(code, "warning") for code in ("9999999", "30101", "50101", "208019")]
    + [("2.08E+06", "error")],
)
def test_what_can_be_no_code_is_said(printed: str, severity: str) -> None:
    d = beside(printed)
    (finding,) = audit(d, [find_rule("DIS-035")], prove=False).findings
    assert printed in finding.message.zh
    assert finding.severity.value == severity
    assert finding.place is not None
    assert finding.place.row == f"{printed} 某项事务"


def test_a_code_that_is_none_is_said_before_its_name_and_by_levels() -> None:
    split = rd(
        f"类\t款\t项\t科目名称\t{COLUMNS}\n208\t\t\t社会保障和就业支出\t1.00\t1.00\t\n"
        "999\t99\t99\t某项事务\t1.00\t1.00\t\n"
    )
    for d in (joined("、", "9999999、某项事务\t1.00\t1.00\t"), split):
        (finding,) = audit(d, [find_rule("DIS-035")], prove=False).findings
        assert "9999999" in finding.message.zh


def test_codes_of_units_and_of_what_is_bought_are_no_wrong_codes() -> None:
    units = beside("208001", "某县教育局")
    crossed = rd(
        f"功能科目\t经济科目\t{COLUMNS}\n"
        "2080101-行政运行\t50201-办公经费\t1.00\t1.00\t\n"
        "2080101-行政运行\t50202-会议费\t1.00\t1.00\t\n"
    )
    for d in (units, crossed):
        result = audit(d, [find_rule("DIS-035")], prove=False)
        assert not result.findings
        assert result.passed


def test_a_blank_cell_has_its_own_address() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["支出决算表"],
        ["单位：元"],
        ["单位", "科目编码", "科目名称", *COLUMNS.split("\t")],
        ["某县教育局", "208", "社会保障和就业支出", 100, 60, 40],
        [None, "20801", "人力资源和社会保障管理事务", 100, None, 40],
        [None, "2080101", "行政运行", None, 60, None],
    ):
        sheet.append(row)
    sheet.merge_cells("A4:A6")
    file = io.BytesIO()
    book.save(file)
    lines = read(file.getvalue()).expenditure.lines
    told = [[figure.place.address for figure in line.figures().values()] for line in lines]  # type: ignore[union-attr]
    assert told == [[f"{letter}{row}" for letter in "DEF"] for row in (4, 5, 6)]


def of_units(*units: str, once: bool = False) -> Disclosure:
    """A table with the same accounts under each unit, the unit named in a column of its own."""
    rows = [f"单位名称\t科目编码\t科目名称\t{COLUMNS}"]
    total = 100 * len(units)
    rows.append(f"合计\t\t\t{total}.00\t{total}.00\t")
    for unit in units:
        for at, (code, name) in enumerate((*ACCOUNTS, ("2080101", "行政运行"))):
            rows.append(f"{'' if once and at else unit}\t{code}\t{name}\t100.00\t100.00\t")
    return rd("\n".join(rows) + "\n")


@pytest.mark.parametrize("once", [False, True])
def test_the_accounts_of_two_units_are_no_code_printed_twice(once: bool) -> None:
    result = audit(of_units("甲所", "乙所", once=once), prove=False)
    assert not [one for one in result.findings if one.rule.id.startswith("T03")]
    assert sum(one.rule.id in ("T03-002", "T03-003", "T03-004") for one in result.checked) == 10
    (doubled,) = audit(of_units("甲所", "甲所"), [find_rule("T03-005")], prove=False).findings[:1]
    assert "出现两次" in doubled.message.zh


def test_a_row_asked_for_is_never_one_of_several_that_differ() -> None:
    rows = "".join(f"2080101\t行政运行\t{amount}\t{amount}\t\n" for amount in ("1.00", "2.00"))
    table = rd(f"科目编码\t科目名称\t{COLUMNS}\n{rows}").expenditure
    with pytest.raises(KeyError, match=r"2行.*\.all\(.2080101.\)"):
        table["2080101"]
    assert [line.total.digits for line in table.all("2080101")] == ["1.00", "2.00"]
    assert of_units("甲所", "乙所").expenditure["2080101"].total.digits == "100.00"


def test_a_percentage_among_amounts_is_no_amount() -> None:
    d = rd(
        f"科目编码\t科目名称\t{COLUMNS}\n208\t社会保障和就业支出\t3.00\t2.00\t1.00\n"
        "20801\t人力资源和社会保障管理事务\t3.00\t12.3%\t1.00\n"
    )
    figure = d.expenditure["20801"].basic
    assert figure.is_unreadable
    assert figure.digits == "12.3%"
    result = audit(d, prove=False)
    assert "DIS-033" in [one.rule.id for one in result.findings]
    unchecked = {one.rule.id for one in result.skipped if one.unchecked}
    assert unchecked >= {"T03-001", "T03-003"}


CELL = "<td>{}</td>"


def page(*rows: list[str]) -> Disclosure:
    """The table as a web page, where a cell may hold several lines."""
    head = ["科目编码", "科目名称", *COLUMNS.split("\t")]
    body = "".join("<tr>" + "".join(map(CELL.format, row)) + "</tr>" for row in (head, *rows))
    return read(f"<p>支出决算表</p><p>单位：元</p><table>{body}</table>".encode())


def test_numbers_stacked_in_one_cell_are_not_one() -> None:
    pytest.importorskip("lxml")
    d = page(["208", "某类", "512.35<br>300.00", "15<br>1,200.00", "1,512.<br>35"])
    (line,) = d.expenditure
    assert [figure.digits for figure in line.figures().values()] == [
        "512.35 300.00",
        "15 1,200.00",
        "1,512.35",
    ]
    assert [figure.is_unreadable for figure in line.figures().values()] == [True, True, False]


def test_a_row_that_stacks_rows_in_every_cell_is_so_many_rows() -> None:
    pytest.importorskip("lxml")
    d = page(["208<br>20801", "某类<br>某款", "5.00<br>4.00", "5.00<br>4.00", ""])
    assert [(line.key, line.total.digits) for line in d.expenditure] == [
        ("208", "5.00"),
        ("20801", "4.00"),
    ]


def test_a_finding_names_no_sheet_of_another_file() -> None:
    told = Figure.of("1.00").at(Place(file="说明.docx", line=3))
    cell = Place(file="表.xlsx", sheet="公开03表", line=7, address="D7")
    relation = same(told, Figure.of("2.00").at(cell))
    made = Rule("OUR-1", Wording("同", "same"), "本库", lambda d: [relation])
    (finding,) = audit(Disclosure(), [made], prove=False).findings
    where = finding.to_dict()
    assert (where["file"], where["sheet"], where["line"]) == ("说明.docx", None, 3)
    assert common_place(relation.figures) == Place()


def test_a_rule_that_counts_with_what_is_no_number_is_left_unchecked() -> None:
    d = rd(f"科目编码\t科目名称\t{COLUMNS}\n208\t某类\t6O.00\t60.00\t\n")
    made = Rule(
        "OUR-2",
        Wording("数", "number"),
        "本库",
        lambda d: [Held(int(line.total.number)) for line in d.expenditure],
    )
    result = audit(d, [made], prove=False)
    assert not result.passed
    (skipped,) = result.skipped
    assert skipped.unchecked
    assert "6O.00" in skipped.reason.zh
    assert d.expenditure[0].total.interval == Interval(None, None)
    with pytest.raises(UnreadableError):
        printed_sum(line.total for line in d.expenditure)


def test_a_level_printed_alone_goes_on_with_those_above_where_a_sheet_has_no_cells() -> None:
    """款 40 below 类 201 is 20140 whether the cell of 类 is blank or is not there."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (
        ["某局2023年度部门决算支出决算表"],
        ["类", "款", "项", "科目名称", "本年支出合计"],
        ["201", None, None, "一般公共服务支出", 5],
        [None, "40", None, "某款", 5],
        ["201", "40", "01", "行政运行", 5],
    ):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    lines = read(out.getvalue()).expenditure.lines
    assert [(line.code.digits if line.code else "", line.also) for line in lines] == [
        ("201", ()),
        ("20140", ()),
        ("2014001", ()),
    ]
