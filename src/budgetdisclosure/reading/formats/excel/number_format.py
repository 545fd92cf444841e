"""Number formats (数字格式): from the number in a cell to the digits a reader sees.

A workbook keeps ``150.63999999999999`` and prints ``150.64``; what was disclosed is what was
printed. Rounding is Excel's: to fifteen significant digits first, then half away from zero.
Widths are not imitated: no ``####``, and whole numbers are never printed with an exponent.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final

from attrs import frozen

from budgetdisclosure.reading.formats.excel.date_format import date_text, is_date_format

SIGNIFICANT: Final = Context(prec=15, rounding=ROUND_HALF_UP)
"""A spreadsheet keeps fifteen digits of a number; what a file writes beyond is of its making."""
_ROOMY: Final = Context(prec=400, rounding=ROUND_HALF_UP)
_GENERAL_WIDTH: Final = 10
_LONGEST: Final = 255
_COUNTED: Final = ("digit", "comma")

_TOKEN: Final = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | [\\!](?P<escaped>.) | _(?P<gap>.) | \*(?P<fill>.)
    | \[\$(?P<currency>[^\]\-]*)(?:-[^\]]*)?\]
    | \[(?P<test>[<>=]+)(?P<bound>-?[\d.]+)\]
    | \[[^\]]*\]
    | (?P<general>general|g/通用格式)
    | (?P<exponent>e[+-])
    | (?P<digit>[0\#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<text>@) | (?P<minus>-)
    | (?P<literal>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SECTION: Final = re.compile(r'(?:"[^"]*"?|[\\!_*].|\[[^\]]*\]?|[^;])*', re.DOTALL)
_TESTS: Final = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "=": lambda a, b: a == b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<>": lambda a, b: a != b,
}


@frozen
class Token:
    """One piece of a format: its kind, and the text it stands for."""

    kind: str
    text: str


@frozen
class Section:
    """One section of a format: its pieces, and the numbers it is for."""

    tokens: tuple[Token, ...]
    code: str
    test: str | None = None
    bound: Decimal = Decimal(0)

    def takes(self, value: Decimal) -> bool:
        """Whether the section's own condition holds."""
        return self.test is not None and bool(_TESTS[self.test](value, self.bound))

    def count(self, *kinds: str) -> int:
        """How many pieces are of these kinds."""
        return sum(token.kind in kinds for token in self.tokens)


def shown(value: Decimal, code: str, *, from_1904: bool = False) -> str:
    """The text a number is printed as under a format code.

    >>> shown(Decimal("150.63999999999999"), "0.00"), shown(Decimal("-1234.5"), "#,##0.00_ ")
    ('150.64', '-1,234.50')
    >>> shown(Decimal(0), '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ')
    '-'
    """
    value = SIGNIFICANT.create_decimal(value)
    section, unsigned = _chosen(value, code)
    if is_date_format(section.code):
        return date_text(value, section.code, from_1904=from_1904)
    amount = abs(value) if unsigned else value
    sign = "-" if amount < 0 else ""
    return (sign + _section_text(abs(amount), section)).strip()


def shown_text(text: str, code: str) -> str:
    """The text a text is printed as: most formats leave it, a fourth section may surround it.

    >>> shown_text("无", '0.00;-0.00;0;"（"@"）"')
    '（无）'
    """
    sections = sections_of(code)
    section = sections[3] if len(sections) > 3 else None
    if section is None or not section.tokens:
        return text
    return "".join(_plain(token, text) for token in section.tokens).strip() or text


def general(value: Decimal) -> str:
    """A number without a format: some ten digits, no trailing zeros.

    >>> general(Decimal("104.60000000000001")), general(Decimal("2080109.0"))
    ('104.6', '2080109')
    """
    if value == 0:
        return "0"
    places = max(_GENERAL_WIDTH - max(value.adjusted() + 1, 1), 0)
    if value.adjusted() < -9:
        return f"{SIGNIFICANT.create_decimal(value).normalize():E}"
    rounded = _rounded(value, places)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=512)
def sections_of(code: str) -> tuple[Section, ...]:
    """The sections of a format code, divided by semicolons."""
    if not code or len(code) > _LONGEST:
        code = "General"
    return tuple(_section(part) for part in _split(code))


def _split(code: str) -> list[str]:
    parts = []
    at = 0
    while at <= len(code):
        match = _SECTION.match(code, at)
        end = match.end() if match else len(code)
        parts.append(code[at:end])
        at = end + 1
    return parts


