"""What every command shares: its own options, what it says on the screen, where it writes."""

from __future__ import annotations

import argparse
import codecs
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from budgetdisclosure.errors import BudgetDisclosureError
from budgetdisclosure.wording import Language

CLEAN, ERRORS, UNREADABLE, INTERRUPTED = 0, 1, 2, 130


_ARGUMENT = r"(?:argument (?P<name>\S+): )?"
_FAULTS: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (?P<what>.+)", "缺少参数：{what}"),
    (r"unrecognized arguments: (?P<what>.+)", "不认识的参数：{what}"),
    (
        _ARGUMENT + r"invalid choice: (?P<what>.+?) \(choose from (?P<choices>.+)\)",
        "{name} 不能是 {what}，可用：{choices}",
    ),
    (_ARGUMENT + r"invalid int value: (?P<what>.+)", "{name} 应是整数，不能是 {what}"),
    (_ARGUMENT + r"expected (?:one|at least one) argument", "{name} 后面要有内容"),
)
"""What argparse says, and how that is said in Chinese."""


def _in_chinese(message: str) -> str:
    for pattern, words in _FAULTS:
        found = re.fullmatch(pattern, message)
        if found is not None:
            return words.format(**found.groupdict(default="")).strip()
    return "参数有误"


class Parser(argparse.ArgumentParser):
    """A command's arguments; ``late`` makes the end of its help when that is asked for."""

    late: Callable[[], str] | None = None
    _mixed = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The arguments of a command, its files before, between and after its options."""
        several = any(one.nargs == "+" for one in self._get_positional_actions())
        if self._mixed or self._subparsers is not None or not several:
            return super().parse_known_args(args, namespace)
        self._mixed = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._mixed = False

    def format_help(self) -> str:
        """The help, with what is not worth finding out for every call."""
        if self.late is not None:
            self.epilog = self.late()
            self.formatter_class = argparse.RawDescriptionHelpFormatter
        return super().format_help()

    def print_usage(self, file: Any = None) -> None:
        """How the command is called, which also stands above its faults."""
        said = self.format_usage().replace("usage: ", "用法 (usage)：", 1)
        (file or sys.stdout).write(said)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, in Chinese first, and end."""
        self.print_usage(sys.stderr)
        self.exit(UNREADABLE, f"{self.prog}: {_in_chinese(message)} ({message})\n")


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def add_command(
    commands: Commands,
    name: str,
    words: str,
    run: Callable[[argparse.Namespace], int],
) -> Parser:
    """A command with the options that all have."""
    command: Parser = commands.add_parser(name, help=words, description=words)
    command.add_argument("--lang", choices=("zh", "en"), default="zh", help="语言 (language)")
    command.add_argument("--out", metavar="文件", help="写入文件而不是屏幕 (write to a file)")
    command.add_argument("--overwrite", action="store_true", help="覆盖已有文件 (overwrite)")
    command.set_defaults(run=run)
    return command


def put_text(pieces: Iterable[str], arguments: argparse.Namespace) -> None:
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


def warn(words: str) -> None:
    """Say something beside what was asked for."""
    sys.stderr.write(f"budgetdisclosure: {words}\n")


def complain(error: BudgetDisclosureError, language: Language, name: str = "") -> None:
    """Say what is wrong, with the file's name as it was given on the command line."""
    said = error.spoken(language)
    base = Path(name).name
    if base and said.startswith(base):
        said = f"{name}{said[len(base) :]}"
    elif name and name not in said:
        said = f"{name}{'：' if language == 'zh' else ': '}{said}"
    warn(said)


def progress(done: int, files: Sequence[str | os.PathLike[str]]) -> None:
    """A one-line bar on a terminal, for more than one file."""
    if len(files) < 2 or not sys.stderr.isatty():
        return
    filled = 30 * done // len(files)
    bar = "█" * filled + "░" * (30 - filled)
    from budgetdisclosure.reading.portions import name_of

    name = "" if done == len(files) else name_of(files[done])
    sys.stderr.write(f"\r{bar} {done}/{len(files)} {name:40.40}{'' if name else chr(10)}")
    sys.stderr.flush()
