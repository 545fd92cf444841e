"""Word documents: cover, contents, headings, and every table as its form has it (Word).

The few parts such a file needs are written here, with the standard library alone: the same
disclosure gives the same bytes, no extra is needed, and a long table takes no longer a row than a
short one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from attrs import field, frozen

from budgetdisclosure.model import Disclosure
from budgetdisclosure.writing.attached import Attachment, attached
from budgetdisclosure.writing.cover import cover
from budgetdisclosure.writing.docx_package import FOOTER, word_file
from budgetdisclosure.writing.docx_styles import heading_style
from budgetdisclosure.writing.docx_table import across_page, table_xml
from budgetdisclosure.writing.docx_xml import Block, Para, run, w
from budgetdisclosure.writing.links import keys
from budgetdisclosure.writing.pages import Heading, Paragraph
from budgetdisclosure.writing.plan import Plan, form_plan, line_count, plan_of
from budgetdisclosure.writing.sheet import Sheet

_LONG, _SHORT = 16838, 11906  # A4, in twentieths of a point
_MIDDLE = 4200
"""How far down the page a cover and the title of a part of tables stand."""
_TIGHT, _LOOSE, _LOWER = 320, 420, 900
"""The least and the usual height of a line of contents, and what their title takes."""
_TITLE, _FRAME, _NOTE, _SPARE = 560, 290, 260, 200


@frozen
class Page:
    """The page of a section: upright or across, with its margins."""

    landscape: bool = False
    top: int = 850
    bottom: int = 850
    sides: int = 850
    numbered: bool = True

    @property
    def width(self) -> int:
        """The width between the margins."""
        return (_LONG if self.landscape else _SHORT) - 2 * self.sides

    @property
    def height(self) -> int:
        """The height between the margins."""
        return (_SHORT if self.landscape else _LONG) - self.top - self.bottom

    def xml(self) -> str:
        """The ``sectPr`` of a section that begins on a page of its own."""
        wide, high = (_LONG, _SHORT) if self.landscape else (_SHORT, _LONG)
        turned = {"orient": "landscape"} if self.landscape else {}
        margins = {"top": self.top, "bottom": self.bottom, "left": self.sides, "right": self.sides}
        return w(
            "sectPr",
            f'<w:footerReference w:type="default" r:id="{FOOTER}"/>',
            w("type", val="nextPage"),
            w("pgSz", w=wide, h=high, **turned),
            w("pgMar", **margins, header=500, footer=480, gutter=0),
            "" if self.numbered else w("titlePg"),
        )


_TEXT = Page(top=1900, bottom=1800, sides=1473)
_COVER = Page(top=1900, bottom=1800, sides=1473, numbered=False)
_UPRIGHT, _ACROSS = Page(), Page(landscape=True)


def _blocks(blocks: Iterable[Block]) -> Sequence[Block]:
    return tuple(blocks)


@frozen
class _Leaf:
    """A section of the file: what stands on pages of one kind."""

    page: Page
    blocks: Sequence[Block] = field(converter=_blocks)

    def xml(self, last: bool) -> str:
        """Its blocks; a section that is not the last one ends in its last paragraph."""
        *before, end = self.blocks
        head = "".join(one.xml() if isinstance(one, Para) else one for one in before)
        if not isinstance(end, Para):
            head, end = head + end, Para("End")
        return head + (end.xml() + self.page.xml() if last else end.xml(self.page.xml()))


Text = Heading | Paragraph
AnyPiece = Text | Sheet | Attachment
Marks = Mapping[str, tuple[int, AnyPiece]]
"""What contents can lead to: by its words, the number of its bookmark and the piece itself."""


def to_docx(disclosure: Disclosure) -> bytes:
    """The disclosure as a Word document (docx), ready to print; the same bytes every time.

    Cover, contents, headings by level, each table on a page of its own as wide as it needs, its
    heading rows repeated where it runs over, self-evaluations under their headings.

    >>> to_docx(Disclosure("某单位", 2020))[:2]
    b'PK'
    """
    all_pieces = tuple(attached(disclosure))
    leaves = tuple(_leaves(all_pieces, _bookmarks(all_pieces)))
    body = "".join(leaf.xml(leaf is leaves[-1]) for leaf in leaves)
    return word_file(body, " ".join(cover(disclosure)), disclosure.entity or "")


def _leaves(all_pieces: Sequence[AnyPiece], marks: Marks) -> Iterator[_Leaf]:
    text: list[Text] = []
    for piece in all_pieces:
        if isinstance(piece, Heading | Paragraph):
            text.append(piece)
            continue
        yield from _text_leaves(text, marks, before_table=isinstance(piece, Sheet))
        text = []
        yield _table_leaf(piece, marks) if isinstance(piece, Sheet) else _form_leaf(piece, marks)
    yield from _text_leaves(text, marks, before_table=False)
    if not all_pieces:
        yield _Leaf(_TEXT, (Para("Normal"),))


def _text_leaves(text: Sequence[Text], marks: Marks, *, before_table: bool) -> Iterator[_Leaf]:
    """Running text; a part's title with nothing under it but tables stands mid-page."""
    for covered, group in groupby(text, key=_is_cover):
        held = tuple(group)
        if covered:
            yield _Leaf(_COVER, (_lowered("Cover", one.text, one is held[0]) for one in held))
            continue
        line = _contents_line(held)
        paras = [_para(one, marks, line) for one in held]
        last = held[-1]
        if before_table and last is text[-1] and isinstance(last, Heading) and last.level == 1:
            paras[-1] = Para("Heading1", paras[-1].runs, w("spacing", before=_MIDDLE))
        yield _Leaf(_TEXT, paras)


