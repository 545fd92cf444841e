"""The command line (命令行): audit, facts, codes, compose, write; thin calls into the library.

Exit status: 0 clean, 1 errors found, 2 a file that could not be read or a wrong argument.
"""

from __future__ import annotations

import argparse
import codecs
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from budgetdisclosure.errors import BudgetDisclosureError
from budgetdisclosure.wording import Language, Wording

if TYPE_CHECKING:
    from budgetdisclosure.amounts import Unit
    from budgetdisclosure.compose import Fact
    from budgetdisclosure.many import FilePath
    from budgetdisclosure.model import Disclosure

T = TypeVar("T")
_NOTHING = Wording("：没有识别出任何表，未作审核", ": no table was recognised, nothing was audited")
_PARQUET = Wording(
    "parquet 不能显示在屏幕上，请用 --out 指定文件",
    "parquet cannot be shown on a screen: name a file with --out",
)
_NO_UNIT = Wording("：没有这种金额单位", ": no such unit of money")
CLEAN, ERRORS, UNREADABLE, INTERRUPTED = 0, 1, 2, 130
_SHOWN = 12  # names of blanks that are said on the screen


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    arguments = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except BudgetDisclosureError as error:
        _complain(error, arguments.lang)
        return UNREADABLE
    except BrokenPipeError:
        sys.stderr.close()
        return CLEAN
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="budgetdisclosure", description="部门预决算公开：读取、审核、取数 (budget disclosures)"
    )
    from budgetdisclosure import __version__

    parser.add_argument("--version", action="version", version=f"budgetdisclosure {__version__}")
    commands = parser.add_subparsers(required=True, metavar="命令")
    _audit_command(commands)
    _facts_command(commands)
    _codes_command(commands)
    _compose_command(commands)
    _write_command(commands)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    words: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    command.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 (language)")
    command.add_argument("--out", metavar="文件", help="写入文件而不是屏幕 (write to a file)")
    command.add_argument("--overwrite", action="store_true", help="覆盖已有文件 (overwrite)")
    command.set_defaults(run=run)
    return command


def _audit_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "audit", "审核一份或多份公开文件 (audit disclosures)", _audit)
    _files(command)
    command.add_argument("--format", choices=("text", "json", "html", "csv"), default="text")
    command.add_argument(
        "--full",
        action="store_true",
        help="同类问题全部列出，不省略 (nothing left out of the text)",
    )
    for name, words in (
        (
            "--beside",
            "对照件：同一单位上年的、当年预算的公开件 (last year's, the budget)",
        ),
        ("--units", "全部所属单位的公开件，可给多次 (those of all units below)"),
    ):
        command.add_argument(name, action="append", default=[], metavar="文件", help=words)


def _facts_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "facts", "列出每一个印出的数 (every printed number)", _facts)
    _files(command)
    command.add_argument("--format", choices=("csv", "json", "parquet"), default="csv")


def _files(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", metavar="文件")
    command.add_argument("--password", help="文件密码 (password of an encrypted file)")
    command.add_argument(
        "--jobs", type=_positive, metavar="个数", help="同时处理几份，默认用满处理器 (processes)"
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("至少为 1 (at least 1)")
    return number


def _codes_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "codes", "查科目编码或名称 (look up codes)", _codes)
    command.add_argument("query", metavar="编码或名称")
    command.add_argument("--year", type=int, help="年度 (fiscal year)")
    command.add_argument("--format", choices=("text", "json"), default="text")


def _compose_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "compose", "由台账编制公开文件 (compose from a ledger)", _compose)
    command.add_argument("ledger", metavar="台账", help="CSV 或 Excel")
    command.add_argument("--form", default="national-final", help="样表 (form), 如 hunan-2020")
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
    command.add_argument("--sheet", help="台账所在的工作表 (sheet of the workbook)")
    command.add_argument(
        "--blanks",
        metavar="填空表",
        help="文字里只有人知道的内容：没有这个文件就写出待填清单（csv 或 toml），有就照它填写",
    )
    _format(command)


def _write_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "write", "把公开文件改写成另一种格式 (convert)", _convert)
    command.add_argument("file", metavar="文件")
    command.add_argument("--password", help="文件密码 (password of an encrypted file)")
    _format(command)


