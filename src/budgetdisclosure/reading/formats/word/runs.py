"""The text of one paragraph (段落文字) as printed: insertions in, deletions and hidden text out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from attrs import define, field

from budgetdisclosure.reading.document import Block
from budgetdisclosure.reading.formats.word.names import R, W, child, name, switched_on, value
from budgetdisclosure.reading.formats.word.numbering import Counters
from budgetdisclosure.reading.formats.word.styles import Styles

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARACTERS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PROPERTIES: Final = frozenset(
    ("pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText", "rt", "rubyPr")
)
_DELETED: Final = frozenset(("del", "moveFrom"))
_INSERTED: Final = frozenset(("ins", "moveTo"))
_NOTES: Final = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_PICTURES: Final = {"drawing": "picture", "pict": "picture", "object": "object"}
_MATHS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

# Ticks and boxes that forms print from symbol fonts, by font and the low byte of the character.
_SYMBOLS: Final = {
    ("Wingdings", 0x6F): "□",
    ("Wingdings", 0xA8): "□",
    ("Wingdings", 0xFC): "√",
    ("Wingdings", 0xFD): "☒",
    ("Wingdings", 0xFE): "☑",
    ("Wingdings 2", 0x2A): "□",
    ("Wingdings 2", 0x50): "√",
    ("Wingdings 2", 0x52): "☑",
    ("Wingdings 2", 0x53): "☒",
    ("Wingdings 2", 0xA3): "□",
}
_SYMBOL: Final = "□"
_MOST_CHUNKS: Final = 100
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@define
class Flow:
    """What is carried along while a document is read from its beginning."""

    styles: Styles
    counters: Counters
    fields: list[bool] = field(factory=list)
    """For each field that is open, whether its result is being printed (not its instruction)."""
    tally: Counter[str] = field(factory=Counter)
    """How often something was met that the user should know of."""
    notes: list[tuple[str, str]] = field(factory=list)
    """The foot- and endnotes referred to, by kind and id."""
    asked: list[str] = field(factory=list)
    """For each field that is open, its instruction."""
    raised: bool = False
    """Whether the run is set above the line: a 2 there is no digit of the number before it."""
    objects: list[str] = field(factory=list)
    """The programs of the embedded objects."""
    chunk: Callable[[str, bool], list[Block] | None] = field(default=lambda *_: None)
    """The blocks of an embedded document by its id, None where it is not read; of a workbook all
    its sheets, or the one it shows."""

    def embedded(self, key: str, *, shown: bool = False) -> list[Block] | None:
        """The blocks of an embedded document; of very many, those that follow are not read."""
        self.tally["chunks asked"] += 1
        return self.chunk(key, shown) if self.tally["chunks asked"] <= _MOST_CHUNKS else None


@define
class Printed:
    """The text of a paragraph and the text boxes anchored in it."""

    pieces: list[str] = field(factory=list)
    boxes: list[_Element] = field(factory=list)
    objects: list[Block] = field(factory=list)
    """What the workbooks and documents set in the paragraph hold."""

    @property
    def text(self) -> str:
        """All pieces together."""
        return "".join(self.pieces)


def printed(paragraph: _Element, flow: Flow) -> Printed:
    """What a paragraph prints, its automatic number left out."""
    out = Printed()
    _walk(paragraph, out, flow)
    open_ = [n for n, shown in enumerate(flow.fields) if shown]
    flow.fields, flow.asked = [True] * len(open_), [flow.asked[n] for n in open_]
    return out


def chosen(alternatives: _Element) -> _Element | None:
    """Of alternative contents, which say the same thing twice, the one to read."""
    kinds = {name(one): one for one in reversed(alternatives)}
    return kinds.get("Choice", kinds.get("Fallback"))


def _walk(element: _Element, out: Printed, flow: Flow) -> None:
    for node in element:
        _node(node, name(node), out, flow)


def _node(node: _Element, tag: str, out: Printed, flow: Flow) -> None:
    if not tag or tag in _PROPERTIES:
        flow.tally["ruby"] += tag == "rt"
        if tag == "instrText" and flow.asked:
            flow.asked[-1] += node.text or ""
    elif tag in _DELETED:
        flow.tally["deleted"] += 1
    elif node.tag in (W + "t", _MATHS):
        _say(node.text or "", out, flow)
    elif tag in _CHARACTERS:
        _say("" if value(node, "type") in ("page", "column") else _CHARACTERS[tag], out, flow)
    elif tag == "r" and switched_on(child(node, "rPr", "vanish")):
        flow.tally["hidden"] += 1
    elif tag == "r" and value(child(node, "rPr", "vertAlign")) == "superscript":
        flow.raised = True
        _walk(node, out, flow)
        flow.raised = False
    elif tag == "AlternateContent":
        _alternative(node, out, flow)
    elif tag == "txbxContent":
        out.boxes.append(node)
    else:
        _special(node, tag, out, flow)


def _alternative(node: _Element, out: Printed, flow: Flow) -> None:
    one = chosen(node)
    if one is not None:
        _walk(one, out, flow)


def _special(node: _Element, tag: str, out: Printed, flow: Flow) -> None:
    if tag == "fldChar":
        _field(node, out, flow)
    elif tag == "sym":
        _say(_symbol(node), out, flow)
    elif tag in _NOTES:
        flow.notes.append((_NOTES[tag], value(node, "id") or ""))
    else:
        flow.tally["inserted"] += tag in _INSERTED
        held = len(out.boxes) + len(out.objects)
        _walk(node, out, flow)
        if tag == "OLEObject":
            _object(node, out, flow)
        elif tag in _PICTURES and len(out.boxes) + len(out.objects) == held:
            flow.tally[_PICTURES[tag]] += 1


def _object(node: _Element, out: Printed, flow: Flow) -> None:
    """A workbook or document set in the text: the sheet it shows, all of one shown as an icon."""
    icon = node.get("DrawAspect") == "Icon"
    held = flow.embedded(node.get(f"{R}id") or "", shown=not icon)
    out.objects += held or []
    if not held:
        flow.objects.append(node.get("ProgID") or "?")


def _say(text: str, out: Printed, flow: Flow) -> None:
    if all(flow.fields):
        out.pieces.append(text.translate(_RAISED) if flow.raised else text)


def _field(node: _Element, out: Printed, flow: Flow) -> None:
    """A field prints its result; of what stands between its beginning and there, nothing."""
    kind = value(node, "fldCharType")
    if kind == "begin":
        box = child(node, "ffData", "checkBox")
        if box is not None:
            state = child(box, "checked")
            ticked = switched_on(child(box, "default") if state is None else state)
            _say("☑" if ticked else "□", out, flow)
        flow.fields.append(False)
        flow.asked.append("")
    elif kind == "separate" and flow.fields:
        flow.fields[-1] = True
    elif kind == "end" and flow.fields:
        shown, asked = flow.fields.pop(), flow.asked.pop().strip()
        if not shown and asked.startswith("="):
            flow.tally["formula"] += 1
            _say(asked, out, flow)


def _symbol(node: _Element) -> str:
    try:
        code = int(value(node, "char") or "", 16) & 0xFF
    except ValueError:
        return _SYMBOL
    return _SYMBOLS.get((value(node, "font") or "", code), _SYMBOL)
