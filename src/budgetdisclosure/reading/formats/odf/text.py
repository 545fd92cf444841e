"""The text of one paragraph (段落文字) as it is printed: no notes, no hidden runs, no rubies."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from attrs import define, field

from budgetdisclosure.reading.formats.odf.package import short, tag, times
from budgetdisclosure.reading.formats.odf.styles import Styles
from budgetdisclosure.reading.formats.word.numbering import Counters

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_SPACES: Final = 1_000
_SILENT: Final = frozenset(
    (
        "office:annotation",
        "office:annotation-end",
        "text:script",
        "text:note-citation",
        "text:tracked-changes",
    )
)
_CHARACTERS: Final = {"text:s": " ", "text:tab": "\t", "text:line-break": "\n"}
_HIDDEN: Final = frozenset(("text:hidden-text", "text:hidden-paragraph"))
_DRAWN: Final = frozenset(
    f"draw:{shape}"
    for shape in (
        *("frame", "a", "g", "custom-shape", "rect", "line", "ellipse", "circle", "polygon"),
        *("polyline", "path", "connector", "caption", "control"),
    )
)


@define
class Flow:
    """What is carried along while a document is read from its beginning."""

    styles: Styles
    counters: Counters = field(factory=lambda: Counters({}))
    tally: Counter[str] = field(factory=Counter)
    """How often something was met that the user should know of."""
    notes: list[_Element] = field(factory=list)
    """The foot- and endnotes met."""


@define
class Printed:
    """The text of a paragraph and the text boxes anchored in it."""

    pieces: list[str] = field(factory=list)
    boxes: list[_Element] = field(factory=list)

    @property
    def text(self) -> str:
        """All pieces together."""
        return "".join(self.pieces)

    def say(self, text: str | None, *, raised: bool) -> None:
        """Add a text of the file; its line breaks and runs of blanks are one blank."""
        said = _BLANKS.sub(" ", text or "")
        if said.startswith(" ") and self.pieces and self.pieces[-1].endswith(" "):
            said = said[1:]
        if said:
            self.pieces.append(said.translate(_RAISED) if raised else said)


def printed(paragraph: _Element, flow: Flow) -> Printed:
    """What a paragraph prints, its automatic number left out."""
    out = Printed()
    _walk(paragraph, out, flow, raised=False)
    return out


def _walk(element: _Element, out: Printed, flow: Flow, *, raised: bool) -> None:
    out.say(element.text, raised=raised)
    for node in element:
        _node(node, short(node), out, flow, raised=raised)
        out.say(node.tail, raised=raised)


def _node(node: _Element, name: str, out: Printed, flow: Flow, *, raised: bool) -> None:
    if not name or name in _SILENT:
        return
    if name in _CHARACTERS:
        many = min(times(node, "text:c"), _MOST_SPACES) if name == "text:s" else 1
        out.pieces.append(_CHARACTERS[name] * many)
    elif name == "text:span":
        _span(node, out, flow, raised=raised)
    elif name == "text:note":
        flow.notes += node.findall(tag("text:note-body"))
    elif name == "text:ruby-text":
        flow.tally["ruby"] += 1
    elif name in _HIDDEN:
        flow.tally["hidden"] += 1
    elif name in _DRAWN:
        boxes_of(node, out, flow)
    elif name.startswith(("text:", "loext:", "number:")):
        _walk(node, out, flow, raised=raised)


def _span(node: _Element, out: Printed, flow: Flow, *, raised: bool) -> None:
    style = node.get(tag("text:style-name"), "")
    if flow.styles.is_hidden("text", style):
        flow.tally["hidden"] += 1
    else:
        _walk(node, out, flow, raised=raised or flow.styles.is_raised(style))


def boxes_of(drawn: _Element, out: Printed, flow: Flow) -> None:
    """The text boxes in something drawn; without one it is a picture or an object, told of."""
    name = short(drawn)
    boxes = [] if name == "draw:frame" else [drawn] if _holds_text(drawn) else []
    inside = [one for one in drawn if short(one) in (*_DRAWN, "draw:text-box")]
    boxes += [one for one in inside if short(one) == "draw:text-box"]
    out.boxes += boxes
    for one in inside:
        if short(one) in _DRAWN:
            boxes_of(one, out, flow)
    if boxes or inside or name != "draw:frame":
        return
    kinds = {short(one) for one in drawn}
    held = "object" if kinds & {"draw:object", "draw:object-ole"} else "picture"
    flow.tally[held] += 1


def _holds_text(shape: _Element) -> bool:
    wanted = {tag("text:p"), tag("text:list")}
    return any(one.tag in wanted for one in shape)
