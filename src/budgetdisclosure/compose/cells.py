"""One cell of a ledger: a code, a classifying word, an amount, as people write them (单元格)."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from budgetdisclosure.amounts import Amount, Unit, is_blank
from budgetdisclosure.codes.code import C, FunctionCode
from budgetdisclosure.compose.entry import Flow, Nature, Procurement, Source, Stage
from budgetdisclosure.errors import CodeError, InexactError, ModelError
from budgetdisclosure.wording import Wording

E = TypeVar("E", bound=Enum)

KINDS: Mapping[str, type[Enum]] = MappingProxyType(
    {
        "flow": Flow,
        "source": Source,
        "nature": Nature,
        "stage": Stage,
        "procurement": Procurement,
    }
)
_COLUMNS = {
    Flow: "类型",
    Source: "资金来源",
    Nature: "支出性质",
    Stage: "阶段",
    Procurement: "采购类别",
}
_CATALOGUE = {"A": Procurement.GOODS, "B": Procurement.WORKS, "C": Procurement.SERVICES}
"""The first letters of 政府采购品目分类目录."""
_PURCHASE = re.compile(r"(?P<letter>[A-Ca-c])\d{2,}[\s\-—、.]*(?P<name>.*)")
_PLAIN = re.compile(r"(?P<sign>-?)(?P<whole>\d+)(?:\.(?P<part>\d{1,2}))?", re.ASCII)
_LABELS = "|".join(unit.label for unit in Unit)
_MONEY = re.compile(f"(?:人民币|RMB|CNY|[$￥¥])?\\s*(?P<number>.*?)\\s*(?P<unit>{_LABELS})?", re.I)
_TRAILING = re.compile(r"(?P<number>[\d,.]*\d)-")
_NUMBERED = re.compile(r"[\d.]+[\s、.\-—_:：]*(?=\D)")
_WHOLE = re.compile(r"(\d+)\.0*", re.ASCII)
_DOTTED = re.compile(r"\d{3}(?:\.\d{2}){1,2}", re.ASCII)
_SCIENTIFIC = re.compile(r"(?P<digits>\d(?:\.\d+)?)E\+?(?P<power>\d+)", re.ASCII | re.I)
_WITH_NAME = re.compile(r"\W*(?P<code>\d{3}(?:[\s.\-]?\d{2}){0,2})[\W_]*(?P<name>[^\W\d_].*)")


def folded(value: object) -> str:
    """A cell's text without spaces at its ends, full-width letters and digits made plain."""
    text = "" if value is None else str(value)
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()


def code_in(kind: type[C], value: object) -> C:
    """The code of a cell: joined, split, read as a number (``208.0``), or with its name.

    >>> code_in(FunctionCode, "2080109 社会保险经办机构"), code_in(FunctionCode, "208.0")
    (FunctionCode('2080109'), FunctionCode('208'))
    """
    text = folded(value)
    short = _SCIENTIFIC.fullmatch(text)
    if short is not None:
        return kind.parse(_unshortened(text, short))
    if (whole := _WHOLE.fullmatch(text)) is not None:
        return kind.parse(whole[1])
    if _DOTTED.fullmatch(text):
        return kind.parse(text.replace(".", " "))
    named = _WITH_NAME.fullmatch(text)
    return kind.parse(named["code"].replace(".", " ") if named is not None else text)


def name_beside(value: object) -> str:
    """The name that stands in a code's cell, empty where none does.

    >>> name_beside("2080109-社会保险经办机构"), name_beside("2080109")
    ('社会保险经办机构', '')
    """
    named = _WITH_NAME.fullmatch(folded(value))
    return named["name"].strip() if named is not None else ""


def code_of_parts(parts: tuple[object, ...]) -> FunctionCode:
    """The code of separate columns for 类, 款 and 项; a zero lost in front is put back."""
    texts = [folded(part) for part in parts]
    texts = [whole[1] if (whole := _WHOLE.fullmatch(text)) else text for text in texts]
    return FunctionCode.of_parts(*(int(t) if len(t) == 1 and t.isdecimal() else t for t in texts))