def _is_cover(piece: Text) -> bool:
    return isinstance(piece, Heading) and piece.level == 0


def _lowered(style: str, text: str, first: bool) -> Para:
    return Para.of(style, text, w("spacing", before=_MIDDLE) if first else "")


def _contents_line(text: Sequence[Text]) -> int:
    """The height of a line at which the contents stand on one page, if they can."""
    lines = sum(piece.part == "contents" for piece in text)
    return max(_TIGHT, min(_LOOSE, (_TEXT.height - _LOWER) // max(lines, 1)))


def _para(piece: Text, marks: Marks, line: int) -> Para:
    if piece.part == "contents":
        return _contents(piece, marks, line)
    if isinstance(piece, Heading):
        return _marked(heading_style(piece.level), piece, marks)
    return Para.of("Text", piece.text)


def _contents(piece: Text, marks: Marks, line: int) -> Para:
    """A line of the contents, leading to what it names."""
    if isinstance(piece, Heading):
        return Para.of("ContentsTitle", piece.text)
    style = "ContentsPart" if piece.text.startswith("第") else "Contents"
    spacing = w("spacing", line=line, lineRule="exact")
    target = next((marks[key][0] for key in keys(piece.text) if key in marks), None)
    if target is None:
        return Para.of(style, piece.text, spacing)
    link = w("hyperlink", run(piece.text), anchor=f"_b{target}", history=1)
    return Para(style, (link,), spacing)


def _bookmarks(all_pieces: Sequence[AnyPiece]) -> Marks:
    """A number for every heading and table that contents can lead to, by what they may say."""
    marks: dict[str, tuple[int, AnyPiece]] = {}
    for number, piece in enumerate(all_pieces, 1):
        for key in keys(_title(piece)):
            marks.setdefault(key, (number, piece))
    return marks


def _title(piece: AnyPiece) -> str:
    if isinstance(piece, Sheet | Attachment):
        return piece.title
    return piece.text if isinstance(piece, Heading) and piece.part != "contents" else ""


def _marked(style: str, piece: AnyPiece, marks: Marks) -> Para:
    """A heading, with the bookmark that contents lead to."""
    text = _title(piece)
    held = (marks[key] for key in keys(text) if key in marks)
    found = next((number for number, one in held if one is piece), None)
    if found is None:
        return Para.of(style, text)
    begin = w("bookmarkStart", id=found, name=f"_b{found}")
    return Para(style, (begin, run(text), w("bookmarkEnd", id=found)))


def _table_leaf(sheet: Sheet, marks: Marks) -> _Leaf:
    plan = plan_of(sheet)
    page = _page(plan)
    blocks: list[Block] = [_marked("TableTitle", sheet, marks)]
    blocks += [Para.of("FrameRight", sheet.number)] if sheet.number else []
    blocks += _frame(sheet, page)
    used = _TITLE + _FRAME * (len(blocks) - 1)
    blocks += _table(plan, page, sheet.notes, used)
    return _Leaf(page, blocks)


def _page(plan: Plan) -> Page:
    return _ACROSS if across_page(plan, _UPRIGHT.width) else _UPRIGHT


def _frame(sheet: Sheet, page: Page) -> Iterator[Para]:
    """The unit on the left and the unit of money on the right."""
    entity, unit = sheet.frame
    if entity and unit:
        tabs = w("tabs", w("tab", val="right", pos=page.width))
        yield Para.of("Frame", f"{entity}\t{unit}", tabs)
    elif entity or unit:
        yield Para.of("Frame" if entity else "FrameRight", entity or unit)


def _table(plan: Plan, page: Page, notes: Sequence[str], used: int) -> Iterator[Block]:
    """The table and its notes, on one page where they fit."""
    lines = (line_count(note, page.width // 90) for note in notes)
    room = page.height - used - sum(line * _NOTE for line in lines) - _SPARE
    if plan.height:
        yield table_xml(plan, page.width, room)
    for note in notes:
        yield Para.of("Note", note)


def _form_leaf(attachment: Attachment, marks: Marks) -> _Leaf:
    form = attachment.form
    plan = form_plan(form.grid)
    page = _page(plan)
    blocks = list(_form_title(attachment, marks))
    blocks += [Para.of("FrameRight", text) for text in attachment.captions]
    used = _TITLE * 2 + _FRAME * len(attachment.captions)
    blocks += _table(plan, page, [note.text for note in form.after], used)
    return _Leaf(page, blocks)


def _form_title(attachment: Attachment, marks: Marks) -> Iterator[Block]:
    """The number and the title of a form on lines of their own; the first one is the heading."""
    number, heading = attachment.evaluation.number, attachment.heading
    style = heading_style(heading.level) if heading else "FormTitle"
    flush = w("ind", firstLineChars=0, firstLine=0)
    title = _marked("FormTitle" if number else style, attachment, marks)
    if number:
        yield Para.of(style, number, flush)
        yield title
    else:
        yield Para(title.style, title.runs, flush + w("jc", val="center"))
