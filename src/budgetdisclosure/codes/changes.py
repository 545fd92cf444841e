"""What changed between two years' lists (科目变动)."""

from __future__ import annotations

from enum import Enum
from typing import Generic

from attrs import frozen

from budgetdisclosure.codes.code import C
from budgetdisclosure.codes.codelist import CodeList
from budgetdisclosure.codes.entry import Entry


class ChangeKind(Enum):
    """What happened to a code (变动类型)."""

    ADDED = "新增"
    RENAMED = "更名"
    REMOVED = "取消"


@frozen
class Change(Generic[C]):
    """One code's change from an earlier to a later list (科目变动)."""

    code: C
    before: Entry[C] | None
    after: Entry[C] | None
    successors: tuple[Entry[C], ...] = ()
    """For a code that is gone, what stands for it in the later list."""

    @property
    def kind(self) -> ChangeKind:
        """Added, renamed or removed."""
        if self.before is None:
            return ChangeKind.ADDED
        return ChangeKind.REMOVED if self.after is None else ChangeKind.RENAMED


def changes(earlier: CodeList[C], later: CodeList[C]) -> tuple[Change[C], ...]:
    """What ``later`` has that ``earlier`` had not, calls otherwise or has no more, by code.

    >>> from budgetdisclosure.codes import function_codes
    >>> for change in changes(function_codes(2020), function_codes(2021)):
    ...     if change.code.digits == "2089901":
    ...         print(change.kind.value, change.before, "→", *change.successors)
    取消 2089901 其他社会保障和就业支出 → 2089999 其他社会保障和就业支出
    """
    codes = sorted({entry.code for entry in (*earlier, *later)})
    found = (_change(code, earlier, later) for code in codes)
    return tuple(change for change in found if change is not None)


def _change(code: C, earlier: CodeList[C], later: CodeList[C]) -> Change[C] | None:
    before, after = earlier.get(code), later.get(code)
    if before and after:
        return Change(code, before, after) if before.name != after.name else None
    gone = before is not None
    return Change(code, before, after, later.counterparts(code, earlier.year) if gone else ())
