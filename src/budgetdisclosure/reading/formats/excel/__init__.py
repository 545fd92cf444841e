"""What xlsx and xls files share: number formats, and sheets as blocks."""
