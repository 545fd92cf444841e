"""The audit as a person reads it in a terminal (终端报告)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from budgetdisclosure.model import Disclosure, Kind
from budgetdisclosure.place import Place
from budgetdisclosure.rules import Audit, Checked, Finding, Relation, Severity, Verdict
from budgetdisclosure.rules.relation import show_sides
from budgetdisclosure.wording import Language, pad, width

_SHOWN = 6
_MOST_REMARKS = 12
_ALIKE = 6
_COLOURS = {"error": "31", "warning": "33", "info": "36", "good": "32", "dim": "2", "bold": "1"}


def render(audit: Audit, language: Language = "zh", *, colour: bool = False) -> str:
    """The whole report: what was read, what holds, what is only rounding, what is wrong, where.

    >>> print(render(Audit(Disclosure("某局", 2020), (), ())).splitlines()[0])
    某局 · 2020年度决算
    """
    pen = _Pen(colour)
    parts = (
        [*_heading(audit.disclosure, language, pen), *_beside(audit, language, pen)],
        _read(audit.disclosure, language, pen),
        _verdicts(audit, language, pen),
        _findings(audit, language, pen),
        _suspects(audit, language, pen),
        _rounding(audit, language, pen),
        _closing(audit, language, pen),
    )
    shown = [part for part in (list(lines) for lines in parts) if part]
    for number, part in enumerate(shown[1:-1]):
        part[0] = pen(_numbered(number, part[0], language), "bold")
    return "\n\n".join("\n".join(part) for part in shown)


def _numbered(number: int, title: str, language: Language) -> str:
    return f"{number + 1}. {title}" if language == "en" else f"{'一二三四五六'[number]}、{title}"


class _Pen:
    def __init__(self, colour: bool) -> None:
        self.colour = colour

    def __call__(self, text: str, style: str) -> str:
        return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if self.colour else text


def _say(language: Language, zh: str, en: str) -> str:
    return en if language == "en" else zh


def _heading(d: Disclosure, language: Language, pen: _Pen) -> Iterator[str]:
    entity = d.entity or _say(language, "（未识别单位名称）", "(entity not recognised)")
    year = str(d.fiscal_year) if d.fiscal_year else "????"
    final = d.kind is Kind.FINAL
    kind = _say(language, "决算" if final else "预算", "final accounts" if final else "budget")
    yield pen(f"{entity} · {year}{_say(language, '年度', ' ')}{kind}", "bold")
    if d.file:
        yield pen(_say(language, f"文件：{d.file}", f"File: {d.file}"), "dim")


def _beside(audit: Audit, language: Language, pen: _Pen) -> Iterator[str]:
    """What the disclosure was compared with, and what was given in vain."""
    for other, standing in audit.beside:
        name = other.file or other.entity or ""
        if standing is not None:
            said = standing.said.spoken(language)
            yield pen(_say(language, f"对照：{name}（{said}）", f"Beside: {name} ({said})"), "dim")
        else:
            yield pen(
                _say(
                    language,
                    f"未用于对照：{name}（不是同一单位上年的或当年预算的公开件）",
                    f"Not compared: {name} (neither last year's nor the budget of this unit)",
                ),
                "warning",
            )


def _read(d: Disclosure, language: Language, pen: _Pen) -> Iterator[str]:
    yield _say(language, "读到的内容", "What was read")
    rows = []
    for table in d.tables:
        printed = sum(1 for figure in table.figures() if not figure.is_blank)
        empty = _say(language, "空表", "empty")
        count = _say(language, f"{printed} 个数", f"{printed} figures") if printed else empty
        page = Place(page=table.place.page).spoken(language) if table.place else ""
        page = _in_file(table.place.file if table.place else None, d) + page
        lines = len(table.all_lines())
        rows.append(
            (f"《{table.title}》", _say(language, f"{lines} 行", f"{lines} rows"), count, page)
        )
    yield from _columns(rows)
    if d.evaluations:
        held = len(d.evaluations)
        yield "  " + _say(language, f"绩效自评表 {held} 张", f"{held} self-evaluations")
    sections = sum(1 for _ in d.walk_sections())
    if sections:
        yield "  " + _say(language, f"文字说明 {sections} 节", f"{sections} narrative sections")
    yield from _unplaced(d, language, pen)
    yield from _remarks(d, language, pen)


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if not rows:
        return
    widths = [max(width(row[number]) for row in rows) for number in range(len(rows[0]))]
    for row in rows:
        cells = (pad(cell, size) for cell, size in zip(row, widths, strict=True))
        yield ("  " + "  ".join(cells)).rstrip()


def _unplaced(d: Disclosure, language: Language, pen: _Pen) -> Iterator[str]:
    if not d.unplaced:
        yield "  " + _say(language, "没有读不懂的数字。", "Every number found its place.")
        return
    head = _say(
        language,
        f"有 {len(d.unplaced)} 处内容未能归入任何表，未参加审核：",
        f"{len(d.unplaced)} pieces belong to no table and were not checked:",
    )
    yield "  " + pen(head, "warning")
    for piece in d.unplaced[:5]:
        text = " ".join(piece.text.split())[:40]
        yield f"    {piece.place.spoken(language)} “{text}”：{piece.reason.spoken(language)}"
    if len(d.unplaced) > 5:
        yield "    …"


def _remarks(d: Disclosure, language: Language, pen: _Pen) -> Iterator[str]:
    if not d.remarks:
        return
    yield "  " + pen(_say(language, "读取时请注意：", "Of the reading:"), "warning")
    for remark in d.remarks[:_MOST_REMARKS]:
        said = (remark.place.spoken(language), remark.reason.spoken(language))
        yield "    " + "：".join(part for part in said if part)
    if len(d.remarks) > _MOST_REMARKS:
        more = len(d.remarks) - _MOST_REMARKS
        yield "    " + _say(language, f"……另有 {more} 条", f"… and {more} more")


def _verdicts(audit: Audit, language: Language, pen: _Pen) -> Iterator[str]:
    yield _say(language, "勾稽关系", "Cross-footing relations")
    counts = audit.by_verdict
    passed = sum(passed.count for passed in audit.passed)
    said = [
        f"{verdict.zh if language == 'zh' else verdict.value} {counts[verdict]}"
        for verdict in Verdict
        if counts[verdict]
    ]
    total = len(audit.checked)
    yield "  " + _say(
        language,
        f"共核对 {total} 条{'：' if said else ''}{'，'.join(said)}。"
        f"另有 {passed} 项格式与口径检查通过。",
        f"{total} checked{': ' if said else ''}{', '.join(said)}. "
        f"{passed} further checks of form passed.",
    )
    unchecked = [skip for skip in audit.skipped if skip.unchecked]
    for skip in unchecked[:5]:
        yield f"  {skip.rule.id} {skip.rule.title.spoken(language)}：{skip.reason.spoken(language)}"
    if audit.proof is not None:
        yield "  " + audit.proof.summary(language)


def _rounding(audit: Audit, language: Language, pen: _Pen) -> Iterator[str]:
    sums = [
        check
        for check in audit.with_verdict(Verdict.ROUNDING)
        if isinstance(check.relation, Relation)
    ]
    groups = list(alike(sums).values())
    if not groups:
        return
    yield _say(language, "只差舍入（不是错误）", "Rounding only (no error)")
    for group in groups[:_SHOWN]:
        more = len(group) - 1
        also = (
            _say(language, f"（另有 {more} 处同样）", f" (and {more} more alike)") if more else ""
        )
        yield pen(f"  · {group[0].message.spoken(language)}{also}", "dim")
    if len(groups) > _SHOWN:
        rest = len(groups) - _SHOWN
        yield "  " + _say(language, f"……另有 {rest} 条", f"… {rest} more")


def alike(checks: Iterable[Checked]) -> dict[str, list[Checked]]:
    """The checks by what they say in figures: the same sum in several tables is said once."""
    groups: dict[str, list[Checked]] = {}
    for check in checks:
        relation = check.relation
        said = show_sides(relation) if isinstance(relation, Relation) else check.message.zh
        groups.setdefault(said, []).append(check)
    return groups


def _findings(audit: Audit, language: Language, pen: _Pen) -> Iterator[str]:
    yield _say(language, "发现的问题", "Findings")
    if not audit.findings:
        yield "  " + pen(_say(language, "没有发现问题。", "None."), "good")
    kinds: dict[tuple[Severity, str], list[Finding]] = {}
    for severity in Severity:
        for finding in audit.findings:
            if finding.severity is severity:
                kinds.setdefault((severity, finding.rule.id), []).append(finding)
    for (severity, _), findings in kinds.items():
        shown = findings if severity is Severity.ERROR else findings[:_ALIKE]
        for finding in shown:
            yield from _finding(finding, audit.disclosure, language, pen)
        if len(shown) < len(findings):
            more = len(findings) - len(shown)
            yield "         " + _say(
                language,
                f"……同类的另有 {more} 项（--format json 全部列出）",
                f"… {more} more of the kind (--format json lists all)",
            )


def _in_file(file: str | None, d: Disclosure) -> str:
    """The file, where the disclosure has several."""
    return f"{file} " if file and file != d.file else ""


def _finding(finding: Finding, d: Disclosure, language: Language, pen: _Pen) -> Iterator[str]:
    label = finding.severity.zh if language == "zh" else finding.severity.value
    page = finding.page
    where = "" if page is None else _say(language, f"第{page}页 ", f"p. {page} ")
    where = _in_file(finding.file, d) + where
    tag = pen(f"[{label}]", finding.severity.value)
    title = finding.rule.title.spoken(language)
    yield f"  {tag} {where}{finding.message.spoken(language)}"
    yield pen(f"         {finding.rule.id} {title}（{finding.rule.source}）", "dim")
    if finding.correction is not None:
        yield (
            "         "
            + _say(language, "建议：", "Suggested: ")
            + finding.correction.spoken(language)
        )


def _suspects(audit: Audit, language: Language, pen: _Pen) -> Iterator[str]:
    if not audit.suspects:
        return
    yield _say(language, "最可能印错的数", "Figures most likely wrong")
    for suspect in audit.suspects:
        place = suspect.printed.place
        file = _in_file(place.file if place else None, audit.disclosure)
        yield f"  {file}{suspect.message.spoken(language)}"


def _closing(audit: Audit, language: Language, pen: _Pen) -> Iterator[str]:
    counts = {
        severity: sum(1 for finding in audit.findings if finding.severity is severity)
        for severity in Severity
    }
    if not audit.looked:
        yield pen(
            _say(language, "结论：没有可以核对的内容。", "Verdict: nothing to check."), "warning"
        )
    elif audit.consistent:
        yield pen(_clean(audit, counts, language), "good" if audit.checked else "warning")
    else:
        yield pen(
            _say(
                language,
                f"结论：错误 {counts[Severity.ERROR]} 项，提醒 {counts[Severity.WARNING]} 项，"
                f"提示 {counts[Severity.INFO]} 项。",
                f"Verdict: {counts[Severity.ERROR]} errors, {counts[Severity.WARNING]} warnings, "
                f"{counts[Severity.INFO]} notes.",
            ),
            "error",
        )


def _clean(audit: Audit, counts: Mapping[Severity, int], language: Language) -> str:
    """The verdict where no error was found; nothing compared is no verdict on the figures."""
    warnings, notes = counts[Severity.WARNING], counts[Severity.INFO]
    others_zh = f"；提醒 {warnings} 项，提示 {notes} 项" if warnings or notes else ""
    others_en = f"; {warnings} warnings, {notes} notes" if warnings or notes else ""
    if not audit.checked:
        return _say(
            language,
            f"结论：没有可以相互核对的数，只检查了格式{others_zh}。",
            f"Verdict: no figures to compare, only the form was checked{others_en}.",
        )
    return _say(language, f"结论：没有发现错误{others_zh}。", f"Verdict: no errors{others_en}.")
