"""The catalogue: every rule of the library, loaded on first use (规则目录)."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from budgetdisclosure import rules
from budgetdisclosure.errors import ModelError
from budgetdisclosure.rules.rule import Rule, registered
from budgetdisclosure.wording import Wording


@cache
def catalogue() -> tuple[Rule, ...]:
    """Every rule, by id.

    A rule's file is found by standing in this folder: adding one needs no list to be changed.

    >>> len({rule.id for rule in catalogue()}) == len(catalogue())
    True
    """
    for module in pkgutil.iter_modules(rules.__path__):
        if module.name.startswith(("table_", "cross_", "budget_", "structure_", "text_", "score_")):
            importlib.import_module(f"{rules.__name__}.{module.name}")
    return tuple(sorted(registered(), key=lambda rule: rule.id))


def find_rule(rule_id: str) -> Rule:
    """The rule of that id; raises ModelError for an unknown one.

    >>> find_rule("T03-001").title.zh
    '支出决算表行内合计'
    """
    for rule in catalogue():
        if rule.id == rule_id:
            return rule
    raise ModelError(Wording("没有这条规则", "there is no such rule"), excerpt=rule_id)
