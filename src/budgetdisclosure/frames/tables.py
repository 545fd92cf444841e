"""Facts and findings as data frames, with exact decimals: pandas, polars, Arrow (数据框)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from attrs import fields

from budgetdisclosure.calc.fact import Fact
from budgetdisclosure.errors import missing_extra
from budgetdisclosure.frames.found import Findings, Found
from budgetdisclosure.wording import Wording

_USE = Wording("数据框", "a data frame")
_BATCH: Final = 50_000
Rows = Iterable[Fact] | Iterable[Found]
_NUMBERS: Final = ("page", "fiscal_year", "line")
_PARQUET_PLACES: Final = 18


def to_arrow(rows: Rows) -> Any:
    """Facts or findings as a ``pyarrow.Table``.

    ``value`` is ``decimal128(38, 6)``, or with more places where a figure prints more; ``page``,
    ``line`` and ``fiscal_year`` are integers.
    """
    held = _held(rows)
    return _table(held, _places(held))


def to_pandas(rows: Rows) -> Any:
    """Facts or findings as a ``pandas.DataFrame``; ``value`` holds exact ``Decimal`` objects."""
    try:
        import pandas
    except ImportError as error:
        raise missing_extra("pandas", "frames", _USE) from error
    held = _held(rows)
    return pandas.DataFrame({name: [getattr(row, name) for row in held] for name in _columns(held)})


def to_polars(rows: Rows) -> Any:
    """Facts or findings as a ``polars.DataFrame``; ``value`` is ``Decimal(38, 6)``."""
    try:
        import polars
    except ImportError as error:
        raise missing_extra("polars", "polars", _USE) from error
    held = _held(rows)
    names = _columns(held)
    money = polars.Decimal(38, _places(held))
    kinds: dict[str, Any] = {"value": money, **dict.fromkeys(_NUMBERS, polars.Int32)}
    return polars.DataFrame(
        {name: [getattr(row, name) for row in held] for name in names},
        schema={name: kinds.get(name, polars.String) for name in names},
    )


def write_parquet(rows: Rows, file: Path | IO[bytes]) -> None:
    """Write facts or findings to a Parquet file, batch by batch; ``value`` has 18 decimals."""
    _arrow()
    import pyarrow.parquet as parquet

    batches = _batches(rows)
    first = _table(next(batches, _held(rows)), _PARQUET_PLACES)
    with parquet.ParquetWriter(file, first.schema) as out:
        out.write_table(first)
        for batch in batches:
            out.write_table(_table(batch, _PARQUET_PLACES))


def _table(rows: Sequence[Any], places: int) -> Any:
    arrow = _arrow()
    kinds = {"value": arrow.decimal128(38, places), **dict.fromkeys(_NUMBERS, arrow.int32())}
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


def _held(rows: Rows) -> Sequence[Any]:
    return rows if isinstance(rows, Findings) else list(rows)


def _columns(rows: Sequence[Any]) -> tuple[str, ...]:
    """The columns of what the rows are, even where there are none."""
    none: type = Found if isinstance(rows, Findings) else Fact
    return tuple(part.name for part in fields(type(rows[0]) if rows else none))


def _places(rows: Sequence[Any]) -> int:
    """Six decimals hold 万元 to the fen; what prints more keeps them all."""
    exponents = (row.value.as_tuple().exponent for row in rows if isinstance(row, Fact))
    return max([6, *(-one for one in exponents if isinstance(one, int))])


def _batches(rows: Rows) -> Iterator[Any]:
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        yield batch