def _section(code: str) -> Section:
    tokens = []
    test, bound = None, Decimal(0)
    for match in _TOKEN.finditer(code):
        if match["test"] in _TESTS:
            test, bound = match["test"], Decimal(match["bound"].rstrip(".") or 0)
        kind = match.lastgroup or "none"
        if kind in ("quoted", "escaped", "currency"):
            tokens.append(Token("literal", match[kind]))
        elif kind == "gap":
            tokens.append(Token("literal", " "))
        elif kind not in ("fill", "none", "bound", "test"):
            tokens.append(Token(kind, match[0]))
    return Section(tuple(tokens), code, test, bound)


def _chosen(value: Decimal, code: str) -> tuple[Section, bool]:
    """The section for a number, and whether it prints the number without its sign."""
    sections = sections_of(code)
    if any(section.test for section in sections[:2]):
        last = sections[min(2, len(sections) - 1)]
        section = next((one for one in sections[:2] if one.takes(value)), last)
        return section, section.count("minus") > 0
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], True
    return sections[0], False


def _section_text(amount: Decimal, section: Section) -> str:
    if section.count("general", "text") and not section.count("digit"):
        return "".join(_plain(token, general(amount)) for token in section.tokens)
    if not section.count("digit"):
        return "".join(_plain(token, "") for token in section.tokens)
    if section.count("exponent") or "/" in [t.text for t in section.tokens if t.kind == "literal"]:
        return general(amount)
    return _digits(amount, section)


def _plain(token: Token, content: str) -> str:
    if token.kind in ("general", "text"):
        return content
    return "" if token.kind == "digit" else token.text


def _digits(amount: Decimal, section: Section) -> str:
    """A number set into its placeholders, from the point outwards."""
    tokens = list(section.tokens)
    grouped, thousands = _commas(tokens)
    amount = amount.scaleb(2 * section.count("percent") - 3 * thousands, _ROOMY)
    tokens = [token for token in tokens if token.kind != "comma"]
    kinds = [token.kind for token in tokens]
    point = kinds.index("point") if "point" in kinds else len(tokens)
    places = sum(kind == "digit" for kind in kinds[point:])
    whole, _, fraction = f"{_rounded(amount, places):f}".partition(".")
    tail = tokens[point + 1 :] if point < len(tokens) else []
    decimals = _decimals(tail, fraction)
    dot = "." if decimals[:1].isdecimal() else ""
    return _integer(tokens[:point], whole, grouped) + dot + decimals


def _commas(tokens: list[Token]) -> tuple[bool, int]:
    """Whether commas group the digits, and how many stand behind them to divide by a thousand."""
    kinds = [token.kind for token in tokens]
    point = kinds.index("point") if "point" in kinds else len(kinds)
    whole = "".join("0" if kind == "digit" else "," for kind in kinds[:point] if kind in _COUNTED)
    rest = "".join("0" if kind == "digit" else "," for kind in kinds[point:] if kind in _COUNTED)
    behind = len(whole) - len(whole.rstrip(",")) if "0" in whole else 0
    behind += len(rest) - len(rest.rstrip(","))
    return "," in whole.strip(","), behind


def _integer(tokens: list[Token], whole: str, grouped: bool) -> str:
    """The digits before the point, set from the right; those left over go before the first."""
    left = whole.lstrip("0")
    slots = sum(token.kind == "digit" for token in tokens)
    out: list[str] = []
    done = 0
    for token in reversed(tokens):
        if token.kind != "digit":
            out.append(token.text)
            continue
        slots -= 1
        take = len(left) if slots == 0 else min(1, len(left))
        run = left[len(left) - take :] if take else {"0": "0", "?": " "}.get(token.text, "")
        left = left[: len(left) - take]
        for digit in reversed(run):
            if grouped and done and done % 3 == 0 and digit != " ":
                out.append(",")
            out.append(digit)
            done += 1
    if not any(token.kind == "digit" for token in tokens) and left:
        out.append(left[::-1])
    return "".join(reversed(out))


def _decimals(tokens: list[Token], fraction: str) -> str:
    """The digits after the point; a # prints no zero that ends the number."""
    out = ""
    at = 0
    for token in tokens:
        if token.kind != "digit":
            out += token.text
            continue
        rest = fraction[at:]
        out += rest[:1] if rest.strip("0") or token.text == "0" else ""
        at += 1
    return out


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), context=_ROOMY)
