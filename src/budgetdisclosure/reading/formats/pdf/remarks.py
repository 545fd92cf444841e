"""What is said about a PDF that cannot be read, or not wholly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from budgetdisclosure.errors import ReadingError
from budgetdisclosure.place import Place
from budgetdisclosure.reading.document import Block, Box, Grid, Remark
from budgetdisclosure.reading.formats.pdf.runs import Run
from budgetdisclosure.wording import Wording

DAMAGED = Wording("此页已损坏，未能读取", "this page is damaged and was not read")
PICTURE = Wording(
    "此页内容是图片，没有文字层，未能读取；可先做文字识别（OCR）",
    "this page is an image without a text layer and was not read; OCR would make it readable",
)
MOSTLY = Wording(
    "此页主要是图片，只有少量文字，图片中的文字未读取；可先做文字识别（OCR）",
    "this page is mostly an image, whose text was not read; OCR would make it readable",
)
RECOGNISED = Wording(
    "此页是扫描的图片，文字由识别（OCR）得来，数字可能认错；审核结果请先对照图片",
    "this page is a scan whose text was recognised (OCR) and may hold wrong digits; "
    "compare what is found on it with the picture first",
)
CROWDED = Wording(
    "此页的图形对象过多，未读取；可在阅读器中打印成新的 PDF 后再读取",
    "this page has too many drawn objects and was not read; print it to a new PDF",
)

_UNKNOWN = re.compile("[\ue000-\uf8ff\ufffd\x01-\x1f]")
_TELLING = 6
"""As many characters say where they belong; of fewer, the column must be the same too."""
_FEW = 50
"""A page of an image and fewer characters than this is a scan with a printed page number."""

_MOST = 80
_MANY = 200
"""A page covered so far, in %, and with fewer characters than this may be a scan with a stamp."""


def remarks_of(text: str, pictured: int, place: Place) -> Iterator[Remark]:
    """What to say of a page's text; ``pictured`` is the share of the page an image covers, in %."""
    plain = text.replace(" ", "")
    if pictured > 0 and (not plain or (len(plain) < _FEW and pictured >= 50)):
        yield Remark(PICTURE, place)
    elif pictured >= _MOST and len(plain) < _MANY:
        yield Remark(MOSTLY, place)
    unknown = len(_UNKNOWN.findall(plain))
    if 20 * unknown > len(plain):
        yield Remark(
            Wording(
                f"此页有 {unknown} 个字符的字体未注明对应的文字，读出的内容可能是乱码",
                f"the fonts of {unknown} characters do not say which they are; "
                "they may come out as nonsense",
            ),
            place,
        )


def shown_lines(blocks: Iterable[Block]) -> dict[str, list[Box]]:
    """The boxes of all cells and paragraphs by the lines of their texts, blanks left out."""
    shown: dict[str, list[Box]] = {}
    for block in blocks:
        for held in block.cells if isinstance(block, Grid) else (block,):
            for line in held.text.split("\n"):
                if held.box:
                    shown.setdefault("".join(line.split()), []).append(held.box)
    return shown


def cut_away(hidden: Sequence[Run], shown: dict[str, list[Box]], place: Place) -> Iterator[Remark]:
    """What to say of text clipped from sight that no page shows."""
    lost = [run.text for run in hidden if not _is_shown(run, shown)]
    if lost:
        yield Remark(
            Wording(
                f"此页有被裁切、看不见的文字，未读取：“{lost[0]}”等 {len(lost)} 处",
                f"text cut away from sight was not read: “{lost[0]}”, {len(lost)} in all",
            ),
            place,
        )


def _is_shown(run: Run, shown: dict[str, list[Box]]) -> bool:
    boxes = shown.get(run.text)
    if boxes is None:
        boxes = [box for line, held in shown.items() if run.text in line for box in held]
    if len(run.text) >= _TELLING:
        return bool(boxes)
    return any(box.left <= run.left <= box.right for box in boxes)


def nothing_read(told: AbstractSet[Wording], place: Place) -> ReadingError:
    """The error for a file none of whose pages has text of its own, by what its pages are."""
    if CROWDED in told:
        return ReadingError(
            Wording("PDF 的页面图形对象过多", "the pages have too many drawn objects"),
            place=place,
            remedy=Wording("请在阅读器中打印成新的 PDF", "Print it to a new PDF"),
        )
    if DAMAGED in told:
        return ReadingError(
            Wording("PDF 的页面已损坏，没有读到文字", "the pages are damaged; no text was read"),
            place=place,
            remedy=Wording(
                "请重新下载，或在阅读器中打开后另存一份",
                "Download it again, or open and save a new copy",
            ),
        )
    return ReadingError(
        Wording("PDF 没有文字层（扫描件或图片）", "the PDF has no text layer (a scan, or images)"),
        place=place,
        remedy=Wording(
            "请先用文字识别（OCR）软件处理，再读取其结果",
            "Run it through OCR first and read the result",
        ),
    )


def refuse_count(count: int, most: int, place: Place) -> None:
    """Refuse a file without pages, or with too many.

    Raises:
        ReadingError: as it says.
    """
    if count <= 0:
        raise ReadingError(
            Wording("PDF 没有任何页面", "the PDF has no pages"),
            place=place,
            remedy=Wording("请重新导出该文件", "Export the file again"),
        )
    if count > most:
        raise ReadingError(
            Wording(
                f"PDF 有 {count} 页，超过 {most} 页的上限",
                f"the PDF has {count} pages, over the limit of {most}",
            ),
            place=place,
            remedy=Wording(
                "请拆分文件，或调高页数上限（most_pages）", "Split the file, or raise most_pages"
            ),
        )
