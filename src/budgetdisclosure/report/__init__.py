"""The audit to people: terminal and HTML (报告)."""

from budgetdisclosure.report.html import render_html
from budgetdisclosure.report.terminal import render

__all__ = ["render", "render_html"]
