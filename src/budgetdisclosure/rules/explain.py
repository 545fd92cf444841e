"""Words for what a check found: which figures, what they say, what was to be expected (说明)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from budgetdisclosure.amounts import Figure, Interval, Percentage, Unit, round_half_up, show
from budgetdisclosure.place import Place
from budgetdisclosure.rules.due import due
from budgetdisclosure.rules.relation import Ratio, Relation, Sense, Term, finest_places
from budgetdisclosure.rules.verdict import Judgement, Verdict
from budgetdisclosure.wording import Language, Wording, quoted, titled

MOST_ADDENDS = 8
"""How many addends of a sum a report prints before it says how many there are."""

_WHERE = ("file", "page", "sheet")
_WITHIN = ("page", "sheet", "line", "address")


def explain(relation: Relation | Ratio, judgement: Judgement, most: int | None = None) -> Wording:
    """The finding in words, in both languages; of a sum no more than ``most`` addends."""
    return Wording(
        _explain(relation, judgement, "zh", most), _explain(relation, judgement, "en", most)
    )


def _explain(
    relation: Relation | Ratio, judgement: Judgement, language: Language, most: int | None
) -> str:
    if isinstance(relation, Ratio):
        return _explain_ratio(relation, judgement, language, most)
    return _explain_linear(relation, judgement, language, most)


def common_place(figures: Sequence[Figure | Percentage]) -> Place:
    """What the figures' places have in common: the table, the row, the column, the page.

    A figure of which the file or page is not known, a blank that nothing prints, denies none.
    Sheets of two files, and lines and cells of two pages or sheets, are not the same though they
    are called so.
    """
    places = [figure.place for figure in figures if figure.place is not None]
    shared, apart = {}, False
    for name in (*_WHERE, "line", "table", "row", "column", "address"):
        said = {getattr(place, name) for place in places} - ({None} if name in _WHERE else set())
        if len(said) == 1 and not (apart and name in _WITHIN):
            shared[name] = said.pop()
        apart = apart or (name in _WHERE and len(said) > 1)
    return Place(**shared)


def _explain_linear(
    relation: Relation, judgement: Judgement, language: Language, most: int | None
) -> str:
    said = [*_said(relation.left), *_said(relation.right)]
    common = common_place(said)
    head = _heading(common, language)
    unit = relation.figures[0].unit
    units = any(figure.unit is not unit for figure in said if figure.value is not None)
    left = _side(relation.left, common, language, most, units)
    right = _side(relation.right, common, language, most, units)
    gap = show(abs(Fraction(judgement.residual)) / unit.fen)
    sense = {Sense.EQUAL: "≠", Sense.AT_MOST: ">"}[relation.sense]
    if judgement.verdict.holds:
        equal = "=" if judgement.verdict is Verdict.EXACT else "≈"
        sense = {Sense.EQUAL: equal, Sense.AT_MOST: "≤"}[relation.sense]
    total = _total(relation.right, unit.fen)
    total += _unit(unit, language) if units and total else ""
    places = finest_places(relation.figures).get(unit, 0)
    tail = _tail(judgement, gap, _unit(unit, language), unit.fen, places, language)
    if relation.note is not None:
        head = relation.note.spoken(language) + ("：" if language == "zh" else ": ")
    return f"{head}{left} {sense} {right}{total}{tail}"


def _heading(common: Place, language: Language) -> str:
    words = Place(table=common.table, row=common.row, column=common.column).spoken(language)
    return f"{words}{'：' if language == 'zh' else ': '}" if words else ""


def _spoken(terms: Sequence[Term]) -> list[Term]:
    """The terms worth saying: those that are not zero, or the first."""
    return [term for term in terms if term.figure.counted != 0] or list(terms[:1])


def _said(terms: Sequence[Term]) -> list[Figure]:
    return [term.figure for term in _spoken(terms)]


def _side(
    terms: Sequence[Term],
    common: Place,
    language: Language,
    most: int | None,
    units: bool = False,
) -> str:
    spoken = _spoken(terms)
    cut = most is not None and len(spoken) > most
    text = ""
    for number, term in enumerate(spoken[: most if cut else None]):
        sign = "-" if term.times < 0 else "+"
        times = "" if term.weight == 1 else f"{term.weight}×"
        joint = (f" {sign} " if number else sign.strip("+")) + times
        text += joint + _named(
            term.figure, common, language, _unit(term.figure.unit, language) if units else ""
        )
    more = f" …等 {len(spoken)} 项" if language == "zh" else f" … ({len(spoken)} addends)"
    return (text or "0") + (more if cut else "")


def _unit(unit: Unit, language: Language) -> str:
    return unit.label if language == "zh" else f" {unit.spoken(language)}"


def _named(figure: Figure, common: Place, language: Language, unit: str) -> str:
    name = (
        ""
        if figure.place is None
        else _name(figure.place, common, language, figure.cell is not None)
    )
    blank = "空白" if language == "zh" else "blank"
    digits = figure.digits.strip() or blank
    return f"{name} {digits}{unit if figure.value is not None else ''}".strip()


def _name(place: Place, common: Place, language: Language, held: bool) -> str:
    """The figure's row and column; table, page and file too, where the others stand elsewhere.

    ``held`` says that it stands in a table: only those are in files of their own.
    """

    def own(part: str) -> str:
        value: str | None = getattr(place, part)
        return value if value and value != getattr(common, part) else ""

    file = place.file if place.file != common.file and held else None
    page = Place(file=file, page=place.page if file or place.page != common.page else None).spoken(
        language
    )
    table, column = titled(own("table")), own("column").removeprefix(f"{place.row}/")
    if language == "zh":
        name = "·".join(part for part in (page, table, own("row"), column) if part)
        return name + (f"（{place.address}）" if own("address") else "")
    said = (page, table, quoted(own("row")), quoted(column))
    name = " ".join(part for part in said if part)
    return name + (f" ({place.address})" if own("address") else "")


def _total(terms: Sequence[Term], fen: int) -> str:
    if sum(1 for term in terms if term.figure.counted != 0) < 2:
        return ""
    total = Fraction(sum(term.times * term.figure.printed_fen for term in terms))
    return f" = {show(total / fen)}"


def _tail(
    judgement: Judgement, gap: str, unit: str, fen: int, places: int, language: Language
) -> str:
    slack = show(Fraction(judgement.slack) / fen)
    scale = Fraction(1, fen)
    interval = None if judgement.expected is None else judgement.expected.scaled(scale)
    return _TAILS[language][judgement.verdict].format(
        gap=gap,
        unit=unit,
        slack=slack,
        expected=_worded(due(interval, places, language), judgement.verdict.holds, language),
        cut=_CUT[language] if judgement.truncated else "",
    )


def _worded(numbers: str, holds: bool, language: Language) -> str:
    """Numbers due, or their bound, behind what is said of them."""
    if language == "en" or numbers.startswith("不"):
        return numbers
    return f"{'印作' if holds else '为'} {numbers}"


_CUT = {
    "zh": "；按截断（不四舍五入）取数则相符",
    "en": "; it fits if the figure was cut, not rounded",
}
_TAILS: dict[Language, dict[Verdict, str]] = {
    "zh": {
        Verdict.EXACT: "，相符",
        Verdict.ROUNDING: "，差 {gap}{unit}，在四舍五入可差的 {slack}{unit} 以内；"
        "左边{expected} 都相符",
        Verdict.RESIDUE: "，差 {gap}{unit}；只有当印作 0.00 的数含有零头时才成立",
        Verdict.TAIL: "，同一数两处印法差末位一个单位 {gap}{unit}（尾差）{cut}",
        Verdict.CONFLICT: "，差 {gap}{unit}，四舍五入造成的差不会达到 {slack}{unit}；"
        "其余各数无误时，左边应{expected}{cut}",
        Verdict.UNCHECKED: "，无法核对",
        Verdict.NOT_APPLICABLE: "，不适用",
    },
    "en": {
        Verdict.EXACT: ", exact",
        Verdict.ROUNDING: ", {gap}{unit} apart, within the {slack}{unit} that rounding may hide; "
        "the left side may be {expected}",
        Verdict.RESIDUE: ", {gap}{unit} apart; holds only if a figure printed 0.00 hides an amount",
        Verdict.TAIL: ", one quantity printed twice, one unit in the last place apart "
        "({gap}{unit}){cut}",
        Verdict.CONFLICT: ", {gap}{unit} apart where rounding hides less than {slack}{unit}; "
        "if the others are right, the left side should be {expected}{cut}",
        Verdict.UNCHECKED: ", could not be checked",
        Verdict.NOT_APPLICABLE: ", not applicable",
    },
}


def _explain_ratio(
    relation: Ratio, judgement: Judgement, language: Language, most: int | None
) -> str:
    printed = relation.percentage.digits.strip()
    common = common_place([*_said(relation.part), *_said(relation.whole)])
    part = _bracketed(relation.part, common, language, most)
    whole = _bracketed(relation.whole, common, language, most)
    right = percent_due(judgement.expected, relation.percentage)
    note = _ratio_head(relation, language)
    cut = _CUT[language] if judgement.truncated else ""
    if language == "en":
        return f"{note}{': ' if note else ''}{printed} printed; {part} ÷ {whole} gives {right}{cut}"
    return f"{note}{'：' if note else ''}印为 {printed}；{part} ÷ {whole} 应为 {right}{cut}"


def _ratio_head(relation: Ratio, language: Language) -> str:
    """What a rule says of it, else where the percentage stands."""
    if relation.note is not None:
        return relation.note.spoken(language)
    place = relation.percentage.place or Place()
    return Place(table=place.table, row=place.row, column=place.column).spoken(language)


def _bracketed(terms: Sequence[Term], common: Place, language: Language, most: int | None) -> str:
    text = _side(terms, common, language, most)
    if len(_spoken(terms)) < 2:
        return text
    text += _total(terms, terms[0].figure.unit.fen)
    return f"（{text}）" if language == "zh" else f"({text})"


def percent_due(interval: Interval | None, printed: Percentage) -> str:
    """What should be printed: one percentage where all ratios print alike, else the two ends."""
    if interval is None or interval.low is None or interval.high is None:
        return "—"
    ends = [
        str(
            Percentage(
                round_half_up(Fraction(bound) * printed.base, printed.places),
                printed.places,
                printed.base,
            )
        )
        for bound in (interval.low, interval.high)
    ]
    return ends[0] if ends[0] == ends[1] else "—".join(ends)
