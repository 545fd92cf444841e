"""PDF: the disclosure as officers publish it, printed without any office program (印制)."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike

from budgetdisclosure.model import Disclosure
from budgetdisclosure.writing.attached import Attachment, attached
from budgetdisclosure.writing.cover import cover
from budgetdisclosure.writing.pages import Heading, Paragraph
from budgetdisclosure.writing.pdf_press import ACROSS, COVER, TEXT, UPRIGHT, Press
from budgetdisclosure.writing.pdf_table import print_table, setting
from budgetdisclosure.writing.pdf_type import face
from budgetdisclosure.writing.plan import Plan, form_plan, plan_of
from budgetdisclosure.writing.sheet import Sheet

_BODY, _LEADING = 16, 28
_TIGHT, _CLOSE = 17, 3
"""The least height of a line of contents, and the least space between two lines."""
_SIZES = {0: 26, 1: 22}
_TITLE, _FRAME, _NOTE = 16, 10, 9
_MIDDLE = 210
"""How far down the page a cover and the title of a part of tables stand."""
_CELL = 9
"""The usual size in a table, by which is told which ones need a page across."""


def to_pdf(disclosure: Disclosure, *, font: str | PathLike[str] | None = None) -> bytes:
    """The disclosure as a PDF, every table in its form on pages of its own.

    ``font`` is a TrueType file to embed; without it the reader's own Song face is used. Raises
    MissingExtraError without the extra ``print``.

    >>> to_pdf(Disclosure("某单位", 2020))[:5]
    b'%PDF-'
    """
    press = Press(face(font), " ".join(cover(disclosure)), disclosure.entity or "")
    pieces = tuple(attached(disclosure))
    leading = _contents_leading(pieces)
    for piece, after in zip(pieces, (*pieces[1:], None), strict=True):
        if isinstance(piece, Sheet):
            _sheet(press, piece)
        elif isinstance(piece, Attachment):
            _form(press, piece)
        elif isinstance(piece, Heading):
            _heading(press, piece, before_table=isinstance(after, Sheet))
        else:
            _paragraph(press, piece, leading if piece.part == "contents" else _LEADING)
    return press.done()


def _contents_leading(pieces: Sequence[object]) -> int:
    """The height of a line at which the contents stand on one page, if they can."""
    lines = sum(isinstance(one, Paragraph) and one.part == "contents" for one in pieces)
    return max(_TIGHT, min(_LEADING, (TEXT.height - 2 * _LEADING) // max(lines, 1)))


def _heading(press: Press, heading: Heading, *, before_table: bool) -> None:
    if heading.level == 0:
        _covered(press, heading.text)
        return
    top = heading.level == 1
    if top or press.paper != TEXT or press.room < 3 * _LEADING:
        press.turn(TEXT)
    if top and before_table:
        press.down = _MIDDLE
    press.mark(heading.text, min(heading.level - 1, 2))
    size = _SIZES.get(heading.level, _BODY)
    across, left = ("center", press.paper.width // 2) if top else ("left", 2 * size)
    for line in press.face.lines(heading.text, size, press.paper.width, 0 if top else left):
        press.put(line, size, (left, press.down + size), across, heavy=True)
        press.down += _LEADING
        left = left if top else 0
    press.down += _LEADING if top else 2


def _covered(press: Press, text: str) -> None:
    """A line of the cover, in the middle of its page."""
    if press.paper != COVER or not press.pages:
        press.turn(COVER)
        press.down = _MIDDLE
    size = _SIZES[0]
    for line in press.face.lines(text, size, press.paper.width):
        if press.room < 2 * size:
            press.turn(COVER)
        press.put(line, size, (press.paper.width // 2, press.down + size), "center", heavy=True)
        press.down += 2 * size


def _paragraph(press: Press, paragraph: Paragraph, leading: int) -> None:
    """Running text, its first line indented by two characters; contents are not."""
    if press.paper != TEXT:
        press.turn(TEXT)
    size = min(_BODY, leading - _CLOSE)
    indent = 0 if paragraph.part == "contents" else 2 * size
    lines = press.face.lines(paragraph.text, size, press.paper.width, indent)
    for at, line in enumerate(lines, 1):
        if press.room < leading:
            press.turn(TEXT)
        room = press.paper.width - indent if at < len(lines) else 0
        press.put(line, size, (indent, press.down + size), reach=room)
        press.down += leading
        indent = 0


def _sheet(press: Press, sheet: Sheet) -> None:
    plan = plan_of(sheet)
    _title(press, plan, sheet.title)
    press.mark(sheet.title, 1)
    _line(press, "", sheet.number or "")
    _line(press, *sheet.frame)
    _table(press, plan, sheet.notes)


def _form(press: Press, attachment: Attachment) -> None:
    """A self-evaluation: its number on a line of its own, its title, the form."""
    plan = form_plan(attachment.form.grid)
    number = attachment.evaluation.number
    _open(press, plan)
    press.mark(number or attachment.title, 1)
    if number:
        _line(press, number, "", _BODY)
    _title(press, plan, attachment.title, turned=True)
    for caption in attachment.captions:
        _line(press, "", caption)
    _table(press, plan, [note.text for note in attachment.form.after])


def _open(press: Press, plan: Plan) -> None:
    needed = sum(plan.fitted()) * _CELL // 2 if plan.height else 0
    press.turn(ACROSS if needed > UPRIGHT.width else UPRIGHT)


def _title(press: Press, plan: Plan, title: str, *, turned: bool = False) -> None:
    if not turned:
        _open(press, plan)
    for line in press.face.lines(title, _TITLE, press.paper.width):
        at = press.paper.width // 2, press.down + _TITLE
        press.put(line, _TITLE, at, "center", heavy=True)
        press.down += 2 * _TITLE - 6


def _line(press: Press, left: str, right: str, size: int = _FRAME) -> None:
    """A line over a table: what stands at its left and at its right."""
    if not (left or right):
        return
    base = press.down + size
    if left:
        press.put(left, size, (0, base))
    if right:
        press.put(right, size, (press.paper.width, base), "right")
    press.down += size + 5


def _table(press: Press, plan: Plan, notes: Sequence[str]) -> None:
    lines = [line for note in notes for line in press.face.lines(note, _NOTE, press.paper.width)]
    if plan.height:
        room = press.room - len(lines) * (_NOTE + 4) - 4
        print_table(press, setting(plan, press.face, press.paper.width, room))
    press.down += 4
    for line in lines:
        if press.room < _NOTE + 4:
            press.turn(press.paper)
        press.put(line, _NOTE, (0, press.down + _NOTE))
        press.down += _NOTE + 4
