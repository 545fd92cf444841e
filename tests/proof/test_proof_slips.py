"""Every slip is recognised where it was made, and corrected to what was printed before."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from budgetdisclosure.rules.proof import Conflict, Explanation, Shown, Suspect, likeliest, slips
from budgetdisclosure.rules.proof.explain import Contradiction
from budgetdisclosure.rules.proof.slips import NAMES, WAN, YUAN

cents = st.integers(1, 10**7)


def around(units: int, unit: int = WAN) -> tuple[int, int]:
    """The amounts that print so many hundredths."""
    step = unit // 100
    return units * step - step // 2, units * step + (step - 1) // 2


def money(units: int) -> Decimal:
    return Decimal(units).scaleb(-2)


def found(printed: Decimal, units: int, unit: int = WAN) -> dict[str, Decimal | None]:
    return {s.name: s.corrected for s in slips(printed, *around(units, unit), unit)}


@given(cents, st.data())
def test_swapped_digits(units: int, data: st.DataObject) -> None:
    text = f"{units:03}"
    at = data.draw(st.integers(0, len(text) - 2))
    wrong = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    assume(wrong != text and (wrong[0] != "0" or len(text) == 3))
    assert found(money(int(wrong)), units)["swapped"] == money(units)


@given(cents, st.data())
def test_a_dropped_digit(units: int, data: st.DataObject) -> None:
    text = f"{units:03}"
    at = data.draw(st.integers(0, len(text) - 1))
    wrong = text[:at] + text[at + 1 :] + ("0" if at >= len(text) - 2 else "")
    assume(wrong[:1] > "0" and int(wrong) != units)
    assert found(money(int(wrong)), units)["dropped"] == money(units)


@given(cents, st.data())
def test_a_doubled_digit(units: int, data: st.DataObject) -> None:
    text = f"{units:03}"
    at = data.draw(st.integers(0, len(text) - 3))
    wrong = int(text[:at] + text[at] + text[at:])
    assume(wrong != units)
    assert found(money(wrong), units)["doubled"] == money(units)


@given(cents, st.data())
def test_a_mistyped_digit(units: int, data: st.DataObject) -> None:
    text = f"{units:03}"
    at = data.draw(st.integers(0, len(text) - 1))
    digit = data.draw(st.sampled_from("0123456789" if at or len(text) == 3 else "123456789"))
    wrong = int(text[:at] + digit + text[at + 1 :])
    assume(wrong not in (0, units))
    assert found(money(wrong), units)["mistyped"] == money(units)


@given(cents, st.sampled_from([10, 100, 1000]))
def test_a_shifted_point(units: int, by: int) -> None:
    assert found(money(units * by), units)["shifted"] == money(units)
    small = (2 * units + by) // (2 * by)
    assume(small)
    assert "shifted" in found(money(small), units)


@given(cents)
def test_a_wrong_sign(units: int) -> None:
    assert found(money(-units), units)["sign"] == money(units)


@given(cents)
def test_the_other_unit(units: int) -> None:
    assert found(money(units * 10_000), units)["yuan_for_wan"] == money(units)
    assert found(money(units), units * 10_000, YUAN)["wan_for_yuan"] == money(units * 10_000)


@given(cents, cents)
def test_a_slip_is_named_only_if_its_correction_fits(printed: int, units: int) -> None:
    low, high = around(units)
    for slip in slips(money(printed), low, high, WAN):
        assert slip.corrected == money(units)
        assert 0 < slip.chance < 1
        assert slip.wording == NAMES[slip.name]


def test_a_neighbour_is_named_and_nothing_is_not() -> None:
    low, high = around(427)
    named = slips(money(1678), low, high, WAN, (money(1678), money(1)))
    assert [(s.name, s.corrected) for s in named] == [("neighbour", money(427))]
    assert slips(money(0), low, high, WAN, (money(0),)) == ()
    wide = slips(money(1678), low, high + 20_000, WAN, (money(1678),))
    assert wide[0].corrected is None


def test_a_decimal_that_was_left_out_widens_what_was_printed() -> None:
    assert found(Decimal("46.5"), 4605)["dropped"] == Decimal("46.1")
    assert found(Decimal("46.005"), 4605)["doubled"] == Decimal("46.050")


@pytest.mark.parametrize("printed", ["1E+3", "0", "-0.05", "12"])
def test_any_number_can_be_asked_about(printed: str) -> None:
    assert isinstance(slips(Decimal(printed), 5, 10**9, WAN, ()), tuple)


def test_the_explanation_a_slip_accounts_for_comes_first() -> None:
    low, high = around(10460)
    plain, slipped = (
        Explanation((Suspect(key, key, low, high, tail=False),), 10) for key in (1, 2)
    )
    conflict = Conflict(Contradiction((1, 2), (), (), True), (plain, slipped), True, False)
    shown = {1: Shown(Decimal("917.33"), WAN), 2: Shown(Decimal("140.60"), WAN)}
    first, second = likeliest(conflict, shown)
    assert first.explanation is slipped
    assert first.slips[2][0].name == "swapped"
    assert second.chance == Fraction(1)
    tail = Explanation((Suspect(2, 2, low, high, tail=True),), 6)
    assert not likeliest(Conflict(conflict.contradiction, (tail,), True, True), shown)[0].slips
