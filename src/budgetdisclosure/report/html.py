"""The audit as a page to hand on (网页报告): one file, no scripts, no links outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from budgetdisclosure.report.grouping import groups, totals
from budgetdisclosure.report.terminal import render, verdict_counts
from budgetdisclosure.rules import Audit, Verdict
from budgetdisclosure.wording import Language, quoted

_STYLE = """
body{font:16px/1.7 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:60em;margin:2em auto;
padding:0 1em;color:#222}h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.35em .6em;
text-align:left;vertical-align:top}.error{color:#b00020}.warning{color:#8a6000}.info{color:#1d5f8a}
.good{color:#1b7f3b}.small{color:#666;font-size:.85em}
"""


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
    for one in articles:
        yield f"{one}\n"
    yield "</body></html>\n"


def article(audit: Audit, language: Language = "zh") -> str:
    """What the page says of one audit."""
    first, *_ = render(audit, language).splitlines()
    zh = language == "zh"
    rows = "\n".join(_rows(audit, language))
    nothing = '<p class="good">没有发现问题。</p>' if zh else '<p class="good">No findings.</p>'
    findings = f"<table>{rows}</table>" if rows else nothing
    sums = "".join(
        f'<li class="{severity.value}">{escape(words)}</li>'
        for severity, words in totals(audit.findings, language)
    )
    return (
        f"<h1>{escape(first)}</h1><p class='small'>{escape(audit.disclosure.file or '')}</p>"
        f"<h2>{'勾稽关系' if zh else 'Relations'}</h2>"
        f"<p>{escape(verdict_counts(audit, language))}</p>"
        f"<h2>{'发现的问题' if zh else 'Findings'}</h2><ul>{sums}</ul>{findings}"
        f"{_suspects(audit, language)}{_rounding(audit, language)}{_unread(audit, language)}"
    )


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
            advice = "".join(f"<br>{escape(said)}" for said in entry.corrections(language))
            said = escape(entry.spoken(language, audit.disclosure.file))
            yield f"<tr><td></td><td>{said}{advice}</td></tr>"


def _suspects(audit: Audit, language: Language) -> str:
    if not audit.suspects:
        return ""
    items = "".join(
        f"<li>{escape(suspect.message.spoken(language))}</li>" for suspect in audit.suspects
    )
    head = "最可能印错的数" if language == "zh" else "Figures most likely wrong"
    return f"<h2>{head}</h2><ul>{items}</ul>"


def _rounding(audit: Audit, language: Language) -> str:
    messages = dict.fromkeys(
        check.message.spoken(language) for check in audit.with_verdict(Verdict.ROUNDING)
    )
    if not messages:
        return ""
    items = "".join(f"<li>{escape(message)}</li>" for message in messages)
    head = "只差舍入（不是错误）" if language == "zh" else "Rounding only (no error)"
    return f'<h2>{head}</h2><ul class="small">{items}</ul>'


def _unread(audit: Audit, language: Language) -> str:
    """What found no place, and what was not read at all."""
    pieces = [*audit.disclosure.unplaced, *audit.disclosure.remarks]
    if not pieces:
        return ""
    said = (
        (piece.place.spoken(language), quoted(piece.text[:40]), piece.reason.spoken(language))
        for piece in pieces
    )
    colon = "：" if language == "zh" else ": "
    items = "".join(f"<li>{escape(colon.join(filter(None, parts)))}</li>" for parts in said)
    head = "没有归位或没有读到的内容" if language == "zh" else "Not placed, or not read"
    return f'<h2>{head}</h2><ul class="small">{items}</ul>'
