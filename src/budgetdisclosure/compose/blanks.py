"""What only a person knows: the blanks of a text, listed, filled in, read back (填空)."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from os import PathLike
from pathlib import Path

from attrs import frozen

from budgetdisclosure.amounts import Amount, Unit
from budgetdisclosure.claims.digits import measures
from budgetdisclosure.compose.cells import fen_in, folded
from budgetdisclosure.compose.form import Form
from budgetdisclosure.compose.narrative import Fact
from budgetdisclosure.compose.source import csv_rows
from budgetdisclosure.errors import BudgetDisclosureError, ModelError, ReadingError
from budgetdisclosure.model import Disclosure, Section
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording
from budgetdisclosure.writing.files import put
from budgetdisclosure.writing.pages import heading

_UNITS = "|".join(unit.label for unit in Unit)
_MARK = re.compile(f"【请填写：(?P<name>[^】]+?)(?:（(?P<unit>{_UNITS})）)?】")
_SENTENCE = re.compile("[^。；\n]*[。；]?")
_WHOLE = re.compile(r"\d+|\d{1,3}(?:,\d{3})+", re.ASCII)
_COUNTED = ("thing", "equipment", "vehicle", "batch", "group", "person", "visit")
_HEADINGS = ("名称", "填写", "位置", "原句")


@frozen
class Blank:
    """A blank for a person to fill in (待填空白): its name, where it stands, and in which sentence.

    ``unit`` is that of an amount, None where words or a count are asked. A name of a code and a
    word, ``2080109 用途``, is answered by itself or, for every code at once, as ``用途``.
    """

    name: str
    section: str
    sentence: str
    unit: Unit | None = None
    measure: str = ""
    """What is counted, where a count is asked: 辆, 批次."""

    @property
    def common(self) -> str:
        """The name without the code or item it is asked for."""
        return self.name.rpartition(" ")[2]


@frozen
class Answers:
    """What was filled in, ready for ``compose``, and what could not be used (填写)."""

    facts: Mapping[str, Fact]
    faults: tuple[BudgetDisclosureError, ...] = ()


def blanks(disclosure: Disclosure) -> tuple[Blank, ...]:
    """The blanks that are left in the text and under the tables, each name once.

    >>> from budgetdisclosure.compose import Ledger, compose
    >>> d = compose(Ledger(), entity="某局", fiscal_year=2024, form="shanghai-2025-budget")
    >>> blank = blanks(d)[0]
    >>> blank.name, blank.section
    ('主要职能', '第一部分 某局主要职能')
    """
    found: dict[str, Blank] = {}
    for section in disclosure.sections:
        for blank in _within(section, ()):
            found.setdefault(blank.name, blank)
    for table in disclosure.tables:
        for note in table.notes:
            for blank in _asked(note, table.title or table.TITLE):
                found.setdefault(blank.name, blank)
    return tuple(found.values())


def _within(section: Section, outer: Sequence[str]) -> Iterator[Blank]:
    path = (*outer, heading(section))
    for passage in section.passages:
        yield from _asked(passage.text, " ".join(path))
    for below in section.sections:
        yield from _within(below, path)


def _asked(text: str, where: str) -> Iterator[Blank]:
    """The blanks of a text that stands there."""
    for sentence in _SENTENCE.findall(text):
        shown = _MARK.sub("____", sentence)
        for mark in _MARK.finditer(sentence):
            unit = Unit.named(mark["unit"] or "")
            yield Blank(_name(mark), where, shown, unit, _measure(sentence[mark.end() :]))


def _measure(behind: str) -> str:
    """The word for what is counted right behind a blank, if it is one of things, people, visits."""
    lengths = range(len(max(measures(), key=len)), 0, -1)
    found = (behind[:length] for length in lengths if measures().get(behind[:length]) in _COUNTED)
    return next(found, "")


def _name(mark: re.Match[str]) -> str:
    """The name in a mark, a code and the word that it is asked with apart."""
    return mark["name"].replace("：", " ")


def write_blanks(
    asked: Iterable[Blank], path: str | PathLike[str], *, overwrite: bool = False
) -> Path:
    """Write a list to fill in: CSV for a spreadsheet program, or TOML.

    Raises WritingError where the file exists and is not to be overwritten.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> asked = [Blank("车辆数", "国有资产", "共有车辆____辆。")]
    >>> path = write_blanks(asked, folder / "填空.toml")
    >>> put(path.read_bytes().replace(b'""', b'"3"'), path, overwrite=True) == path
    True
    >>> read_answers(path, asked).facts
    {'车辆数': '3'}
    """
    make = _as_toml if Path(path).suffix.lower() == ".toml" else _as_csv
    return put(make(asked).encode("utf-8"), path, overwrite=overwrite)


def _as_csv(asked: Iterable[Blank]) -> str:
    text = io.StringIO()
    text.write("\ufeff")  # so that a spreadsheet program takes it for UTF-8
    writer = csv.writer(text)
    writer.writerow(_HEADINGS)
    writer.writerows((_named(blank), "", blank.section, blank.sentence) for blank in asked)
    return text.getvalue()


def _as_toml(asked: Iterable[Blank]) -> str:
    lines = ["# 在等号右边的引号里填写；没有填的仍作空白。", ""]
    for blank in asked:
        told = " ".join(f"{blank.section}：{blank.sentence}".split())
        lines += [f"# {told}", f'{_quoted(_named(blank))} = ""', ""]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """The text as a string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _named(blank: Blank) -> str:
    return f"{blank.name}（{blank.unit.label}）" if blank.unit else blank.name


