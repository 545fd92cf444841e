"""The command line (命令行): audit, facts, codes, compose, ledger, write; thin calls.

Exit status: 0 clean, 1 errors found, 2 a file that could not be read or a wrong argument.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from budgetdisclosure.cli.making import compose_command, ledger_command, write_command
from budgetdisclosure.cli.shared import (
    CLEAN,
    ERRORS,
    INTERRUPTED,
    UNREADABLE,
    Commands,
    Parser,
    add_command,
    complain,
    progress,
    put_text,
    warn,
)
from budgetdisclosure.errors import BudgetDisclosureError
from budgetdisclosure.wording import Wording

if TYPE_CHECKING:
    from budgetdisclosure.many import FilePath
    from budgetdisclosure.reading.portions import How

T = TypeVar("T")
_NOTHING = Wording("：没有识别出任何表，未作审核", ": no table was recognised, nothing was audited")
_PARQUET = Wording(
    "parquet 不能显示在屏幕上，请用 --out 指定文件",
    "parquet cannot be shown on a screen: name a file with --out",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    arguments = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except BudgetDisclosureError as error:
        complain(error, arguments.lang)
        return UNREADABLE
    except BrokenPipeError:
        sys.stderr.close()
        return CLEAN
    except KeyboardInterrupt:
        sys.stderr.write("\nbudgetdisclosure: 已中断 (interrupted)\n")
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="budgetdisclosure", description="部门预决算公开：读取、审核、取数 (budget disclosures)"
    )
    from budgetdisclosure import __version__

    parser.add_argument("--version", action="version", version=f"budgetdisclosure {__version__}")
    commands = parser.add_subparsers(required=True, metavar="命令", parser_class=Parser)
    _audit_command(commands)
    _facts_command(commands)
    _codes_command(commands)
    compose_command(commands)
    ledger_command(commands)
    write_command(commands)
    return parser


def _audit_command(commands: Commands) -> None:
    command = add_command(commands, "audit", "审核一份或多份公开文件 (audit disclosures)", _audit)
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


def _facts_command(commands: Commands) -> None:
    command = add_command(commands, "facts", "列出每一个印出的数 (every printed number)", _facts)
    _files(command)
    command.add_argument("--format", choices=("csv", "json", "parquet"), default="csv")
    command.add_argument(
        "--narrative", action="store_true", help="也列文字说明里的数 (those of the text too)"
    )


def _files(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", nargs="+", metavar="文件")
    command.add_argument("--password", help="文件密码 (password of an encrypted file)")
    command.add_argument(
        "--layout",
        action="append",
        default=[],
        metavar="表样",
        help="自定义表样文件，可用多次 (a layout of your own)",
    )
    command.add_argument(
        "--jobs", type=_positive, metavar="个数", help="同时处理几份，默认用满处理器 (processes)"
    )


def _codes_command(commands: Commands) -> None:
    command = add_command(commands, "codes", "查科目编码或名称 (look up codes)", _codes)
    command.add_argument("query", metavar="编码或名称")
    command.add_argument("--year", type=int, help="年度 (fiscal year)")
    command.add_argument("--format", choices=("text", "json"), default="text")


def _audit(arguments: argparse.Namespace) -> int:
    from budgetdisclosure.many.told import JOINED, Told, all_in, told

    how = _how(arguments)
    work = partial(
        told,
        form=arguments.format,
        language=arguments.lang,
        how=how,
        beside=all_in(arguments.beside, how),
        units=all_in(arguments.units, how),
        colour=arguments.out is None and sys.stdout.isatty(),
        full=arguments.full,
    )
    statuses = {CLEAN}

    def texts() -> Iterator[str]:
        for one in _each_file(work, arguments, statuses):
            statuses.add(_status_of(one))
            yield one.text

    def _status_of(one: Told) -> int:
        for file in one.blank:
            warn(f"{file}{_NOTHING.spoken(arguments.lang)}")
        if one.blank:
            return UNREADABLE
        return CLEAN if one.consistent else ERRORS

    put_text(JOINED[arguments.format](texts(), arguments.lang), arguments)
    return max(statuses)


def _facts(arguments: argparse.Namespace) -> int:
    from budgetdisclosure.many.told import facts_of, json_array
    from budgetdisclosure.writing.facts import csv_lines

    statuses = {CLEAN}
    work = partial(facts_of, how=_how(arguments), narrative=arguments.narrative)
    rows = chain.from_iterable(_each_file(work, arguments, statuses))
    if arguments.format != "parquet":
        put_text((json_array if arguments.format == "json" else csv_lines)(rows), arguments)
        return max(statuses)
    if arguments.out is None:
        warn(_PARQUET.spoken(arguments.lang))
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
    from budgetdisclosure.many.folders import given, portioned

    jobs = arguments.jobs or os.cpu_count() or 1
    sources = portioned(arguments.files, jobs=jobs, how=_how(arguments), progress=progress)
    files = list(sources)
    for number, outcome in enumerate(each(work, files, jobs=min(jobs, len(files)))):
        progress(number, files)
        if outcome.error is not None:
            complain(outcome.error, arguments.lang, os.fspath(given(outcome.source)))
            statuses.add(UNREADABLE)
        elif outcome.result is not None:
            yield outcome.result
    progress(len(files), files)


def _how(arguments: argparse.Namespace) -> How:
    from budgetdisclosure.reading.portions import How

    return How(arguments.password, tuple(arguments.layout))


def _codes(arguments: argparse.Namespace) -> int:
    from budgetdisclosure.report import codes

    found = codes.look_up(arguments.query, arguments.year)
    caution = codes.caution(arguments.year)
    if caution is not None:
        sys.stderr.write(f"budgetdisclosure: {caution.spoken(arguments.lang)}\n")
    missing = None if found else codes.unknown(arguments.query, arguments.year)
    if missing is not None:
        complain(missing, arguments.lang)
        return ERRORS
    as_json = arguments.format == "json"
    text = codes.as_json(found) if as_json else codes.as_text(found, arguments.lang)
    put_text([text], arguments)
    ended = codes.ended(arguments.query, arguments.year)
    if ended is not None:
        sys.stderr.write(f"budgetdisclosure: {ended.spoken(arguments.lang)}\n")
    return CLEAN if found else ERRORS


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("至少为 1 (at least 1)")
    return number
