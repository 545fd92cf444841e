"""One fact of the ledger and what classifies it (分录)."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from attrs import field, frozen

from budgetdisclosure.amounts import Amount
from budgetdisclosure.codes.code import EconomicCode, FunctionCode
from budgetdisclosure.errors import ModelError
from budgetdisclosure.wording import Wording


class Flow(Enum):
    """What an entry records (类型)."""

    REVENUE = "收入"
    EXPENDITURE = "支出"
    OPENING = "年初结转和结余"
    BALANCE_USED = "使用非财政拨款结余"
    BALANCE_DISTRIBUTED = "结余分配"
    CLOSING = "年末结转和结余"
    """What is left, as the ledger has it: composing works it out itself and compares."""


class Source(Enum):
    """Where the money comes from (资金来源): three appropriated funds and five others."""

    GENERAL_BUDGET = "一般公共预算财政拨款"
    GOVERNMENT_FUND = "政府性基金预算财政拨款"
    STATE_CAPITAL = "国有资本经营预算财政拨款"
    SUPERIOR_SUBSIDY = "上级补助收入"
    SERVICE_REVENUE = "事业收入"
    TRADING_REVENUE = "经营收入"
    SUBORDINATE_REMITTANCE = "附属单位上缴收入"
    OTHER_REVENUE = "其他收入"

    @property
    def appropriated(self) -> bool:
        """Whether it is an appropriation (财政拨款)."""
        return self in APPROPRIATIONS


APPROPRIATIONS = (Source.GENERAL_BUDGET, Source.GOVERNMENT_FUND, Source.STATE_CAPITAL)
"""The three funds of 财政拨款."""


class Nature(Enum):
    """The nature of an expenditure (支出性质)."""

    BASIC = "基本支出"
    PROJECT = "项目支出"
    REMITTED_UP = "上缴上级支出"
    TRADING = "经营支出"
    GRANTED_DOWN = "对附属单位补助支出"


class Procurement(Enum):
    """What is bought through government procurement (政府采购品目大类)."""

    GOODS = "货物"
    WORKS = "工程"
    SERVICES = "服务"


class Stage(Enum):
    """Whether an amount was planned or happened (阶段)."""

    INITIAL = "年初预算"
    ADJUSTED = "全年预算"
    OUTTURN = "决算"
    PRIOR = "上年决算"
    PRIOR_BUDGET = "上年预算"


@frozen
class Entry:
    """One fact of the ledger (分录): an exact amount and all that classifies it.

    Raises ModelError where a classification that a table needs is missing or contradicts another.

    >>> spent = Entry(Flow.EXPENDITURE, Amount.of("1.5"), Source.GENERAL_BUDGET,
    ...               FunctionCode("2080109"), EconomicCode("30201"), Nature.BASIC)
    >>> spent.stage.value, spent.amount.fen
    ('决算', 150)
    """

    flow: Flow
    amount: Amount
    source: Source = Source.GENERAL_BUDGET
    function: FunctionCode | None = None
    economic: EconomicCode | None = None
    nature: Nature | None = None
    stage: Stage = Stage.OUTTURN
    project: str = ""
    procurement: Procurement | None = None
    """What is bought, where the money is spent through government procurement (政府采购)."""
    purchase: str = ""
    """The item bought (采购品目)."""
    purchasing: str = ""
    """How the procurement is organised (采购组织形式): 集中采购, 分散采购."""
    staged: bool = field(default=True, eq=False)
    """Whether the ledger says the stage; else it is taken for 决算, or for a budget."""

    def __attrs_post_init__(self) -> None:
        for broken, fault in _DEMANDS:
            if broken(self):
                raise ModelError(fault, excerpt=self.label, remedy=_MEND)

    @property
    def key(self) -> tuple[object, ...]:
        """All but the amount: entries with one key may be added up."""
        return (
            self.flow,
            self.source,
            self.function,
            self.economic,
            self.nature,
            self.stage,
            self.project,
            self.procurement,
            self.purchase,
            self.purchasing,
        )

    @property
    def label(self) -> str:
        """The classification in words, for messages."""
        parts = (self.stage.value, self.flow.value, self.source.value, self.function, self.economic)
        return " ".join(str(part) for part in parts if part is not None)


def _planned_or_spent(entry: Entry) -> bool:
    return entry.stage in (Stage.INITIAL, Stage.OUTTURN, Stage.PRIOR_BUDGET)


def _without_function(entry: Entry) -> bool:
    return (
        _planned_or_spent(entry)
        and entry.flow in (Flow.REVENUE, Flow.EXPENDITURE)
        and entry.function is None
    )


def _without_nature(entry: Entry) -> bool:
    spent = entry.flow is Flow.EXPENDITURE and _planned_or_spent(entry)
    return spent and entry.nature is None


def _spending_marks(entry: Entry) -> bool:
    marks = (entry.nature, entry.economic, entry.procurement)
    return entry.flow is not Flow.EXPENDITURE and any(mark is not None for mark in marks)


def _foreign_nature(entry: Entry) -> bool:
    usual = (None, Nature.BASIC, Nature.PROJECT)
    return entry.source.appropriated and entry.nature not in usual


def _without_economic(entry: Entry) -> bool:
    basic = entry.nature is Nature.BASIC and entry.source is Source.GENERAL_BUDGET
    return basic and entry.stage is Stage.OUTTURN and entry.economic is None


def _carryover_without_function(entry: Entry) -> bool:
    coded = (Source.GOVERNMENT_FUND, Source.STATE_CAPITAL)
    return entry.flow is Flow.OPENING and entry.source in coded and entry.function is None


def _appropriated_balance(entry: Entry) -> bool:
    balance = entry.flow in (Flow.BALANCE_USED, Flow.BALANCE_DISTRIBUTED)
    return balance and entry.source.appropriated


_MEND = Wording("请补全或更正这一行的分类", "Complete or correct the line's classification")
_DEMANDS: tuple[tuple[Callable[[Entry], bool], Wording], ...] = (
    (
        _without_function,
        Wording("收入和支出要有功能分类科目", "revenue and expenditure need a function code"),
    ),
    (
        _without_nature,
        Wording("支出要有支出性质（基本支出、项目支出等）", "expenditure needs its nature"),
    ),
    (
        _spending_marks,
        Wording(
            "只有支出才有支出性质、经济分类科目和政府采购类别",
            "only expenditure has a nature, an economic code or a class of procurement",
        ),
    ),
    (
        _foreign_nature,
        Wording(
            "财政拨款支出只分基本支出和项目支出",
            "appropriated expenditure is basic or project only",
        ),
    ),
    (
        _without_economic,
        Wording(
            "一般公共预算财政拨款基本支出要有经济分类科目",
            "basic expenditure of the general public budget needs an economic code",
        ),
    ),
    (
        _carryover_without_function,
        Wording(
            "政府性基金和国有资本经营预算的年初结转要有功能分类科目",
            "carry-over of government funds and state capital needs a function code",
        ),
    ),
    (
        _appropriated_balance,
        Wording(
            "非财政拨款结余不属于财政拨款，请改资金来源",
            "non-appropriation balances belong to no appropriated fund",
        ),
    ),
)
