"""The catalogue: every rule of the library, loaded on first use (规则目录)."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from budgetdisclosure.errors import ModelError
from budgetdisclosure.rules import topics
from budgetdisclosure.rules.rule import Rule, registered
from budgetdisclosure.wording import Wording


@cache
def catalogue() -> tuple[Rule, ...]:
    """Every rule, by id.

    A rule's file is found by standing in the folder ``topics``: no list needs to be changed.

    >>> len({rule.id for rule in catalogue()}) == len(catalogue())
    True
    """
    for module in pkgutil.iter_modules(topics.__path__):
        importlib.import_module(f"{topics.__name__}.{module.name}")
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
