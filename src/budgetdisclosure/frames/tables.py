"""Facts as data frames: pandas, polars, Arrow, Parquet; money stays an exact decimal (数据框)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from budgetdisclosure.calc.fact import COLUMNS, Fact
from budgetdisclosure.errors import missing_extra
from budgetdisclosure.wording import Wording

_USE = Wording("数据框", "a data frame")


def to_arrow(facts: Iterable[Fact]) -> Any:
    """The facts as a ``pyarrow.Table``; ``value`` is ``decimal128(38, 6)``, ``page`` an integer."""
    try:
        import pyarrow as arrow
    except ImportError as error:
        raise missing_extra("pyarrow", "frames", _USE) from error
    rows = list(facts)
    kinds = {"value": arrow.decimal128(38, 6), "page": arrow.int32()}
    return arrow.table(
        {
            name: arrow.array(
                [getattr(row, name) for row in rows], type=kinds.get(name, arrow.string())
            )
            for name in COLUMNS
        }
    )


def to_pandas(facts: Iterable[Fact]) -> Any:
    """The facts as a ``pandas.DataFrame``; ``value`` holds exact ``Decimal`` objects."""
    try:
        import pandas
    except ImportError as error:
        raise missing_extra("pandas", "frames", _USE) from error
    rows = list(facts)
    return pandas.DataFrame({name: [getattr(row, name) for row in rows] for name in COLUMNS})


def write_parquet(facts: Iterable[Fact], path: Path) -> None:
    """Write the facts to a Parquet file, money as exact decimals."""
    try:
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise missing_extra("pyarrow", "frames", _USE) from error
    parquet.write_table(to_arrow(facts), path)
