"""The parts of a web page (html): running text, and tables with their spans."""