def _format(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", help="pdf、xlsx、docx、html、md、txt、json、csv，默认按文件名")


def _audit(arguments: argparse.Namespace) -> int:
    from budgetdisclosure.many.told import JOINED, Told, all_in, told

    work = partial(
        told,
        form=arguments.format,
        language=arguments.lang,
        password=arguments.password,
        beside=all_in(arguments.beside, arguments.password),
        units=all_in(arguments.units, arguments.password),
        colour=arguments.out is None and sys.stdout.isatty(),
        full=arguments.full,
    )
    statuses = {CLEAN}

    def texts() -> Iterator[str]:
        for one in _each_file(work, arguments, statuses):
            statuses.add(_status_of(one))
            yield one.text

    def _status_of(one: Told) -> int:
        if one.looked:
            return CLEAN if one.consistent else ERRORS
        _warn(f"{one.file}{_NOTHING.spoken(arguments.lang)}")
        return UNREADABLE

    _put_text(JOINED[arguments.format](texts(), arguments.lang), arguments)
    return max(statuses)


def _facts(arguments: argparse.Namespace) -> int:
    from budgetdisclosure.many.told import facts_of, json_array
    from budgetdisclosure.writing.facts import csv_lines

    statuses = {CLEAN}
    rows = chain.from_iterable(
        _each_file(partial(facts_of, password=arguments.password), arguments, statuses)
    )
    if arguments.format != "parquet":
        _put_text((json_array if arguments.format == "json" else csv_lines)(rows), arguments)
        return max(statuses)
    if arguments.out is None:
        _warn(_PARQUET.spoken(arguments.lang))
        return UNREADABLE
    from budgetdisclosure.frames import write_parquet
    from budgetdisclosure.writing.files import placing

    with placing(arguments.out, overwrite=arguments.overwrite) as file:
        write_parquet(rows, file)
    return max(statuses)


def _each_file(
    work: Callable[[FilePath], T], arguments: argparse.Namespace, statuses: set[int]
) -> Iterator[T]:
    """What ``work`` makes of each file; one that cannot be read is complained of."""
    from budgetdisclosure.many import each

    files = arguments.files
    jobs = min(arguments.jobs or os.cpu_count() or 1, len(files))
    for number, outcome in enumerate(each(work, files, jobs=jobs)):
        _progress(number, files)
        if outcome.error is not None:
            _complain(outcome.error, arguments.lang, str(outcome.source))
            statuses.add(UNREADABLE)
        elif outcome.result is not None:
            yield outcome.result
    _progress(len(files), files)


def _codes(arguments: argparse.Namespace) -> int:
    from budgetdisclosure.report import codes

    found = codes.look_up(arguments.query, arguments.year)
    caution = codes.caution(arguments.year)
    if caution is not None:
        sys.stderr.write(f"budgetdisclosure: {caution.spoken(arguments.lang)}\n")
    missing = None if found else codes.unknown(arguments.query, arguments.year)
    if missing is not None:
        _complain(missing, arguments.lang)
        return ERRORS
    as_json = arguments.format == "json"
    text = codes.as_json(found) if as_json else codes.as_text(found, arguments.lang)
    _put_text([text], arguments)
    ended = codes.ended(arguments.query, arguments.year)
    if ended is not None:
        sys.stderr.write(f"budgetdisclosure: {ended.spoken(arguments.lang)}\n")
    return CLEAN if found else ERRORS


def _compose(arguments: argparse.Namespace) -> int:
    from budgetdisclosure.amounts import Unit
    from budgetdisclosure.compose import compose, read_ledger

    unit = Unit.named(arguments.unit)
    if unit is None:
        _warn(f"--unit {arguments.unit}{_NO_UNIT.spoken(arguments.lang)}")
        return UNREADABLE
    reading = read_ledger(arguments.ledger, sheet=arguments.sheet)
    for note in reading.notes:
        _warn(note.spoken(arguments.lang))
    make = partial(
        compose,
        reading.ledger_or_raise(),
        entity=arguments.entity,
        fiscal_year=arguments.year,
        unit=unit,
        places=arguments.places,
        form=arguments.form,
    )
    made = make(rounding=arguments.rounding)
    status = CLEAN
    if arguments.blanks:
        facts, status = _answers(made, unit, arguments)
        made = make(rounding=arguments.rounding, facts=facts) if facts else made
    for remark in made.remarks:
        _warn(remark.reason.spoken(arguments.lang))
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
        write_blanks(asked, arguments.blanks)
        said = Wording(
            f"：写出 {len(asked)} 处待填内容，填好后用同样的命令再编制一次",
            f": {len(asked)} blanks written; fill them in and run the same command again",
        )
        _warn(f"{arguments.blanks}{said.spoken(arguments.lang)}")
        return {}, CLEAN
    answers = read_answers(arguments.blanks, asked, form=load_form(arguments.form), unit=unit)
    for fault in answers.faults:
        _complain(fault, arguments.lang, arguments.blanks)
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
        _warn(said.spoken(arguments.lang))


def _moved(made: Disclosure, plain: Disclosure) -> None:
    """Say which figures controlled rounding printed otherwise than half up."""
    from budgetdisclosure.compose.moved import moved

    found = list(moved(made, plain))
    if found:
        sys.stderr.write(f"为使各表平衡，有 {len(found)} 个数没有按四舍五入印出：\n")
    for place, usual, own in found:
        sys.stderr.write(f"  {place} {usual} → {own}\n")


def _convert(arguments: argparse.Namespace) -> int:
    from budgetdisclosure.reading import read
    from budgetdisclosure.writing.told import told

    disclosure = read(arguments.file, password=arguments.password)
    status = _put(disclosure, arguments)
    for words in told(disclosure):
        _warn(words.spoken(arguments.lang))
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


def _put_text(pieces: Iterable[str], arguments: argparse.Namespace) -> None:
    """Piece by piece to the screen, or whole into ``--out``."""
    if arguments.out is None:
        for piece in pieces:
            sys.stdout.write(piece)
        return
    from budgetdisclosure.writing.files import placing

    with placing(arguments.out, overwrite=arguments.overwrite) as file:
        file.write(codecs.BOM_UTF8 if arguments.format == "csv" else b"")  # for spreadsheets
        for piece in pieces:
            file.write(piece.encode("utf-8"))


def _warn(words: str) -> None:
    sys.stderr.write(f"budgetdisclosure: {words}\n")


def _complain(error: BudgetDisclosureError, language: Language, name: str = "") -> None:
    """Say what is wrong, with the file's name as it was given on the command line."""
    said = error.spoken(language)
    base = Path(name).name
    if base and said.startswith(base):
        said = f"{name}{said[len(base) :]}"
    elif name and name not in said:
        said = f"{name}{'：' if language == 'zh' else ': '}{said}"
    _warn(said)


def _progress(done: int, files: Sequence[str]) -> None:
    """A one-line bar on a terminal, for more than one file."""
    if len(files) < 2 or not sys.stderr.isatty():
        return
    filled = 30 * done // len(files)
    bar = "█" * filled + "░" * (30 - filled)
    name = "" if done == len(files) else Path(files[done]).name
    sys.stderr.write(f"\r{bar} {done}/{len(files)} {name:40.40}{'' if name else chr(10)}")
    sys.stderr.flush()
