"""The generated pages of the documentation, each made from what the code itself says.

    python docs/generate.py            write the pages
    python docs/generate.py --check    say which of them are out of date, and exit 1 if any is

A generator returns pages by their path under ``docs/``. To add one, write it and name it in
``GENERATORS``; ``tests/test_docs.py`` then holds its pages to what it makes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

DOCS = Path(__file__).resolve().parent
Pages = dict[str, str]

ROOMS = {
    "amounts": ("金额", "what a printed number means: units, figures, intervals, rounding"),
    "codes": ("科目", "classification codes and their lists by year"),
    "model": ("模型", "what a disclosure is"),
    "calc": ("计算", "rates, shares, changes, scores: pure functions"),
    "rules": ("勾稽关系", "what must hold, and the audit"),
    "reading": ("读取", "file to disclosure"),
    "writing": ("写出", "disclosure to file"),
    "compose": ("编制", "ledger to disclosure"),
    "report": ("报告", "audit to people"),
    "frames": ("数据框", "tidy facts for data frames and engines"),
    "testing": ("测试", "Hypothesis strategies and builders"),
}
FOUNDATIONS = ("wording", "place", "errors")


def api_pages() -> Pages:
    """One page a room; mkdocstrings fills it from the docstrings of the room's public modules."""
    pages = {f"api/{room}.md": room_page(room) for room in ROOMS}
    pages["api/foundations.md"] = "# 基础 · foundations\n" + "".join(map(entry, FOUNDATIONS))
    pages["api/index.md"] = api_index()
    return pages


def room_page(room: str) -> str:
    """The page of one room."""
    chinese, english = ROOMS[room]
    return f"# {chinese} · {room}\n\n{english[0].upper()}{english[1:]}.\n{entry(room)}"


def entry(module: str) -> str:
    """The mkdocstrings entry of one module or package."""
    return f"\n::: budgetdisclosure.{module}\n"


def api_index() -> str:
    """The list of rooms."""
    rows = "".join(f"| [{room}]({room}.md) | {zh} | {en} |\n" for room, (zh, en) in ROOMS.items())
    return (
        "# 接口 · API\n\n"
        "`import budgetdisclosure as bd` gives the everyday names (`bd.read`, `bd.audit` and what\n"
        "they return); everything else is imported from its room. Imports point downward only.\n\n"
        "| Room | 内容 | What it holds |\n|---|---|---|\n"
        f"{rows}"
        "| [foundations](foundations.md) | 基础 | places, wording, errors |\n"
    )


GENERATORS: tuple[Callable[[], Pages], ...] = (api_pages,)


def pages() -> Pages:
    """Every generated page."""
    return {path: text for generator in GENERATORS for path, text in generator().items()}


def stale() -> list[str]:
    """The pages that are missing or no longer what their generator makes."""
    return [path for path, text in pages().items() if _written(DOCS / path) != text]


def _written(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def write() -> None:
    """Write every page that is not as it should be."""
    made = pages()
    for path in stale():
        (DOCS / path).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / path).write_text(made[path], encoding="utf-8")
        print(f"written: {path}")


def main(arguments: list[str]) -> int:
    """Write or check."""
    if arguments == ["--check"]:
        old = stale()
        print("\n".join(f"out of date: {path}" for path in old) or "all pages are current")
        return int(bool(old))
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
