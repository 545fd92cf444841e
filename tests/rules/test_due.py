"""What should be printed: the numbers that print an amount, and the mend that findings name."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from budgetdisclosure.amounts import Figure, Interval
from budgetdisclosure.codes import FunctionCode
from budgetdisclosure.model import Disclosure, ExpenditureLine, ExpenditureTable
from budgetdisclosure.rules import Severity, audit
from budgetdisclosure.rules.due import due, numbers_due

BOUNDS = st.fractions(-3, 3, max_denominator=400)


@given(BOUNDS, st.fractions(0, Fraction(3, 100), max_denominator=4000), st.booleans())
def test_the_numbers_due_are_those_that_print_an_amount(
    low: Fraction, width: Fraction, closed: bool
) -> None:
    interval = Interval(low, low + width, True, closed or width == 0)
    told = numbers_due(interval, 2)
    near = (Decimal(hundredths) / 100 for hundredths in range(-310, 320))
    every = tuple(one for one in near if Interval.of_print(one, 2).meets(interval))
    assert told == (every if len(every) <= 3 else ())
    assert all(str(one) in due(interval, 2, "zh") for one in every[:1] + every[-1:])


def table(rows: dict[str, str]) -> Disclosure:
    def line(name: str, total: str, basic: str, project: str) -> ExpenditureLine:
        item = "合计" if name == "合计" else None
        code = None if item else FunctionCode.parse(name)
        figures = {"total": total, "basic": basic, "project": project}
        held = {key: Figure.parse(text) for key, text in figures.items()}
        return ExpenditureLine(name, code, item, **held)

    lines = [line(name, *figures.split()) for name, figures in rows.items()]
    return Disclosure(expenditure=ExpenditureTable(lines=lines, title="支出决算表"))


def test_every_finding_of_one_wrong_figure_names_its_mend() -> None:
    """The row and the column are both out; what to change is said in both, and is the figure."""
    made = audit(
        table({"合计": "30.00 10.00 20.00", "208": "12.00 4.00 8.00", "210": "18.00 6.00 21.00"})
    )
    wrong = [one for one in made.findings if one.severity is Severity.ERROR and one.check]
    assert wrong
    for finding in wrong:
        assert finding.correction is not None
        assert "“210 210”行“项目支出”列 21.00 改为 11.99、12.00 或 12.01" in finding.correction.zh


def test_where_two_figures_may_be_wrong_none_is_to_be_changed() -> None:
    """A row alone that does not add up tells of no figure more than of the others."""
    made = audit(table({"合计": "30.00 10.00 21.00"}))
    wrong = [one for one in made.findings if one.severity is Severity.ERROR and one.check]
    assert wrong
    assert all(one.correction is None for one in wrong)
