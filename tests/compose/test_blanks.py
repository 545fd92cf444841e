from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from budgetdisclosure.amounts import Amount, Unit
from budgetdisclosure.cli import main
from budgetdisclosure.compose import (
    Blank,
    Ledger,
    blanks,
    compose,
    form_names,
    load_form,
    read_answers,
    write_blanks,
)
from budgetdisclosure.errors import ModelError, ReadingError, WritingError
from budgetdisclosure.model import Disclosure
from budgetdisclosure.reading import read
from budgetdisclosure.testing import Seeded, make_ledger
from budgetdisclosure.writing.write import written

TEXTS = [name for name in form_names() if load_form(name).parts]


def ledger() -> Ledger:
    return make_ledger(Seeded(Random(4)), 2024, 4)


def made(form: str, **how: object) -> Disclosure:
    return compose(ledger(), entity="某局", fiscal_year=2024, form=form, **how)  # type: ignore[arg-type]


def fill(path: Path, answer: Callable[[str], str]) -> None:
    """Fill a CSV list in as a spreadsheet program would, and save it as it would."""
    data = path.read_bytes()
    listed = data.startswith(b"\xef\xbb\xbf")  # as it was written; else as it was saved here
    text = data.decode("utf-8-sig" if listed else "gb18030")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    for row in rows[1:]:
        row[1] = answer(row[0])
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    path.write_bytes(out.getvalue().encode("gb18030"))


@pytest.mark.parametrize("form", TEXTS)
def test_a_list_filled_in_leaves_nothing_to_fill(form: str, tmp_path: Path) -> None:
    asked = blanks(made(form))
    assert asked
    path = write_blanks(asked, tmp_path / "填空.csv")
    counted = {blank.name for blank in asked if blank.measure}
    count = dict.fromkeys(counted, "1,207")
    fill(path, lambda n: "1,234.50" if n.endswith("（万元）") else count.get(n, f"答{n}"))
    answers = read_answers(path, asked)
    assert not answers.faults
    whole = made(form, facts=answers.facts)
    assert not blanks(whole)
    text = "".join(section.text for section in whole.walk_sections())
    said = [blank.name for blank in asked if blank.unit is None and not blank.measure]
    assert all(f"答{name}" in text for name in said)
    assert all(f"1,207{blank.measure}" in text for blank in asked if blank.measure)
    assert "1234.50万元" in text.replace(",", "")


@pytest.mark.parametrize("form", TEXTS)
def test_every_blank_has_a_place_and_a_sentence_with_its_gap(form: str) -> None:
    for blank in blanks(made(form)):
        assert blank.section
        assert "____" in blank.sentence
        assert "请填写" not in blank.sentence


def test_one_answer_serves_every_item_and_its_own_goes_before_it() -> None:
    asked = blanks(made("shanghai-2025-budget"))
    uses = [blank for blank in asked if blank.common == "用途"]
    assert len(uses) > 1
    facts = {"用途": "保障运转", uses[0].name: "改造机房"}
    text = "".join(s.text for s in made("shanghai-2025-budget", facts=facts).walk_sections())
    assert text.count("主要用于改造机房") == 1
    assert text.count("主要用于保障运转") == len(uses) - 1


def test_an_amount_the_ledger_does_not_know_is_asked_and_told() -> None:
    now = [entry for entry in ledger() if "上年" not in entry.stage.value]
    how = {"entity": "某局", "fiscal_year": 2024, "form": "jiangsu-2026-budget"}
    asked = {blank.name: blank for blank in blanks(compose(Ledger(tuple(now)), **how))}  # type: ignore[arg-type]
    assert asked["上年总计"].unit is Unit.WAN
    own = next(name for name in asked if name.endswith(" 上年金额") and name[:3].isdigit())
    facts = {"上年总计": Amount(0), own: Amount(7)}
    left = blanks(compose(Ledger(tuple(now)), facts=facts, **how))  # type: ignore[arg-type]
    assert not {"上年总计", own} & {blank.name for blank in left}


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("name", ["a.txt", "a.docx"])
def test_blanks_are_found_again_in_a_file(form: str, name: str) -> None:
    there = made(form)
    back = blanks(read(written(there, name)))
    assert [(one.name, one.unit) for one in back] == [(one.name, one.unit) for one in blanks(there)]


ASKED = (
    Blank("车辆数", "十四、国有资产占用情况说明", "共有车辆____辆。"),
    Blank("采购总额", "十三、政府采购", "总额____。", Unit.WAN),
    Blank("2080109 用途", "五、支出", "主要用于____。"),
)


def test_what_is_not_understood_is_said_with_its_line_and_the_rest_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "答.csv"
    path.write_text(
        "名称,填写\n车辆数,3\n车辆数量,4\n采购总额（万元）,四十\n用途,保障\n无关,x\n2080109 用途,\n",
        encoding="utf-8",
    )
    answers = read_answers(path, ASKED)
    assert dict(answers.facts) == {"车辆数": "3", "用途": "保障"}
    assert [fault.place and fault.place.line for fault in answers.faults] == [3, 4, 6]
    assert "是不是：车辆数" in answers.faults[0].spoken()
    assert all(fault.remedy for fault in answers.faults)


