"""Lines that repeat what stands below them: 208 before 20801 before 2080109 (逐级合计行)."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field, frozen

_FUNCTION, _ECONOMIC = 7, 5
"""How many digits a code has that nothing stands below."""


@frozen
class Heading:
    """What a line is booked to: its codes, and the words that classify it otherwise."""

    function: str
    economic: str
    words: tuple[str, ...]

    @property
    def short(self) -> bool:
        """Whether finer lines may follow that it is the total of."""
        return 0 < len(self.function) < _FUNCTION or 0 < len(self.economic) < _ECONOMIC

    def covers(self, other: Heading) -> bool:
        """Whether ``other`` is a part of it: of finer code, and of its words where it has any."""
        alike = all(
            not own or own == word for own, word in zip(self.words, other.words, strict=True)
        )
        return alike and self._coarser(other)

    def _coarser(self, other: Heading) -> bool:
        if self.function != other.function:
            return other.function.startswith(self.function) and other.economic.startswith(
                self.economic
            )
        longer = len(other.economic) > len(self.economic) > 0
        return longer and other.economic.startswith(self.economic)


@define
class _Open:
    heading: Heading
    fen: int
    book: Callable[[], None]
    passed: Callable[[], None]
    below: int = 0
    lines: int = 0


@define
class Totals:
    """Holds back each line that may be a total until the lines below it have been seen."""

    held: list[_Open] = field(factory=list)

    def take(
        self,
        heading: Heading,
        fen: int,
        book: Callable[[], None],
        passed: Callable[[], None],
    ) -> None:
        """Book a line, or hold it back; ``passed`` is called where it was a total."""
        while self.held and not self.held[-1].heading.covers(heading):
            self._close()
        if heading.short:
            self.held.append(_Open(heading, fen, book, passed))
            return
        book()
        self._count(fen)

    def end(self) -> None:
        """Nothing comes any more."""
        while self.held:
            self._close()

    def _close(self) -> None:
        last = self.held.pop()
        if last.lines and last.below == last.fen:
            last.passed()
            self._count(last.below)
        else:
            last.book()
            self._count(last.fen + last.below)

    def _count(self, fen: int) -> None:
        if self.held:
            self.held[-1].below += fen
            self.held[-1].lines += 1
