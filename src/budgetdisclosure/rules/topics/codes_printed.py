"""What stands in place of a code and is none (不是编码): said, not passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetdisclosure.codes import (
    LAST_YEAR,
    Code,
    EconomicCode,
    FunctionCode,
    GovernmentEconomicCode,
    code_list,
)
from budgetdisclosure.errors import CodeError
from budgetdisclosure.model import Disclosure, Line
from budgetdisclosure.rules.rule import BOTH, DERIVED, Fault, Held, Outcome, Severity, rule
from budgetdisclosure.wording import Wording, quoted

_TABLES: tuple[tuple[str, type[Code]], ...] = (
    ("income", FunctionCode),
    ("expenditure", FunctionCode),
    ("general_budget_expenditure", FunctionCode),
    ("basic_expenditure", EconomicCode),
    ("government_fund", FunctionCode),
    ("state_capital", FunctionCode),
)
_WIDTHS = (3, 5, 7)
_CODES = re.compile(r"科目|编码|代码|编号|分类")
_OTHERS = re.compile(r"单位|部门|项目")
_LEVEL = re.compile(r"[类款项目]")
_MANGLED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_MISTAKEN = str.maketrans("OoIl", "0011")
"""Letters that stand where a digit should."""
_NO_DIGITS = re.compile(r"\D")
_BODY = re.compile(r"[局委办厅院校所站队馆会部处室社团中心大学机关本级系统]$")
"""How the names of units end; a form may print their numbers above those of the accounts."""
_AS_TEXT = Wording(
    "表格软件把编码当成了数；请把这一列设为文本，重新填写编码",
    "a spreadsheet took the code for a number; make the column text and type the codes again",
)


@rule(
    "DIS-035",
    "科目编码无法识别",
    "a code that does not exist",
    source=DERIVED,
    severity=Severity.WARNING,
    exceptions="被表格软件改成数的（2.08E+06）是错误；单位的编号不算",
    kinds=BOTH,
)
def codes_are_codes(d: Disclosure) -> Iterator[Outcome]:
    """What a row prints as its code is one of the table's classification."""
    for name, kind in _TABLES:
        lines = [line for _, group in d.form(name).groups() for line in group]
        codes = [line.code for line in lines if line.code is not None]
        above = frozenset(code.category.digits for code in codes)
        faults = [fault for line in lines for fault in _faults(line, kind, above)]
        yield from faults
        if codes and not faults:
            yield Held(len(codes))


def _faults(line: Line, kind: type[Code], above: frozenset[str]) -> Iterator[Fault]:
    for printed in line.also:
        if kind is EconomicCode and GovernmentEconomicCode.try_parse(printed):
            continue
        if not (_stands_for_code(printed, line) and _is_account(printed, line.name, above)):
            continue
        mangled = _MANGLED.fullmatch(printed) is not None
        reason = _AS_TEXT if mangled else _why_none(printed, kind)
        yield Fault(
            Wording(
                f"{line.name}的编码印为 {printed}，{kind.title.zh}中没有这个编码",
                f"the code of {quoted(line.name)} is printed {printed}, "
                f"which is none of the {kind.title.en} classification",
            ),
            place=line.place,
            severity=Severity.ERROR if mangled else None,
            correction=reason,
        )


def _stands_for_code(printed: str, line: Line) -> bool:
    """Whether a row prints this where its code should be, and prints its code nowhere else."""
    leaves = [(one.label.rpartition("/")[2], one.text) for one in line.texts if not one.remark]
    held = [text for leaf, text in leaves if _CODES.search(leaf) and not _OTHERS.search(leaf)]
    held.append("".join(text for leaf, text in leaves if _LEVEL.fullmatch(leaf)))
    own = line.code is not None and any(
        _NO_DIGITS.sub("", text).startswith(line.code.digits) for text in held
    )
    return not own and any(text.startswith(printed) for text in held)


def _is_account(printed: str, name: str, above: frozenset[str]) -> bool:
    """Whether what bears the number is an account, by the number or by the name; a unit is none.

    A number of a digit too few or too many is one where it begins as the codes printed do.
    """
    if _MANGLED.fullmatch(printed) or any(
        code_list(kind, LAST_YEAR).by_name(name) for kind in (FunctionCode, EconomicCode)
    ):
        return True
    whole = len(printed) in _WIDTHS or printed[: _WIDTHS[0]] in above
    return printed.translate(_MISTAKEN).isdecimal() and whole and not _BODY.search(name)


def _why_none(printed: str, kind: type[Code]) -> Wording | None:
    try:
        kind.parse(printed)
    except CodeError as error:
        return error.reason
    return None