def _unshortened(text: str, short: re.Match[str]) -> str:
    """The digits behind ``2.080109E+06``; ``2.08E+06`` has lost some."""
    digits = short["digits"].replace(".", "")
    if len(digits) <= int(short["power"]):
        raise CodeError(
            Wording(
                "编码被表格软件缩写成科学计数，末几位已经丢失",
                "a spreadsheet program has shortened the code, its last digits are lost",
            ),
            excerpt=text,
            remedy=Wording(
                "请把这一列设为文本格式，从原系统重新导出",
                "Format the column as text and export it anew",
            ),
        )
    return str(int(Decimal(text)))


def member_of(kind: type[E], value: object) -> E:
    """The classifying word of a cell, by its official or a usual name, a number before it or not.

    >>> member_of(Source, "1-一般公共预算资金").value
    '一般公共预算财政拨款'
    """
    text = "".join(folded(value).split())
    known = _words()[kind]
    found = known.get(text.lower()) or known.get(_NUMBERED.sub("", text, count=1).lower())
    if found and len(found) == 1 and isinstance(found[0], kind):
        return found[0]
    if found:
        raise _vague(found, value)
    names = "、".join(str(member.value) for member in kind)
    raise ModelError(
        Wording(f"“{_COLUMNS[kind]}”栏不认识这个词", f"unknown word in column {_COLUMNS[kind]}"),
        excerpt=str(value),
        remedy=Wording(f"可填：{names}", f"Use one of {names}"),
    )


def purchase_in(value: object) -> tuple[str, Procurement | None]:
    """The item bought, and its class where its code in the catalogue tells that.

    >>> purchase_in("A02010105 便携式计算机")
    ('便携式计算机', <Procurement.GOODS: '货物'>)
    """
    text = folded(value)
    coded = _PURCHASE.fullmatch(text)
    if coded is None:
        return text, None
    return coded["name"] or text, _CATALOGUE[coded["letter"].upper()]


def _vague(members: tuple[Enum, ...], value: object) -> ModelError:
    """The fault of a word that several members go by."""
    names = "、".join(str(member.value) for member in members)
    return ModelError(
        Wording(f"分不清是{names}中的哪一项", f"it is not said which of {names} that is"),
        excerpt=str(value),
        remedy=Wording("请写明其中一项", "Name one of them"),
    )


@cache
def _words() -> Mapping[type[Enum], Mapping[str, tuple[Enum, ...]]]:
    """Every word with the member it stands for, folded and in small letters; or several."""
    found: dict[type[Enum], dict[str, tuple[Enum, ...]]] = {
        kind: {str(member.value): (member,) for member in kind} for kind in KINDS.values()
    }
    path = Path(__file__).parent / "data" / "values.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kind = KINDS[row["kind"]]
            words = row["words"].split("|") if row["words"] else []
            members = tuple(map(kind, row["member"].split("|")))
            found[kind] |= dict.fromkeys(words, members)
    return {
        kind: {folded(word).lower(): members for word, members in words.items()}
        for kind, words in found.items()
    }


def fen_in(value: object, unit: Unit) -> int:
    """The fen of one cell; plain digits in 元, as most ledgers have them, take the short way.

    >>> [fen_in(text, Unit.YUAN) for text in ("（￥１，２３４.５０）", "1.5万元", "—")]
    [-123450, 1500000, 0]
    """
    plain = _PLAIN.fullmatch(value) if unit is Unit.YUAN and type(value) is str else None
    if plain is not None:
        fen = 100 * int(plain["whole"]) + int((plain["part"] or "").ljust(2, "0"))
        return -fen if plain["sign"] else fen
    if isinstance(value, Amount):
        return value.fen
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise _inexact(value)
    return Amount.of(value, unit).fen if not isinstance(value, str) else _fen_of_text(value, unit)


def _fen_of_text(value: str, unit: Unit) -> int:
    text = folded(value)
    if text and is_blank(text):
        return 0
    inside = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    parts = _MONEY.fullmatch(inside)
    assert parts is not None
    number = _TRAILING.sub(r"-\g<number>", parts["number"])
    fen = Amount.of(number, Unit.named(parts["unit"] or "") or unit).fen
    return fen if inside is text else -fen


def _inexact(value: object) -> InexactError:
    return InexactError(
        Wording("金额不接受二进制浮点数", "money is never a binary float"),
        excerpt=repr(value),
        remedy=Wording(
            "请把这一列转成 Decimal 或文本，如读表时用 dtype=str",
            "Turn the column into Decimal or text, as with dtype=str when reading it",
        ),
    )