@pytest.mark.parametrize("said", ["40.5", "40.5万元", "405,000.00元", "４０．５"])
def test_an_amount_may_say_its_unit(said: str, tmp_path: Path) -> None:
    path = tmp_path / "答.toml"
    path.write_text(f'"采购总额（万元）" = "{said}"\n"车辆数" = 3\n', encoding="utf-8")
    answers = read_answers(path, ASKED)
    assert answers.facts["采购总额"] == Amount.of("40.5", Unit.WAN)
    assert answers.facts["车辆数"] == "3"


def test_an_amount_of_the_form_may_be_given_though_a_table_has_it(tmp_path: Path) -> None:
    path = tmp_path / "答.csv"
    path.write_text("名称,填写\n机关运行经费,1.25\n", encoding="utf-8")
    form = load_form("jiangsu-2026-budget")
    answers = read_answers(path, (), form=form)
    text = "".join(s.text for s in made(form.id, facts=answers.facts).walk_sections())
    assert "机关运行经费预算支出1.25万元" in text


def test_a_list_is_never_written_over_and_a_broken_one_is_said(tmp_path: Path) -> None:
    path = write_blanks(ASKED, tmp_path / "填空.toml")
    assert read_answers(path, ASKED).facts == {}
    with pytest.raises(WritingError):
        write_blanks(ASKED, path)
    for name, text in (("坏.toml", "x ="), ("坏.csv", "甲,乙\n1,2\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(ReadingError, match="填空文件无法读取"):
            read_answers(tmp_path / name, ASKED)
    with pytest.raises(ReadingError, match="填空文件无法读取"):
        read_answers(tmp_path / "没有.csv", ASKED)


def test_the_command_lists_the_blanks_then_fills_them(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed, out = tmp_path / "填空.csv", tmp_path / "决算.txt"
    command = ["compose", str(root / "examples" / "ledger-2020.csv"), "--entity", "某局"]
    command += ["--year", "2020", "--form", "hunan-2020", "--blanks", str(listed)]
    assert main([*command, "--out", str(out)]) == 0
    assert "写出 20 处待填内容" in (said := capsys.readouterr().err)
    assert "还有 20 处待填：部门职责" in said
    fill(listed, lambda name: {"车辆数": "3", "采购总额（万元）": "四十"}.get(name, ""))
    assert main([*command, "--out", str(out), "--overwrite"]) == 1
    said = capsys.readouterr().err
    assert "“四十”" in said
    assert "还有 19 处待填" in said
    assert "共有车辆3辆" in out.read_text(encoding="utf-8")
    fill(listed, lambda name: "7" if name.endswith(("（万元）", "数")) else "如实填写")
    assert main([*command, "--out", str(out), "--overwrite"]) == 0
    assert "待填" not in capsys.readouterr().err


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_answers_may_hold_any_commas(tmp_path: Path, mark: str) -> None:
    asked = [Blank(name, "概况", "____。") for name in ("主要职能", "机构设置")]
    said = "负责编制；执行，监督，检查；考核，" * 9
    path = tmp_path / "填空.csv"
    rows = [["名称", "填写", "位置", "原句"], *([b.name, said, "一，二", "；，"] for b in asked)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=mark).writerows(rows)
    answers = read_answers(path, asked)
    assert not answers.faults
    assert answers.facts == dict.fromkeys(("主要职能", "机构设置"), said)


@pytest.mark.parametrize("ending", ["csv", "toml"])
@pytest.mark.parametrize("name", ["", "主要】职能", '主要"职能', "主要\\职能"])
def test_an_answer_for_no_name_is_a_fault(tmp_path: Path, name: str, ending: str) -> None:
    asked = [Blank(name, "概况", "____。")]
    path = write_blanks(asked, tmp_path / f"填空.{ending}")
    if ending == "csv":
        fill(path, lambda _: "编制")
    else:
        path.write_text(path.read_text(encoding="utf-8").replace('= ""', '= "编制"'), "utf-8")
    (fault,) = read_answers(path, [Blank("机构设置", "概况", "____。")]).faults
    assert fault.place is not None
    assert read_answers(path, asked).facts == {name: "编制"}


@pytest.mark.parametrize(
    ("said", "fact"),
    [("3", "3"), ("3辆", "3"), ("１２", "12"), ("三辆", None), ("很多", None), ("-1", None)],
)
def test_a_count_is_a_whole_number(said: str, fact: str | None, tmp_path: Path) -> None:
    asked = [blank for blank in blanks(made("hunan-2020")) if blank.name == "车辆数"]
    assert [blank.measure for blank in asked] == ["辆"]
    path = write_blanks(asked, tmp_path / "填空.csv")
    fill(path, lambda name: said)
    answers = read_answers(path, asked)
    assert answers.facts == ({} if fact is None else {"车辆数": fact})
    assert all("第2行" in str(f) and "“车辆数”要填辆数" in str(f) for f in answers.faults)
    assert bool(answers.faults) is (fact is None)


@pytest.mark.parametrize("wrong", [{"entity": "  "}, {"fiscal_year": 24}])
def test_a_name_and_a_whole_year_are_asked_for(wrong: dict[str, object]) -> None:
    how: dict[str, object] = {"entity": "某局", "fiscal_year": 2024}
    with pytest.raises(ModelError, match="请写"):
        compose(Ledger(), **how | wrong)  # type: ignore[arg-type]
