"""How much of a file is read at most: the one place for every bound against hostile input.

A disclosure has some hundreds of pages and some thousands of rows; each bound stands a good deal
above that, and far below what exhausts a machine. A file beyond one is refused with a reason,
never cut short in silence.
"""

from __future__ import annotations

from typing import Final

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording

MAX_BYTES: Final = 256 * 2**20
"""The largest file, and the largest part of a zip or folder, in bytes."""

MAX_UNPACKED: Final = 512 * 2**20
"""What all members of a zip (docx and xlsx are zips too) may come to once unpacked, in bytes."""

MAX_PACKING: Final = 200
"""How many times smaller than its content a zip may be; only content above 16 MiB is asked."""

MAX_MEMBERS: Final = 20_000
"""How many members a zip may hold, and how many files a folder."""

MAX_ZIPS_DEEP: Final = 3
"""How deep zips may be nested."""

MAX_POSITIONS: Final = 4_000_000
"""Rows times columns of one grid."""

MAX_SPAN: Final = 1_000
"""Rows or columns one cell may claim to cover."""

MAX_REPEATED: Final = 100_000
"""Filled cells that a file may have by saying of others how often they stand there."""

MAX_TABLES_DEEP: Final = 40
"""How deep tables may be nested in a web page."""

MAX_BLOCKS: Final = 1_000_000
"""Paragraphs and grids of one file."""


_SPLIT: Final = Wording(
    "请核对文件是否完好，必要时拆分后再读取",
    "Check that the file is sound, or split it and read the parts",
)


def require(
    amount: int, most: int, what: Wording, place: Place | None = None, remedy: Wording = _SPLIT
) -> None:
    """Refuse a file of which ``what`` comes to more than ``most``.

    >>> require(3, 2, Wording("表格的行列数", "the size of a grid"))
    Traceback (most recent call last):
        ...
    budgetdisclosure.errors.ReadingError: 表格的行列数为3，超过上限2。请核对文件是否完好，...
    """
    if amount <= most:
        return
    raise ReadingError(
        Wording(
            f"{what.zh}为{amount}，超过上限{most}",
            f"{what.en} is {amount}, above the limit of {most}",
        ),
        place=place,
        remedy=remedy,
    )
