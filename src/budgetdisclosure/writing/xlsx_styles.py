"""How the cells of a workbook look: fonts, frames, alignment, number formats (样式)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from attrs import define, field, frozen

from budgetdisclosure.amounts import Figure

SONG, HEI, FANGSONG = "宋体", "黑体", "仿宋"
_FIRST_CODE = 164
"""Numbers below it are Excel's own formats."""


@frozen
class Look:
    """The look of a cell; ``quoted`` marks a text that must stay one when it is edited."""

    font: str = SONG
    size: int = 10
    bold: bool = False
    across: str = "left"
    down: str = "center"
    framed: bool = False
    wrap: bool = False
    code: str = "General"
    quoted: bool = False


def number_format(figure: Figure) -> str:
    """The format that shows a figure as it is printed: its places, commas for thousands.

    A figure read without commas keeps to that.

    >>> number_format(Figure.parse("1,234.50")), number_format(Figure.parse("1234"))
    ('#,##0.00', '0')
    """
    plain = figure.text is not None and abs(figure.counted) >= 1000 and "," not in figure.text
    return ("0" if plain else "#,##0") + (f".{'0' * figure.places}" if figure.places else "")


@define
class Looks:
    """The looks of a workbook, numbered as they come."""

    held: dict[Look, int] = field(factory=lambda: {Look(): 0})

    def of(self, look: Look) -> int:
        """The number of a look."""
        return self.held.setdefault(look, len(self.held))

    def xml(self) -> str:
        """The content of ``styleSheet``."""
        fonts = list(dict.fromkeys(_font(look) for look in self.held))
        codes = list(dict.fromkeys(look.code for look in self.held if look.code != "General"))
        formats = {code: at for at, code in enumerate(codes, _FIRST_CODE)}
        listed = (
            f'<numFmt numFmtId="{at}" formatCode={quoteattr(code)}/>'
            for code, at in formats.items()
        )
        side = '<{0} style="thin"><color auto="1"/></{0}>'
        frame = "".join(side.format(name) for name in ("left", "right", "top", "bottom"))
        cells = (_cell(look, fonts.index(_font(look)), formats) for look in self.held)
        return "".join(
            (
                _list("numFmts", listed),
                _list("fonts", fonts),
                _list("fills", (_fill("none"), _fill("gray125"))),
                _list("borders", ("<border/>", f"<border>{frame}</border>")),
                _list("cellStyleXfs", ("<xf/>",)),
                _list("cellXfs", cells),
                _list("cellStyles", ('<cellStyle name="Normal" xfId="0" builtinId="0"/>',)),
            )
        )


def _list(name: str, items: Iterable[str]) -> str:
    held = tuple(items)
    return f'<{name} count="{len(held)}">{"".join(held)}</{name}>' if held else ""


def _font(look: Look) -> str:
    bold = "<b/>" if look.bold else ""
    return f'<font>{bold}<sz val="{look.size}"/><name val="{look.font}"/></font>'


def _fill(kind: str) -> str:
    return f'<fill><patternFill patternType="{kind}"/></fill>'


def _cell(look: Look, font: int, formats: dict[str, int]) -> str:
    quoted = ' quotePrefix="1"' if look.quoted else ""
    wrap = ' wrapText="1"' if look.wrap else ""
    return (
        f'<xf numFmtId="{formats.get(look.code, 0)}" fontId="{font}" fillId="0" '
        f'borderId="{int(look.framed)}" xfId="0"{quoted} applyNumberFormat="1" applyFont="1" '
        f'applyBorder="1" applyAlignment="1"><alignment horizontal="{look.across}" '
        f'vertical="{look.down}"{wrap}/></xf>'
    )
