"""Every exception of the library, and the contract of its message.

A message has four parts, each where it is known: the place, an excerpt of what stands there, the
reason it cannot be used, and the remedy. It is Chinese first; ``spoken("en")`` gives English.
Where many faults can occur at once they are values (findings, unplaced pieces), not exceptions.
"""

from __future__ import annotations

from budgetdisclosure.place import Place
from budgetdisclosure.wording import Language, Wording


class BudgetDisclosureError(Exception):
    """The root of all the library's exceptions (错误)."""

    def __init__(
        self,
        reason: Wording,
        *,
        place: Place | None = None,
        excerpt: str | None = None,
        remedy: Wording | None = None,
    ) -> None:
        self.reason = reason
        self.place = place
        self.excerpt = excerpt
        self.remedy = remedy
        super().__init__(reason, place, excerpt, remedy)

    def __reduce__(self) -> tuple[object, ...]:
        state = (self.reason, self.place, self.excerpt, self.remedy)
        return (_rebuild, (type(self), *state))

    def spoken(self, language: Language = "zh") -> str:
        """The whole message in ``language``."""
        head = self.place.spoken(language) if self.place else ""
        seen = self.excerpt if self.excerpt is None else _shorten(self.excerpt)
        if language == "en":
            parts = [head, f"“{seen}”" if seen is not None else "", self.reason.en]
            text = ": ".join(part for part in parts if part)
            return f"{text}. {self.remedy.en}." if self.remedy else text
        parts = [head, f"“{seen}”" if seen is not None else "", self.reason.zh]
        text = "：".join(part for part in parts if part)
        return f"{text}。{self.remedy.zh}。" if self.remedy else text

    def __str__(self) -> str:
        return self.spoken()


class FigureError(BudgetDisclosureError, ValueError):
    """A printed text that is not a number as disclosures print them (金额无法识别)."""


class UnreadableError(FigureError):
    """A cell that cannot be told to be a number, asked for its number (无法识别的数不是零)."""


class InexactError(BudgetDisclosureError, TypeError):
    """A binary float, or a value that is not a whole number of fen, where money must be exact."""


class CodeError(BudgetDisclosureError, ValueError):
    """A text that cannot be a classification code (科目编码格式有误)."""


class UnknownCodeError(BudgetDisclosureError, KeyError):
    """A well-formed code that the list of that year does not hold (科目表中没有此编码)."""

    __str__ = BudgetDisclosureError.__str__


class ModelError(BudgetDisclosureError, ValueError):
    """Parts that do not make a valid table, line or disclosure (结构有误)."""


class ReadingError(BudgetDisclosureError, ValueError):
    """A file that cannot be read: damaged, encrypted, scanned, hostile or of no known format."""


class MissingExtraError(BudgetDisclosureError, ImportError):
    """An optional dependency that is not installed; the remedy is the ``pip install`` to run."""


class WritingError(BudgetDisclosureError, OSError):
    """A file that cannot be written (or that exists, and was not to be replaced)."""

    __str__ = BudgetDisclosureError.__str__


def missing_extra(package: str, extra: str, use: Wording) -> MissingExtraError:
    """The error for a missing optional package: what it is for, and the command that mends it.

    >>> print(missing_extra("polars", "polars", Wording("取数", "frames")))
    取数需要 polars，尚未安装。请运行 pip install "budgetdisclosure[polars]"。
    """
    gap = " " if use.zh[-1:].isascii() else ""
    return MissingExtraError(
        Wording(
            f"{use.zh}{gap}需要 {package}，尚未安装", f"{use.en} needs {package}, not installed"
        ),
        remedy=Wording(
            f'请运行 pip install "budgetdisclosure[{extra}]"',
            f'Run pip install "budgetdisclosure[{extra}]"',
        ),
    )


def _rebuild(
    kind: type[BudgetDisclosureError],
    reason: Wording,
    place: Place | None,
    excerpt: str | None,
    remedy: Wording | None,
) -> BudgetDisclosureError:
    return kind(reason, place=place, excerpt=excerpt, remedy=remedy)


def _shorten(text: str, width: int = 60) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= width else one_line[: width - 1] + "…"
