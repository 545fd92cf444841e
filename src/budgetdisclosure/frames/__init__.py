"""Disclosures as tidy rows, for any data frame and any engine (数据框).

``facts`` gives every printed number of a disclosure, ``findings`` everything an audit found; both,
and a single table with all its columns as printed, go into pandas, polars, Arrow and Parquet with
money as exact decimals.
"""

from budgetdisclosure.calc.fact import COLUMNS, Fact
from budgetdisclosure.calc.facts import all_facts, facts
from budgetdisclosure.frames.found import FOUND_COLUMNS, Found, all_findings, findings
from budgetdisclosure.frames.tables import to_arrow, to_pandas, to_polars, write_parquet

__all__ = [
    "COLUMNS",
    "FOUND_COLUMNS",
    "Fact",
    "Found",
    "all_facts",
    "all_findings",
    "facts",
    "findings",
    "to_arrow",
    "to_pandas",
    "to_polars",
    "write_parquet",
]
