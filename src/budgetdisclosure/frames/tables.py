"""Facts, findings and single tables as data frames, with exact decimals (数据框)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from attrs import fields

from budgetdisclosure.calc.fact import Fact
from budgetdisclosure.errors import ModelError, missing_extra
from budgetdisclosure.frames.found import Findings, Found
from budgetdisclosure.frames.suspected import Suspected, Suspects
from budgetdisclosure.frames.wide import Column, columns_of, is_money
from budgetdisclosure.model import Table
from budgetdisclosure.model.show import units_of
from budgetdisclosure.wording import Wording

_USE = Wording("数据框", "a data frame")
_BATCH: Final = 50_000
Held = Iterable[Fact] | Iterable[Found] | Iterable[Suspected]
Rows = Held | Table
_NUMBERS: Final = ("page", "fiscal_year", "line", "group", "alternatives")
_YES_NO: Final = ("tied", "tail")
_PARQUET_PLACES: Final = 18


def to_arrow(rows: Rows) -> Any:
    """Facts, findings, or one table as it was printed, as a ``pyarrow.Table``.

    ``value`` is ``decimal128(38, 6)``, or with more places where a figure prints more; ``page``,
    ``line`` and ``fiscal_year`` are integers.
    """
    if isinstance(rows, Table):
        return _printed(rows)
    held = _held(rows)
    return _table(held, _places(held))


def to_pandas(rows: Rows) -> Any:
    """Facts, findings, or one table as it was printed, as a ``pandas.DataFrame``.

    ``value``, and every figure of a table, is an exact ``Decimal``. The unit of a table is in
    ``attrs["unit"]``, those of columns in units of their own in ``attrs["units"]`` by column.
    """
    try:
        import pandas
    except ImportError as error:
        raise missing_extra("pandas", "frames", _USE) from error
    if isinstance(rows, Table):
        frame = pandas.DataFrame(columns_of(rows))
        own = {name: unit.label for name, unit in units_of(rows).items()}
        frame.attrs = {"unit": rows.unit.label if rows.unit else None, "units": own}
        return frame
    held = _held(rows)
    return pandas.DataFrame({name: [getattr(row, name) for row in held] for name in _columns(held)})


def to_polars(rows: Rows) -> Any:
    """Facts, findings, or one table as it was printed, as a ``polars.DataFrame``.

    ``value``, and every figure of a table, is ``Decimal(38, 6)``, or with more places.
    """
    try:
        import polars
    except ImportError as error:
        raise missing_extra("polars", "polars", _USE) from error
    if isinstance(rows, Table):
        columns = columns_of(rows)
        amounts = polars.Decimal(38, _most(columns))
        kind: dict[bool, Any] = {True: amounts, False: polars.String}
        schema = {name: kind[is_money(name, values)] for name, values in columns.items()}
        return polars.DataFrame(columns, schema=schema)
    held = _held(rows)
    names = _columns(held)
    money = polars.Decimal(38, _places(held))
    kinds: dict[str, Any] = {
        "value": money,
        **dict.fromkeys(_NUMBERS, polars.Int32),
        **dict.fromkeys(_YES_NO, polars.Boolean),
    }
    return polars.DataFrame(
        {name: [getattr(row, name) for row in held] for name in names},
        schema={name: kinds.get(name, polars.String) for name in names},
    )


def write_parquet(rows: Rows, file: Path | IO[bytes]) -> None:
    """Write facts, findings or one table to a Parquet file; ``value`` has 18 decimals."""
    _arrow()
    import pyarrow.parquet as parquet

    if isinstance(rows, Table):
        parquet.write_table(_printed(rows), file)
        return
    batches = _batches(rows)
    first = _table(next(batches, _held(rows)), _PARQUET_PLACES)
    with parquet.ParquetWriter(file, first.schema) as out:
        out.write_table(first)
        for batch in batches:
            out.write_table(_table(batch, _PARQUET_PLACES))


def _printed(table: Table) -> Any:
    """One table, its figures as decimals."""
    arrow = _arrow()
    held = columns_of(table)
    money = arrow.decimal128(38, _most(held))
    return arrow.table(
        {
            name: arrow.array(values, type=money if is_money(name, values) else arrow.string())
            for name, values in held.items()
        }
    )


def _most(columns: Mapping[str, Column]) -> int:
    """The decimal places that hold every figure of a table."""
    figures = (value for column in columns.values() for value in column)
    return _enough(value for value in figures if isinstance(value, Decimal))


def _table(rows: Sequence[Any], places: int) -> Any:
    arrow = _arrow()
    kinds = {
        "value": arrow.decimal128(38, places),
        **dict.fromkeys(_NUMBERS, arrow.int32()),
        **dict.fromkeys(_YES_NO, arrow.bool_()),
    }
    return arrow.table(
        {
            name: arrow.array(
                [getattr(row, name) for row in rows], type=kinds.get(name, arrow.string())
            )
            for name in _columns(rows)
        }
    )


def _arrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise missing_extra("pyarrow", "frames", _USE) from error
    return pyarrow


def _held(rows: Held) -> Sequence[Any]:
    """The rows; a disclosure or an audit is none, and the error says what makes rows of it."""
    held = list(_checked(rows))
    return rows if isinstance(rows, Findings | Suspects) else held


def _checked(rows: Held) -> Iterator[Any]:
    if not isinstance(rows, Iterable):
        raise _no_rows(rows)
    for row in rows:
        if not isinstance(row, Fact | Found | Suspected):
            raise _no_rows(row)
        yield row


def _no_rows(given: object) -> ModelError:
    return ModelError(
        Wording("这不是数据行", "these are no rows"),
        excerpt=repr(given),
        remedy=Wording(
            "请传入 facts(公开件)、findings(审核结果)、suspects(审核结果) 或一张表",
            "Pass facts(disclosure), findings(audit), suspects(audit), or one table",
        ),
    )


def _columns(rows: Sequence[Any]) -> tuple[str, ...]:
    """The columns of what the rows are, even where there are none."""
    none: type = getattr(rows, "ROW", Fact)
    return tuple(part.name for part in fields(type(rows[0]) if rows else none))


def _places(rows: Sequence[Any]) -> int:
    """Six decimals hold 万元 to the fen; what prints more keeps them all."""
    return _enough(row.value for row in rows if isinstance(row, Fact) and row.value is not None)


def _enough(values: Iterable[Decimal]) -> int:
    exponents = (value.as_tuple().exponent for value in values)
    return max([6, *(-one for one in exponents if isinstance(one, int))])


def _batches(rows: Held) -> Iterator[Any]:
    left = _checked(rows)
    while batch := list(islice(left, _BATCH)):
        yield batch
