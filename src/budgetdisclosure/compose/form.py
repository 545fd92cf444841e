"""Forms as data: what a place's tables and text look like (公开样式), one TOML file each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from attrs import field, frozen
from attrs.converters import optional

from budgetdisclosure.errors import ModelError, ReadingError
from budgetdisclosure.model import FORMS, FormStyle, Kind
from budgetdisclosure.place import Place
from budgetdisclosure.wording import Wording

T = TypeVar("T")
_NINE = tuple(form.ID for form in FORMS)
FURTHER = (
    "appropriation_expenditure",
    "appropriation_basic",
    "agency_operating_costs",
    "procurement",
)
"""The tables that can be made beside the nine."""


@frozen
class TableForm:
    """How a form prints one table: title, number, notes, zeros."""

    title: str
    """As printed; ``{year}`` is filled in."""
    number: str | None = None
    notes: tuple[str, ...] = field(default=(), converter=tuple)
    empty: str | None = None
    """What is noted where the table has no data; ``{year}`` and ``{entity}`` are filled in."""
    zeros: str = "print"
    """``print`` for 0.00, ``blank`` for an empty cell."""
    trimmed: bool = False
    """Whether zeros at the end of decimals are left out (0.2 for 0.20)."""
    tail: str = ""
    """What the last note says besides where every figure is rounded by itself (尾差说明)."""
    columns: tuple[str, ...] | None = field(default=None, converter=optional(tuple))
    """The columns the form has, where it does not have all."""
    labels: Mapping[str, str] = field(factory=dict, eq=False)
    """How its rows are printed, where not as the form prints them elsewhere."""
    labels_right: Mapping[str, str] = field(factory=dict, eq=False)
    """How rows on the right are printed, where not as those of one name on the left."""
    order: tuple[str, ...] = field(default=(), converter=tuple)
    """The sources of revenue in the order of the form, with those no ledger has."""
    spare: tuple[str, ...] = field(default=(), converter=tuple)
    """Rows that are printed only where there is money in them."""
    by_unit: bool = False
    """Whether revenue is told by unit, this year's beside what is carried over, not by code."""
    outlined: bool = False
    """Whether a summary's totals stand over what they are the sum of (一、本年收入, （一）…)."""
    listed: bool = False
    """Whether basic expenditure is one list by code, its two parts in columns."""
    general: bool = False
    """Whether “三公” is of the general public budget alone, not of all appropriations."""
    headings: Mapping[str, str] = field(factory=dict, eq=False)
    """Columns with the headings they are printed under, levels joined by ``/``."""
    total_last: bool = False
    """Whether 合计 stands below the rows it is the sum of."""


@frozen
class RowForm:
    """Which rows the form prints whether or not there is money in them."""

    categories_omitted: tuple[str, ...] = field(default=(), converter=tuple)
    economic: tuple[str, ...] = field(default=(), converter=tuple)
    economic_omitted: tuple[str, ...] = field(default=(), converter=tuple)
    labels: Mapping[str, str] = field(factory=dict, eq=False)
    """How rows of the two summary tables are printed, where not by their official names."""


@frozen
class Form:
    """A place's form (公开样式): its tables, its rows, the sections of its text."""

    id: str
    title: str
    kind: Kind
    tables: Mapping[str, TableForm] = field(eq=False, repr=False)
    rows: RowForm = field(repr=False)
    values: Mapping[str, str] = field(eq=False, repr=False)
    """The names a sentence may use, each with the cell it stands for."""
    asked: frozenset[str] = frozenset()
    """Names of amounts that stand in no table."""
    percent_places: int = 2
    left_out: str = ""
    """The tables of the place that this form does not make, as they are numbered (未编制的表)."""
    parts: tuple[Mapping[str, Any], ...] = field(default=(), eq=False, repr=False)
    """The parts of the text, as the file has them: read by the narrative."""
    sums: Mapping[str, tuple[str, ...]] = field(factory=dict, eq=False, repr=False)
    """What a person answers, and the answers that must come to it (各项之和)."""
    within: Mapping[str, tuple[str, ...]] = field(factory=dict, eq=False, repr=False)
    """Answers or amounts, and the answers that cannot together be more (其中)."""
    cover: tuple[str, ...] = ()
    """The lines of the cover, where they are not the year, the unit and the kind."""
    style: FormStyle = field(default=FormStyle(), repr=False)

    @property
    def amounts(self) -> frozenset[str]:
        """Every name of an amount that its sentences may use."""
        return self.asked | self.values.keys()


@lru_cache(maxsize=32)
def load_form(name: str) -> Form:
    """The packaged form of that name, or the one in a TOML file if ``name`` ends in ``.toml``.

    >>> load_form("national-final").tables["income"].title
    '收入决算表'
    """
    data = _read(name)
    more = [table for table in data.get("tables", {}) if table not in _NINE]
    tables = {table: _table(name, table, data) for table in (*_NINE, *more)}
    return Form(
        Path(name).stem,
        str(data["title"]),
        Kind(data["kind"]),
        tables,
        RowForm(**data.get("rows", {})),
        data.get("values", {}),
        frozenset(data.get("asked", ())),
        data.get("percent_places", 2),
        data.get("left_out", ""),
        tuple(data.get("parts", ())),
        _named("sums", data),
        _named("within", data),
        tuple(data.get("cover", ())),
        _settings(FormStyle, name, "style", data.get("style", {})),
    )


def form_names() -> tuple[str, ...]:
    """The packaged forms.

    >>> "national-final" in form_names()
    True
    """
    return tuple(sorted(path.stem for path in _folder().iterdir() if path.suffix == ".toml"))


def _folder() -> Path:
    return Path(__file__).parent / "forms"


def _read(name: str) -> dict[str, Any]:
    """The file's data, laid over that of the form it is based on."""
    path = Path(name) if name.endswith(".toml") else _folder() / f"{name}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise _unknown(name) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReadingError(
            Wording(f"公开样式文件有误（{error}）", f"the form's file is faulty ({error})"),
            place=Place(file=path.name),
        ) from error
    base = data.pop("base", None)
    return _laid_over(_read(base), data) if isinstance(base, str) else data


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        held = merged.get(key)
        both = isinstance(held, dict) and isinstance(value, dict)
        merged[key] = _laid_over(held, value) if both and held is not None else value
    return merged


def _table(name: str, table: str, data: Mapping[str, Any]) -> TableForm:
    settings = data.get("tables", {}).get(table, {})
    if table not in (*_NINE, *FURTHER):
        raise ModelError(
            Wording("公开样式里有不能编制的表", "the form has a table that cannot be composed"),
            place=Place(file=name),
            excerpt=table,
        )
    return _settings(TableForm, name, table, settings)


def _named(what: str, data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """What the file says of how answers stand to each other."""
    return {whole: tuple(parts) for whole, parts in data.get("answers", {}).get(what, {}).items()}


def _settings(kind: type[T], name: str, part: str, settings: Mapping[str, Any]) -> T:
    """A part of the file as its class has it."""
    try:
        return kind(**settings)
    except TypeError as error:
        raise ModelError(
            Wording(f"公开样式中“{part}”的设置有误", f"settings of {part} are faulty"),
            place=Place(file=name),
            excerpt=str(error),
        ) from error


def _unknown(name: str) -> ModelError:
    held = "、".join(form_names())
    return ModelError(
        Wording("没有这个公开样式", "no such form"),
        excerpt=name,
        remedy=Wording(f"内置样式：{held}", f"Packaged forms: {held}"),
    )
