"""Recognition (识别): a format-neutral document in, a disclosure out.

It knows no file format and no place: tables are told by their titles, columns by their headings,
rows by code or official name. What forms look like is data, in ``layouts/``.
"""

from budgetdisclosure.reading.recognise.layout import Layout
from budgetdisclosure.reading.recognise.layout_file import load_layouts
from budgetdisclosure.reading.recognise.pieces import Piece
from budgetdisclosure.reading.recognise.pipeline import recognise

__all__ = ["Layout", "Piece", "load_layouts", "recognise"]
