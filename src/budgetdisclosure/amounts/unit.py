"""Units of money: 元, 万元 and 亿元, each a whole number of fen."""

from __future__ import annotations

from enum import Enum

from budgetdisclosure.wording import Language

_ENGLISH = {
    "YUAN": "yuan",
    "THOUSAND": "thousand yuan",
    "WAN": "wan yuan",
    "MILLION": "million yuan",
    "YI": "hundred million yuan",
}


class Unit(Enum):
    """A unit of money (金额单位); the smallest amount that exists is one fen (分).

    >>> Unit.WAN.label, Unit.WAN.fen
    ('万元', 1000000)
    """

    YUAN = ("元", 100)
    THOUSAND = ("千元", 100_000)
    WAN = ("万元", 1_000_000)
    MILLION = ("百万元", 100_000_000)
    YI = ("亿元", 10_000_000_000)

    @property
    def label(self) -> str:
        """The printed label, 万元 and so on."""
        return self.value[0]

    def spoken(self, language: Language = "zh") -> str:
        """The unit in words: the printed label, or English (a wan is ten thousand).

        >>> Unit.WAN.spoken("en")
        'wan yuan'
        """
        return _ENGLISH[self.name] if language == "en" else self.label

    @property
    def fen(self) -> int:
        """How many fen one unit holds."""
        return self.value[1]

    @classmethod
    def named(cls, text: str) -> Unit | None:
        """The unit whose printed label is ``text`` (spaces aside, with or without 人民币), if any.

        >>> Unit.named("万 元"), Unit.named("人民币元"), Unit.named("台")
        (<Unit.WAN: '万元'>, <Unit.YUAN: '元'>, None)
        """
        label = "".join(text.split()).replace("圆", "元")
        for currency in ("人民币", "RMB", "CNY", "¥", "￥"):
            label = label.removeprefix(currency)
        return next((unit for unit in cls if unit.label == label), None)

    def __repr__(self) -> str:
        return f"<Unit.{self.name}: {self.label!r}>"

    def __str__(self) -> str:
        return self.label
