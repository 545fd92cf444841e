"""What a narrative says, claim by claim, each with its words and its place (文字所述)."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from attrs import field, frozen

from budgetdisclosure.amounts import Figure, Percentage
from budgetdisclosure.place import Place


class Basis(Enum):
    """Which amount of a subject is meant (口径): 决算数, 年初预算, 上年数."""

    CURRENT = "current"
    """This year's, as the section is about: 决算 in final accounts, 预算 in a budget."""
    FINAL = "final"
    INITIAL = "initial"
    ADJUSTED = "adjusted"
    BUDGET = "budget"
    """预算, not said which."""
    PRIOR = "prior"
    PRIOR_BUDGET = "prior_budget"
    """Last year's budget, told beside this year's accounts."""
    LATER = "later"
    """A later year's: next year's budget told beside this year's accounts."""
    UNSURE = "unsure"
    """Not certain: 执行数 without a year before, which may be this year's or the last one's."""

    @property
    def is_budget(self) -> bool:
        """Whether it is a budget of this year."""
        return self in (Basis.INITIAL, Basis.ADJUSTED, Basis.BUDGET)


@frozen
class Subject:
    """What a claim is about (主体): the words, the known name they end in, the codes and levels.

    ``key`` is empty where the words end in no name that is known. ``plain`` says that nothing
    narrower is printed before the name (“授予中小企业合同金额” is not 合同金额). ``names`` are the
    类, 款 and 项 as printed, empty where one is not.
    """

    words: str = ""
    key: str = ""
    code: str = ""
    names: tuple[str, str, str] = ("", "", "")
    plain: bool = True

    @property
    def is_item(self) -> bool:
        """Whether it is a classification item, by code or by name."""
        return bool(self.code or any(self.names))

    def __str__(self) -> str:
        shown = self.words or self.key or self.code
        return self.key if self.plain and self.key and len(shown) > len(self.key) + 4 else shown


@frozen
class Said:
    """Where and how a thing is said (出处): section, its role, the words, the place."""

    words: str = ""
    section: str = ""
    role: str = ""
    place: Place | None = field(default=None, eq=False)
    passage: int = 0
    sentence: int = 0
    within: Subject | None = None
    """The item whose paragraph this is (1.一般公共服务支出（类）…), if any."""
    explains: bool = False
    """Whether it stands in a reason, where other amounts than the disclosure's are told."""
    attached: bool = False
    """Whether it stands in an attachment."""
    before: str = ""
    """What is printed right before the words."""
    year: int | None = None
    """The year its section tells of, where that is not the disclosure's own."""


@frozen
class Amount:
    """An amount of a subject (金额)."""

    said: Said
    subject: Subject
    figure: Figure
    basis: Basis = Basis.CURRENT
    year: int | None = None


@frozen
class Share:
    """A share (占比): of ``part``, in the whole that ``whole`` names or that went before."""

    said: Said
    subject: Subject
    percentage: Percentage
    part: Amount | None = None
    whole: str = ""
    before: tuple[Amount, ...] = ()
    """The amounts that may be the whole, the likeliest first."""


@frozen
class Completion:
    """A completion rate (完成率): outturn of a budget."""

    said: Said
    subject: Subject
    percentage: Percentage
    base: Basis = Basis.BUDGET
    outturn: Amount | None = None
    budgets: tuple[Amount, ...] = ()


@frozen
class Change:
    """A change (增减): by how much and by which rate, up (1) or down (-1), against what.

    ``sign`` is the direction of the amount, ``rate_sign`` that of the rate; None where not said.
    """

    said: Said
    subject: Subject
    base: Basis = Basis.PRIOR
    year: int | None = None
    sign: int | None = None
    amount: Figure | None = None
    rate_sign: int | None = None
    rate: Percentage | None = None
    of: Amount | None = None
    budgets: tuple[Amount, ...] = ()
    reason: str | None = None
    explicit: bool = True
    """Whether the base is said, not taken over or supposed."""
    of_which: bool = False
    """Whether it is a part of the change told before it (其中)."""
    from_nothing: bool = False
    """Whether the text says that last year's amount was zero."""
    spent: bool | None = None
    """Whether it is against what was spent (决算, 执行), or planned (预算); None where not said."""
    or_of: tuple[Amount, ...] = ()
    """Other amounts it may be a change of: the whole whose parts were told last."""


@frozen
class Comparison:
    """A word of comparison (大于, 小于, 等于, 持平), ``sign`` 1, -1, 0; ``hedged``: 基本."""

    said: Said
    subject: Subject
    sign: int
    word: str
    base: Basis
    hedged: bool = False
    outturn: Amount | None = None
    budgets: tuple[Amount, ...] = ()
    reason: str | None = None


@frozen
class Count:
    """So many of something (实物量): ``number`` with its measure word, and what is counted."""

    said: Said
    subject: Subject
    number: Decimal
    measure: str
    digits: str = ""
    topic: str = ""
    """The known subject in hand: 公务接待费 for 批次 and 人次."""


@frozen
class Score:
    """Points of a self-evaluation (得分), with the outturn and the budgets told before it."""

    said: Said
    subject: Subject
    number: Decimal
    outturn: Amount | None = None
    budgets: tuple[Amount, ...] = ()


@frozen
class Rate:
    """A percentage that is no share, change or completion of money (其他比率)."""

    said: Said
    subject: Subject
    percentage: Percentage


@frozen
class Listing:
    """A list of names (主要包括…): ``open`` if it ends in 等 or an ellipsis."""

    said: Said
    subject: Subject
    names: tuple[str, ...]
    open: bool = False


@frozen
class NoData:
    """A statement that there is none (无…收支): ``what`` in the words of the text."""

    said: Said
    what: str


@frozen
class Named:
    """An item named by its levels (类、款、项)."""

    said: Said
    subject: Subject
    use: str = ""
    """What the text says it was used for (主要用于…)."""


@frozen
class Dated:
    """A day named in the text: year, month, day, each as far as printed (日期)."""

    said: Said
    year: int
    month: int | None = None
    day: int | None = None
    text: str = ""


@frozen
class Unsigned:
    """A rate printed without its percent sign, or an amount without its unit (缺百分号、缺单位)."""

    said: Said
    subject: Subject
    digits: str
    amount: bool = False


@frozen
class Unreadable:
    """What stands where an amount or a percentage should and is no number (不是数)."""

    said: Said
    subject: Subject
    figure: Figure


@frozen
class Unsure:
    """An amount or a rate not told exactly, or behind what may be a minus (约数、横线或负号)."""

    said: Said
    subject: Subject
    digits: str
    basis: Basis | None = None


Claim = (
    Amount
    | Share
    | Completion
    | Change
    | Comparison
    | Count
    | Score
    | Rate
    | Listing
    | NoData
    | Named
    | Dated
    | Unsigned
    | Unreadable
    | Unsure
)
