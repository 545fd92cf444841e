"""The commands that make a file: compose, ledger, write (编制、台账模板、改写)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from budgetdisclosure.cli.shared import (
    CLEAN,
    ERRORS,
    UNREADABLE,
    Commands,
    add_command,
    complain,
    put_text,
    warn,
)
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from budgetdisclosure.amounts import Unit
    from budgetdisclosure.compose import Fact
    from budgetdisclosure.model import Disclosure

_NO_UNIT = Wording("：没有这种金额单位", ": no such unit of money")
_SHOWN = 12  # names of blanks that are said on the screen


def compose_command(commands: Commands) -> None:
    """``compose``: a disclosure from a ledger."""
    command = add_command(
        commands, "compose", "由台账编制公开文件 (compose from a ledger)", _compose
    )
    command.add_argument(
        "ledger", metavar="台账", help="CSV 或 Excel；没有就用 ledger 命令写一份空的"
    )
    command.late = _forms
    command.add_argument(
        "--form",
        default="national-final",
        metavar="样表",
        help="样表名，见下面所列，或自己的 .toml 文件；默认 national-final (form)",
    )
    command.add_argument("--entity", required=True, help="单位名称 (entity)")
    command.add_argument("--year", type=int, required=True, help="年度 (fiscal year)")
    command.add_argument("--unit", default="万元", help="金额单位 (元、万元、亿元)")
    command.add_argument("--places", type=int, default=2, help="小数位数 (decimal places)")
    command.add_argument(
        "--rounding",
        choices=("controlled", "plain"),
        default="plain",
        help="取整：plain 逐数四舍五入；controlled 微调使各表打印数完全平衡，并列出动过的数",
    )
    command.add_argument(
        "--grouped",
        action=argparse.BooleanOptionalAction,
        help="千分位：1,234.50；不说就照样表 (thousands set apart by commas)",
    )
    command.add_argument("--sheet", help="台账所在的工作表 (sheet of the workbook)")
    command.add_argument(
        "--blanks",
        metavar="填空表",
        help="文字里只有人知道的内容：没有这个文件就写出待填清单（csv 或 toml），有就照它填写",
    )
    _format(command)


def _forms() -> str:
    """Every packaged form with what it is."""
    from budgetdisclosure.compose import form_names, load_form

    names = form_names()
    width = max(map(len, names))
    lines = (f"  {name:{width}}  {load_form(name).title}" for name in names)
    return "样表 (forms):\n" + "\n".join(lines)


def ledger_command(commands: Commands) -> None:
    """``ledger``: an empty ledger to fill in."""
    words = "写一份空台账，照表头填好就能编制 (an empty ledger to fill in)"
    command = add_command(commands, "ledger", words, _ledger)
    command.set_defaults(format="text")


def _ledger(arguments: argparse.Namespace) -> int:
    from budgetdisclosure.compose import ledger_template, write_ledger_template

    if arguments.out is None:
        put_text([ledger_template("csv").decode("utf-8-sig")], arguments)
    else:
        write_ledger_template(arguments.out, overwrite=arguments.overwrite)
    return CLEAN


def write_command(commands: Commands) -> None:
    """``write``: a disclosure in another format."""
    command = add_command(commands, "write", "把公开文件改写成另一种格式 (convert)", _convert)
    command.add_argument("file", metavar="文件")
    command.add_argument("--password", help="文件密码 (password of an encrypted file)")
    _format(command)


def _format(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", help="pdf、xlsx、docx、html、md、txt、json、csv，默认按文件名")


def _compose(arguments: argparse.Namespace) -> int:
    from budgetdisclosure.amounts import Unit
    from budgetdisclosure.compose import compose, read_ledger

    unit = Unit.named(arguments.unit)
    if unit is None:
        warn(f"--unit {arguments.unit}{_NO_UNIT.spoken(arguments.lang)}")
        return UNREADABLE
    reading = read_ledger(arguments.ledger, sheet=arguments.sheet)
    for note in reading.notes:
        warn(note.spoken(arguments.lang))
    make = partial(
        compose,
        reading.ledger_or_raise(arguments.year),
        entity=arguments.entity,
        fiscal_year=arguments.year,
        unit=unit,
        places=arguments.places,
        form=arguments.form,
        grouped=arguments.grouped,
    )
    made = make(rounding=arguments.rounding)
    status = CLEAN
    if arguments.blanks:
        facts, status = _answers(made, unit, arguments)
        made = make(rounding=arguments.rounding, facts=facts) if facts else made
    for remark in made.remarks:
        warn(remark.reason.spoken(arguments.lang))
    if arguments.rounding == "controlled":
        _moved(made, make(rounding="plain"))
    _left(made, arguments)
    return _put(made, arguments) or status


def _answers(
    made: Disclosure, unit: Unit, arguments: argparse.Namespace
) -> tuple[Mapping[str, Fact], int]:
    """What the list of blanks has been filled in with; the list itself where there is none yet."""
    from budgetdisclosure.compose import blanks, load_form, read_answers, write_blanks

    asked = blanks(made)
    if not Path(arguments.blanks).exists():
        if not asked:
            return {}, CLEAN
        write_blanks(asked, arguments.blanks)
        said = Wording(
            f"：写出 {len(asked)} 处待填内容，填好后用同样的命令再编制一次",
            f": {len(asked)} blanks written; fill them in and run the same command again",
        )
        warn(f"{arguments.blanks}{said.spoken(arguments.lang)}")
        return {}, CLEAN
    answers = read_answers(arguments.blanks, asked, form=load_form(arguments.form), unit=unit)
    for fault in answers.faults:
        complain(fault, arguments.lang, arguments.blanks)
    return answers.facts, ERRORS if answers.faults else CLEAN


def _left(made: Disclosure, arguments: argparse.Namespace) -> None:
    """Say which blanks of the text nobody has filled in yet."""
    from budgetdisclosure.compose import blanks

    left = blanks(made)
    if left:
        names = "、".join(blank.name for blank in left[:_SHOWN])
        more = "等（--blanks 填空表.csv 可列出全部）" if len(left) > _SHOWN else ""
        said = Wording(
            f"文字里还有 {len(left)} 处待填：{names}{more}",
            f"{len(left)} blanks of the text are still to be filled in: {names}{more}",
        )
        warn(said.spoken(arguments.lang))


def _moved(made: Disclosure, plain: Disclosure) -> None:
    """Say which figures controlled rounding printed otherwise than half up."""
    from budgetdisclosure.compose.moved import moved

    found = list(moved(made, plain))
    rates = [one for one in found if one[1].endswith("%")]
    amounts = [one for one in found if one not in rates]
    for heading, listed in ((_AMOUNTS, amounts), (_RATES, rates)):
        if listed:
            sys.stderr.write(f"{heading.format(len(listed))}\n")
        for place, usual, own in listed:
            sys.stderr.write(f"  {place} {usual} → {own}\n")


_AMOUNTS = "为使各表平衡，有 {} 个数没有按四舍五入印出："
_RATES = "文字里有 {} 个百分比随印出的数计算，与按账面金额计算的不同："


def _convert(arguments: argparse.Namespace) -> int:
    from budgetdisclosure.reading import read
    from budgetdisclosure.writing.told import told

    disclosure = read(arguments.file, password=arguments.password)
    status = _put(disclosure, arguments)
    for words in told(disclosure):
        warn(words.spoken(arguments.lang))
    return status


def _put(disclosure: Disclosure, arguments: argparse.Namespace) -> int:
    """Write to ``--out`` in its format, or as text to the screen."""
    from budgetdisclosure.writing import write
    from budgetdisclosure.writing.text import to_text

    if arguments.out is None:
        sys.stdout.write(to_text(disclosure))
    else:
        write(disclosure, arguments.out, arguments.format, overwrite=arguments.overwrite)
    return CLEAN
