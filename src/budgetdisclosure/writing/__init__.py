"""A disclosure in the files people publish (输出)."""

from budgetdisclosure.writing.write import FORMATS, write

__all__ = ["FORMATS", "write"]
