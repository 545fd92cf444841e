"""The command line (命令行): audit, facts, codes, compose, write; thin calls into the library.

Exit status: 0 clean, 1 errors found, 2 a file that could not be read or a wrong argument.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from budgetdisclosure.errors import BudgetDisclosureError
from budgetdisclosure.wording import Language

if TYPE_CHECKING:
    from budgetdisclosure.model import Disclosure

CLEAN, ERRORS, UNREADABLE = 0, 1, 2


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
    command.set_defaults(run=run)
    return command


def _audit_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "audit", "审核一份或多份公开文件 (audit disclosures)", _audit)
    command.add_argument("files", nargs="+", metavar="文件")
    command.add_argument("--format", choices=("text", "json", "html"), default="text")
    command.add_argument("--password", help="文件密码 (password of an encrypted file)")


def _facts_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "facts", "列出每一个印出的数 (every printed number)", _facts)
    command.add_argument("files", nargs="+", metavar="文件")
    command.add_argument("--format", choices=("csv", "json", "parquet"), default="csv")
    command.add_argument("--password", help="文件密码 (password of an encrypted file)")


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
    _overwriting(command)


def _write_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "write", "把公开文件改写成另一种格式 (convert)", _convert)
    command.add_argument("file", metavar="文件")
    command.add_argument("--password", help="文件密码 (password of an encrypted file)")
    _overwriting(command)


def _overwriting(command: argparse.ArgumentParser) -> None:
    command.add_argument("--format", help="xlsx、docx、html、md、txt、json、csv，默认按文件名")
    command.add_argument("--overwrite", action="store_true", help="覆盖已有文件 (overwrite)")


def _audit(arguments: argparse.Namespace) -> int:
    from budgetdisclosure.reading import read
    from budgetdisclosure.rules import Audit, audit

    audits: list[Audit] = []
    status = CLEAN
    for number, name in enumerate(arguments.files):
        _progress(number, arguments.files, name)
        try:
            audits.append(audit(read(name, password=arguments.password)))
        except BudgetDisclosureError as error:
            _complain(error, arguments.lang, name)
            status = UNREADABLE
    _progress(len(arguments.files), arguments.files, "")
    _write(_audits_as(audits, arguments.format, arguments.lang), arguments.out)
    for one in audits:
        if not one.looked:
            sys.stderr.write(
                f"budgetdisclosure: {one.disclosure.file}：没有识别出任何表，未作审核\n"
            )
            status = UNREADABLE
    return status or (ERRORS if any(not audit.consistent for audit in audits) else CLEAN)


def _audits_as(audits: Sequence[object], form: str, language: Language) -> str:
    from budgetdisclosure.report import render, render_html
    from budgetdisclosure.rules import Audit

    held = [audit for audit in audits if isinstance(audit, Audit)]
    if form == "json":
        objects = [audit.to_dict(language) for audit in held]
        return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
    if form == "html":
        return render_html(held, language)
    colour = sys.stdout.isatty()
    return "\n\n".join(render(audit, language, colour=colour) for audit in held) + "\n"


def _facts(arguments: argparse.Namespace) -> int:
    from budgetdisclosure.frames import Fact, facts
    from budgetdisclosure.reading import read
    from budgetdisclosure.writing.facts import rows_to_csv

    if arguments.format == "parquet" and arguments.out is None:
        sys.stderr.write("budgetdisclosure: parquet 不能显示在屏幕上，请用 --out 指定文件\n")
        return UNREADABLE

    rows: list[Fact] = []
    status = CLEAN
    for number, name in enumerate(arguments.files):
        _progress(number, arguments.files, name)
        try:
            rows.extend(facts(read(name, password=arguments.password)))
        except BudgetDisclosureError as error:
            _complain(error, arguments.lang, name)
            status = UNREADABLE
    _progress(len(arguments.files), arguments.files, "")
    if arguments.format == "parquet":
        from budgetdisclosure.frames.tables import write_parquet

        write_parquet(rows, Path(arguments.out))
        return status
    if arguments.format == "json":
        text = json.dumps([row.to_dict() for row in rows], ensure_ascii=False, indent=1) + "\n"
    else:
        text = rows_to_csv(rows)
    _write(text, arguments.out)
    return status


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
    _write(text, arguments.out)
    ended = codes.ended(arguments.query, arguments.year)
    if ended is not None:
        sys.stderr.write(f"budgetdisclosure: {ended.spoken(arguments.lang)}\n")
    return CLEAN if found else ERRORS


def _compose(arguments: argparse.Namespace) -> int:
    from budgetdisclosure.amounts import Unit
    from budgetdisclosure.compose import Ledger, compose

    unit = Unit.named(arguments.unit)
    if unit is None:
        sys.stderr.write(f"budgetdisclosure: --unit {arguments.unit}：没有这种金额单位\n")
        return UNREADABLE
    sheet = Path(arguments.ledger).suffix.lower() in {".xlsx", ".xls", ".xlsm", ".ods"}
    ledger = (Ledger.from_xlsx if sheet else Ledger.from_csv)(arguments.ledger)
    made = compose(
        ledger,
        entity=arguments.entity,
        fiscal_year=arguments.year,
        unit=unit,
        places=arguments.places,
        rounding=arguments.rounding,
        form=arguments.form,
    )
    for remark in made.remarks:
        sys.stderr.write(f"budgetdisclosure: {remark.reason.spoken(arguments.lang)}\n")
    if arguments.rounding == "controlled":
        again = {"entity": arguments.entity, "fiscal_year": arguments.year, "form": arguments.form}
        _moved(made, compose(ledger, unit=unit, places=arguments.places, **again))
    return _put(made, arguments)


def _moved(made: Disclosure, plain: Disclosure) -> None:
    """Say which figures controlled rounding printed otherwise than half up."""
    pairs = zip(made.figures(), plain.figures(), strict=True)
    moved = [(one, other) for one, other in pairs if one != other]
    if moved:
        sys.stderr.write(f"为使各表平衡，有 {len(moved)} 个数没有按四舍五入印出：\n")
    for one, other in moved:
        place = one.place.spoken() if one.place else ""
        sys.stderr.write(f"  {place} {other.digits} → {one.digits}\n")


def _convert(arguments: argparse.Namespace) -> int:
    from budgetdisclosure.reading import read

    return _put(read(arguments.file, password=arguments.password), arguments)


def _put(disclosure: Disclosure, arguments: argparse.Namespace) -> int:
    """Write to ``--out`` in its format, or as text to the screen."""
    from budgetdisclosure.writing import write
    from budgetdisclosure.writing.text import to_text

    if arguments.out is None:
        sys.stdout.write(to_text(disclosure))
    else:
        write(disclosure, arguments.out, arguments.format, overwrite=arguments.overwrite)
    return CLEAN


def _write(text: str, out: str | None) -> None:
    if out is None:
        sys.stdout.write(text)
    else:
        Path(out).write_text(text, encoding="utf-8")


def _complain(error: BudgetDisclosureError, language: Language, name: str = "") -> None:
    head = f"{name}：" if name and name not in error.spoken(language) else ""
    sys.stderr.write(f"budgetdisclosure: {head}{error.spoken(language)}\n")


def _progress(done: int, files: Sequence[str], name: str) -> None:
    """A one-line bar on a terminal, for more than one file."""
    if len(files) < 2 or not sys.stderr.isatty():
        return
    filled = 30 * done // len(files)
    bar = "█" * filled + "░" * (30 - filled)
    ending = "\n" if done == len(files) else ""
    sys.stderr.write(f"\r{bar} {done}/{len(files)} {Path(name).name:40.40}{ending}")
    sys.stderr.flush()
