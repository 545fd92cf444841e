"""The audit as a page to hand on (网页报告): one file, no scripts, no links outside.

It says all that the terminal's report says, in its words, and leaves nothing out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import count, groupby

from budgetdisclosure.report.grouping import groups, totals
from budgetdisclosure.report.pen import Pen
from budgetdisclosure.report.terminal import (
    READ,
    closing,
    compared,
    file_of,
    heading,
    read_besides,
    relations,
    rounded,
    suggested,
    suspected,
    tables_read,
)
from budgetdisclosure.rules import Audit
from budgetdisclosure.wording import Language

_STYLE = """
body{font:16px/1.7 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:60em;margin:2em auto;
padding:0 1em;color:#222}h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.35em .6em;
text-align:left;vertical-align:top}.error{color:#b00020}.warning{color:#8a6000}.info{color:#1d5f8a}
.good{color:#1b7f3b}.small{color:#666;font-size:.85em}article+article,nav+article{
border-top:2px solid #ddd;margin-top:3em}
"""


_PEN = Pen(colour=False)
_ARTICLE = "<article>"
_HEAD = re.compile(
    f'{_ARTICLE}<h1>(.*?)</h1><p class="small">(.*?)</p><p class="(.*?)">(.*?)</p>', re.DOTALL
)
"""How an article begins: whose it is, its file, the verdict; its words are escaped already."""


def render_html(audits: Sequence[Audit], language: Language = "zh") -> str:
    """One page for all the audits; everything printed in the documents is escaped."""
    return "".join(page_of((article(audit, language) for audit in audits), language))


def page_of(articles: Iterable[str], language: Language = "zh") -> Iterator[str]:
    """The page piece by piece, from what ``article`` made of each audit."""
    title = "审核报告" if language == "zh" else "Audit"
    yield (
        f'<!doctype html>\n<html lang="{"zh-CN" if language == "zh" else "en"}"><head>'
        f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>\n<body>\n'
    )
    whole = "\n".join(articles)
    heads = _HEAD.findall(whole)
    if len(heads) > 1:
        yield _index(heads, language)
    numbers = count(1)
    yield re.sub(_ARTICLE, lambda _: f'<article id="d{next(numbers)}">', whole)
    yield "\n</body></html>\n"


def _index(heads: Sequence[tuple[str, str, str, str]], language: Language) -> str:
    """All disclosures of the page with their verdicts, each leading to its article."""
    wrong = sum(style == "error" for _, _, style, _ in heads)
    clean = sum(style == "good" for _, _, style, _ in heads)
    left = len(heads) - wrong - clean
    if language == "zh":
        nothing = f"，没有可以相互核对的数的 {left} 份" if left else ""
        said = f"共 {len(heads)} 份：有错误的 {wrong} 份，没有发现错误的 {clean} 份{nothing}。"
    else:
        nothing = f", {left} without figures to compare" if left else ""
        said = f"{len(heads)} disclosures: {wrong} with errors, {clean} without{nothing}."
    rows = "\n".join(
        f'<tr><td>{number}</td><td><a href="#d{number}">{name}</a>'
        f'<div class="small">{file}</div></td><td class="{style}">{verdict}</td></tr>'
        for number, (name, file, style, verdict) in enumerate(heads, 1)
    )
    title = "目录" if language == "zh" else "Contents"
    return f"<nav><h2>{title}</h2><p>{said}</p>\n<table>{rows}</table></nav>\n"


def article(audit: Audit, language: Language = "zh") -> str:
    """What the page says of one audit."""
    d = audit.disclosure
    verdict, style = closing(audit, language)
    tables = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"
        for row in tables_read(d, language)
    )
    head = (
        f"{_ARTICLE}<h1>{escape(next(heading(d, language, _PEN)))}</h1>"
        f'<p class="small">{escape(file_of(d))}</p><p class="{style}">{escape(verdict)}</p>'
    )
    parts = (
        head,
        _lines(compared(audit, language, _PEN)),
        f"<h2>{escape(READ.spoken(language))}</h2>",
        f"<table>{tables}</table>" if tables else "",
        _lines(read_besides(d, language, _PEN)),
        _section(relations(audit, language, _PEN)),
        _findings(audit, language),
        _section(suspected(audit, language, _PEN)),
        _section(rounded(audit, language, _PEN)),
        "</article>",
    )
    return "\n".join(filter(None, parts))


def _section(lines: Iterable[str]) -> str:
    """A heading and what stands below it, if there is anything."""
    title, *rest = [*lines] or [""]
    return f"<h2>{escape(title)}</h2>{_lines(rest)}" if title else ""


def _lines(lines: Iterable[str]) -> str:
    """Lines of the terminal's report: those set in, or with a dot, are a list."""
    return "".join(
        f'<ul class="small">{"".join(_items(held))}</ul>'
        if listed
        else "".join(f"<p>{escape(line.strip())}</p>" for line in held)
        for listed, held in groupby(lines, _is_item)
    )


def _is_item(line: str) -> bool:
    return line.startswith(("    ", "  · "))


def _items(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield f"<li>{escape(line.strip().removeprefix('· '))}</li>"


def _findings(audit: Audit, language: Language) -> str:
    zh = language == "zh"
    rows = "\n".join(_rows(audit, language))
    nothing = '<p class="good">没有发现问题。</p>' if zh else '<p class="good">No findings.</p>'
    sums = "".join(
        f'<li class="{severity.value}">{escape(words)}</li>'
        for severity, words in totals(audit.findings, language)
    )
    said = f"<ul>{sums}</ul><table>{rows}</table>" if rows else nothing
    return f"<h2>{'发现的问题' if zh else 'Findings'}</h2>{said}"


def _rows(audit: Audit, language: Language) -> Iterator[str]:
    """A heading with its source for each kind, and a row for each place."""
    source = "依据：" if language == "zh" else "Source: "
    for group in groups(audit.findings):
        label = group.severity.zh if language == "zh" else group.severity.value
        yield (
            f'<tr><th class="{group.severity.value}">{label}</th>'
            f"<th>{escape(group.title(language))}"
            f'<div class="small">{source}{escape(group.sources(language))}</div></th></tr>'
        )
        for entry in group.entries:
            advice = "".join(
                f"<br>{escape(suggested(said, language))}" for said in entry.corrections(language)
            )
            said = escape(entry.spoken(language, audit.disclosure.file))
            yield f"<tr><td></td><td>{said}{advice}</td></tr>"
