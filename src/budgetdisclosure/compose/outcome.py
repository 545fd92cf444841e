"""What came of reading a ledger: its good lines, its faults, what was passed over (读取结果)."""

from __future__ import annotations

from attrs import frozen

from budgetdisclosure.compose.checks import code_faults
from budgetdisclosure.compose.faults import LedgerError, Note
from budgetdisclosure.compose.ledger import Ledger
from budgetdisclosure.errors import BudgetDisclosureError


@frozen
class LedgerReading:
    """What was read (读取结果): the good lines, a fault for each bad one, what was passed over."""

    ledger: Ledger
    faults: tuple[BudgetDisclosureError, ...] = ()
    notes: tuple[Note, ...] = ()

    def ledger_or_raise(self, fiscal_year: int | None = None) -> Ledger:
        r"""The ledger; LedgerError where any line was bad.

        With ``fiscal_year`` the codes of the good lines that make no table of that year are told
        in the same error, so that everything is mended at once (一次说全).

        >>> import io
        >>> from budgetdisclosure.compose import LedgerError, read_ledger
        >>> text = "功能科目,支出性质,金额\n2080109,项目支出,1.2.3\n2999999,项目支出,1.00\n"
        >>> try:
        ...     read_ledger(io.StringIO(text)).ledger_or_raise(2024)
        ... except LedgerError as error:
        ...     [fault.excerpt for fault in error.faults]
        ['1.2.3', '2999999']
        """
        faults = [*self.faults, *self._of_codes(fiscal_year)]
        faults.sort(key=lambda fault: (fault.place and fault.place.line) or 0)
        if faults:
            raise LedgerError(faults)
        return self.ledger

    def _of_codes(self, year: int | None) -> tuple[BudgetDisclosureError, ...]:
        """Faults of the codes in a year, those of lines that have another fault as well."""
        if year is None:
            return ()
        bad = {fault.place.line for fault in self.faults if fault.place}
        unbooked = [code for code, at in self.ledger.places.items() if at.line in bad]
        return code_faults(self.ledger, year, unbooked)
