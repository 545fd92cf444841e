"""The generated pages of the documentation, each made from what the code itself says.

    python docs/generate.py            write the pages
    python docs/generate.py --check    say which of them are out of date, and exit 1 if any is

A generator returns pages by their path under ``docs/``. To add one, write it and name it in
``GENERATORS``; ``tests/test_docs.py`` then holds its pages to what it makes.
"""

from __future__ import annotations

import csv
import importlib.util
import inspect
import re
import sys
import textwrap
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from types import ModuleType

from budgetdisclosure.errors import BudgetDisclosureError
from budgetdisclosure.model import Kind
from budgetdisclosure.rules import Rule, catalogue

DOCS = Path(__file__).resolve().parent
Pages = dict[str, str]

ROOMS = {
    "amounts": ("金额", "what a printed number means: units, figures, intervals, rounding"),
    "codes": ("科目", "classification codes and their lists by year"),
    "model": ("模型", "what a disclosure is"),
    "calc": ("计算", "rates, shares, changes, scores: pure functions"),
    "claims": ("文字所述", "what the narrative says, claim by claim"),
    "rules": ("勾稽关系", "what must hold, and the audit"),
    "reading": ("读取", "file to disclosure"),
    "writing": ("写出", "disclosure to file"),
    "compose": ("编制", "ledger to disclosure"),
    "report": ("报告", "audit to people"),
    "frames": ("数据框", "tidy facts and findings for data frames and engines"),
    "many": ("批量", "thousands of files, on every core"),
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


GROUPS = {
    "T01": "收入支出决算总表",
    "T02": "收入决算表",
    "T03": "支出决算表",
    "T04": "财政拨款收入支出决算总表",
    "T05": "一般公共预算财政拨款支出决算表",
    "T06": "一般公共预算财政拨款基本支出决算表",
    "T07": "财政拨款“三公”经费支出决算表",
    "T08": "政府性基金预算财政拨款收入支出决算表",
    "T09": "国有资本经营预算财政拨款支出决算表",
    "X": "表与表之间",
    "N": "情况说明",
    "P": "绩效自评",
    "PX": "绩效自评与决算之间",
    "B": "预算",
    "O": "九张表以外的公开表",
    "DIS": "公开要求",
    "R": "舍入",
}
RULES_HEAD = """# 规则目录 · Rule catalogue

本页由代码生成：每条规则是 `rules/topics/` 里的一个函数，这里列出它的编号、名称、算法、级别与依据。
“算法”是代码里的说明：等式照科目的中文名称写，其余用英文；审核报告里的每个问题另有完整的中文说明。
依据为“算术推论”或“表样”的，不是法规条文，照实写明。

规则里没有容差；差额是否只是舍入，见[怎样判断舍入](rounding.md)。

Generated from the code: one function a rule. {count} rules.
"""
SEVERITIES = {"error": "错误", "warning": "提醒", "info": "提示"}


def rules_page() -> Pages:
    """The rule catalogue, a table for each group."""
    groups: dict[str, list[Rule]] = {group: [] for group in GROUPS}
    for rule in catalogue():
        groups.setdefault(rule.group, []).append(rule)
    body = "".join(rule_group(group, rules) for group, rules in groups.items() if rules)
    return {"rules.md": RULES_HEAD.format(count=len(catalogue())) + body + not_made()}


def not_made() -> str:
    """The researched rules that are no rules here, each with why not."""
    listed = files("budgetdisclosure.rules") / "data" / "not_implemented.csv"
    rows = csv.DictReader(listed.read_text(encoding="utf-8").splitlines())
    body = "".join(f"| `{row['id']}` | {row['why']} |\n" for row in rows)
    return f"\n## 未做成规则的 · Not made into rules\n\n| 编号 | 缘由 |\n|---|---|\n{body}"


def rule_group(group: str, rules: list[Rule]) -> str:
    """The table of one group."""
    title = f"{group} {GROUPS[group]}" if group in GROUPS else group
    columns = "| 编号 | 名称 | 算法 What holds | 级别 | 适用 | 依据 |\n|---|---|---|---|---|---|\n"
    head = f"\n## {title}\n\n{columns}"
    return head + "".join(map(rule_row, rules))


def rule_row(rule: Rule) -> str:
    """One rule, a row."""
    title = f"{rule.title.zh}<br>{rule.title.en}"
    scope = f"{kinds_of(rule)}{years_of(rule)}"
    if rule.exceptions:
        scope += f"<br>不适用：{rule.exceptions}"
    parts = (
        f"`{rule.id}`",
        title,
        rule.summary,
        SEVERITIES[rule.severity.value],
        scope,
        rule.source,
    )
    return "| " + " | ".join(part.replace("|", "\\|") for part in parts) + " |\n"


def kinds_of(rule: Rule) -> str:
    """The kinds of document a rule is for."""
    names = {Kind.FINAL: "决算", Kind.BUDGET: "预算"}
    return "、".join(name for kind, name in names.items() if kind in rule.kinds)


def years_of(rule: Rule) -> str:
    """The years a rule is for, nothing where it is for all."""
    since, until = rule.years
    if since is None and until is None:
        return ""
    return f"，{since or ''}—{until or ''}年度"


ERRORS_HEAD = """# 报错一览 · Errors

本页由代码生成：每条报错一个例子，运行 `docs/error_examples.py` 里的函数得来。报错有四部分，
知道的才写：**在哪里、那里写着什么、为什么用不了、怎么办**。

读取时没有大到要停下来的问题（扫描页、隐藏行、读不了的附件、不是数的单元格）不报错，而是列在
`d.remarks` 和 `d.unplaced` 里，见[读取文件](reading.md)。

Generated by running the examples: {count} errors, each with its place, an excerpt, the reason and
the remedy, where they are known.
"""


def errors_page() -> Pages:
    """Every example of an error, with what it says."""
    groups = error_examples().GROUPS
    count = sum(map(len, groups.values()))
    body = "".join(
        f"\n## {group}\n" + "".join(map(error_entry, found)) for group, found in groups.items()
    )
    return {"errors.md": ERRORS_HEAD.format(count=count) + body}


def error_examples() -> ModuleType:
    """The examples, wherever this is run from."""
    spec = importlib.util.spec_from_file_location("error_examples", DOCS / "error_examples.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(DOCS / "error_examples.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def error_entry(function: Callable[[], object]) -> str:
    """One error: what is done, and what is said in both languages."""
    lines = textwrap.dedent("".join(inspect.getsourcelines(function)[0][2:])).strip()
    code = re.sub(r"^( *)return ", r"\1", lines, flags=re.MULTILINE)
    code = re.sub(r"  # type: ignore.*", "", code)
    error = fault_of(function)
    title = function.__name__.replace("_", " ")
    return (
        f"\n### {title}\n\n```py\n{code}\n```\n\n"
        f"> {error.spoken('zh')}\n>\n> {error.spoken('en')}\n"
    )


def fault_of(function: Callable[[], object]) -> BudgetDisclosureError:
    """The error a function ends in."""
    try:
        function()
    except BudgetDisclosureError as error:
        return error
    raise AssertionError(f"{function.__name__} ends in no error")


GENERATORS: tuple[Callable[[], Pages], ...] = (api_pages, errors_page, rules_page)


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
