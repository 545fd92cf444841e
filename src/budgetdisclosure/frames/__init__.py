"""Disclosures as tidy facts, for any data frame and any engine (数据框)."""

from budgetdisclosure.calc.fact import COLUMNS, Fact
from budgetdisclosure.calc.facts import all_facts, facts
from budgetdisclosure.frames.tables import to_arrow, to_pandas, write_parquet

__all__ = ["COLUMNS", "Fact", "all_facts", "facts", "to_arrow", "to_pandas", "write_parquet"]
