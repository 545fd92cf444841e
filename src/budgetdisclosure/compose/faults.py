"""What is said of the lines of a ledger: faults of bad ones, notes of those passed over (说明)."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from budgetdisclosure.errors import BudgetDisclosureError, ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Language, Wording


class LedgerError(ReadingError):
    """Ledger lines that cannot be used (账簿有误); ``faults`` has an error for each."""

    def __init__(self, faults: Sequence[BudgetDisclosureError]) -> None:
        self.faults = tuple(faults)
        shown, more = self.faults[:50], len(self.faults) - 50
        super().__init__(
            Wording(
                f"账簿有{len(self.faults)}处无法使用："
                + "".join(f"\n  {fault.spoken('zh')}" for fault in shown)
                + (f"\n  另有{more}处" if more > 0 else ""),
                f"{len(self.faults)} faults in the ledger:"
                + "".join(f"\n  {fault.spoken('en')}" for fault in shown)
                + (f"\n  and {more} more" if more > 0 else ""),
            )
        )

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.faults,))


@frozen
class Note:
    """Something that was passed over on purpose: a total, a sheet (说明)."""

    place: Place
    said: Wording

    def spoken(self, language: Language = "zh") -> str:
        """The note in words, with its place."""
        return f"{self.place.spoken(language)}：{self.said.spoken(language)}"
