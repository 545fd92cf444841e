"""The parts of a Word file (docx): package, styles, numbering, runs and tables."""
