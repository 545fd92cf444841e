"""Tables that hold no data but lay out other tables (排版用表格)."""

from __future__ import annotations

from budgetdisclosure.reading.document import Grid


def is_layout(grid: Grid) -> bool:
    """Whether a table is there to place others: at least half of its filled cells hold tables.

    A cell that holds a table beside many that hold text is data with a table nested in it.
    """
    filled = [cell for cell in grid.cells if cell.grids or cell.text.strip()]
    holding = [cell for cell in filled if cell.grids]
    if not holding:
        return False
    return len(holding) * 2 >= len(filled) or grid.width == 1