def read_answers(
    path: str | PathLike[str],
    asked: Sequence[Blank],
    *,
    form: Form | None = None,
    unit: Unit = Unit.WAN,
) -> Answers:
    """Read a filled-in list; what is left empty is no answer.

    A name that no blank of ``asked`` has, an amount or a count that is none, are faults. With
    ``form`` its own amounts may be given too (机关运行经费, say, where it is not all of 公用经费),
    in ``unit`` unless said otherwise.
    """
    known = {name: Blank(name, "", "", unit) for name in (form.amounts if form else ())}
    known |= {name: blank for blank in asked for name in (blank.common, blank.name)}
    facts: dict[str, Fact] = {}
    faults: list[BudgetDisclosureError] = []
    for place, named, said in _lines(Path(path)):
        try:
            mark = _MARK.fullmatch(f"【请填写：{named}】")
            name = _name(mark) if mark is not None else named
            if name not in known:
                raise _unknown(name, known)
            facts[name] = _fact(name, said, known[name])
        except BudgetDisclosureError as fault:
            faults.append(
                type(fault)(fault.reason, place=place, excerpt=fault.excerpt, remedy=fault.remedy)
            )
    return Answers(facts, tuple(faults))


def _lines(path: Path) -> Iterator[tuple[Place, str, str]]:
    """Each answer that says anything, with its place and the name it is for."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    read = _toml_lines if path.suffix.lower() == ".toml" else _csv_lines
    for place, name, said in read(path, data):
        if said.strip():
            yield place, name.strip(), said.strip()


def _csv_lines(path: Path, data: bytes) -> Iterator[tuple[Place, str, str]]:
    rows = csv_rows(data, path.name, lambda first: any(map(_is_head, first)))
    headings = next(([str(c).strip() for c in cells] for _, cells in rows if _is_head(cells)), None)
    if headings is None:
        raise _unreadable(path, "没有“名称”“填写”两栏")
    at_name, at_said = headings.index("名称"), headings.index("填写")
    for line, cells in rows:
        if len(cells) > max(at_name, at_said):
            place = Place(file=path.name, line=line)
            yield place, str(cells[at_name]), str(cells[at_said])


def _is_head(cells: Sequence[object]) -> bool:
    return {"名称", "填写"} <= {str(cell).strip() for cell in cells}


def _toml_lines(path: Path, data: bytes) -> Iterator[tuple[Place, str, str]]:
    try:
        held = tomllib.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _unreadable(path, str(error)) from error
    for name, said in held.items():
        yield Place(file=path.name, row=name), name, str(said)


def _fact(name: str, said: str, blank: Blank) -> Fact:
    if blank.unit is not None:
        return Amount(fen_in(said, blank.unit))
    return _count(name, said, blank.measure) if blank.measure else said


def _count(name: str, said: str, measure: str) -> str:
    """The whole number that was answered, without the word for what is counted behind it."""
    digits = folded(said).removesuffix(measure).strip()
    if _WHOLE.fullmatch(digits):
        return digits
    raise ModelError(
        Wording(f"“{name}”要填{measure}数，是不小于零的整数", f"{name} is a whole number"),
        excerpt=said,
        remedy=Wording("请用阿拉伯数字填写，如 3；没有就填 0", "Write it in digits, as 3, or 0"),
    )


def _unknown(name: str, known: Iterable[str]) -> ModelError:
    near = get_close_matches(name, list(known), 3)
    hint = f"是不是：{'、'.join(near)}" if near else "请删去这一行，或核对名称"
    asked = f"Did you mean {', '.join(near)}?" if near else "Delete the line, or check the name"
    return ModelError(
        Wording("文字说明里没有这个空白", "the text has no such blank"),
        excerpt=name,
        remedy=Wording(hint, asked.rstrip("?")),
    )


def _unreadable(path: Path, detail: str) -> ReadingError:
    return ReadingError(
        Wording(f"填空文件无法读取（{detail}）", f"the answers cannot be read ({detail})"),
        place=Place(file=path.name),
        remedy=Wording(
            "请用本命令重新写出填空表，再照样填写",
            "Let the command write the list anew and fill it in as it is",
        ),
    )
