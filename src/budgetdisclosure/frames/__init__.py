"""Disclosures as tidy rows, for any data frame and any engine (数据框).

``facts`` gives every printed number of a disclosure's tables, ``narrative_facts`` those of its
text, ``findings`` everything an audit found, ``suspects`` the figures it suspects; all of them, and
a single table with all its columns as printed, go into pandas, polars, Arrow and Parquet with money
as exact decimals.
"""

from budgetdisclosure.calc.fact import COLUMNS, Fact
from budgetdisclosure.calc.facts import all_facts, facts
from budgetdisclosure.frames.found import FOUND_COLUMNS, Found, all_findings, findings
from budgetdisclosure.frames.suspected import (
    SUSPECT_COLUMNS,
    Suspected,
    all_suspects,
    suspects,
)
from budgetdisclosure.frames.tables import to_arrow, to_pandas, to_polars, write_parquet
from budgetdisclosure.frames.told import narrative_facts

__all__ = [
    "COLUMNS",
    "FOUND_COLUMNS",
    "SUSPECT_COLUMNS",
    "Fact",
    "Found",
    "Suspected",
    "all_facts",
    "all_findings",
    "all_suspects",
    "facts",
    "findings",
    "narrative_facts",
    "suspects",
    "to_arrow",
    "to_pandas",
    "to_polars",
    "write_parquet",
]
