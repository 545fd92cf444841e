"""The audit as a person reads it in a terminal (终端报告)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

from budgetdisclosure.model import Disclosure, Kind
from budgetdisclosure.place import Place
from budgetdisclosure.report.grouping import Group, counted, groups, totals
from budgetdisclosure.report.pen import Pen, say
from budgetdisclosure.report.unread import how_many, remarks, unplaced
from budgetdisclosure.rules import Audit, Checked, Relation, Severity, Verdict
from budgetdisclosure.rules.relation import show_sides
from budgetdisclosure.wording import Language, Wording, pad, quoted, titled, width

_FEW = 6
_ALIKE = 6


def render(
    audit: Audit, language: Language = "zh", *, colour: bool = False, full: bool = False
) -> str:
    """The whole report: what was read, what holds, what is only rounding, what is wrong, where.

    Of findings of one kind, of sums that only round and of what was not placed it shows the first
    few and says how many more there are; with ``full`` all.

    >>> print(render(Audit(Disclosure("某局", 2020), (), ())).splitlines()[0])
    某局 · 2020年度决算
    """
    pen = Pen(colour, None if full else _ALIKE)
    parts = (
        [*heading(audit.disclosure, language, pen), *compared(audit, language, pen)],
        _read(audit.disclosure, language, pen),
        relations(audit, language, pen),
        _findings(audit, language, pen),
        suspected(audit, language, pen),
        rounded(audit, language, pen),
        [pen(*closing(audit, language))],
    )
    shown = [part for part in (list(lines) for lines in parts) if part]
    for number, part in enumerate(shown[1:-1]):
        part[0] = pen(_numbered(number, part[0], language), "bold")
    return "\n\n".join("\n".join(part) for part in shown)


def _numbered(number: int, title: str, language: Language) -> str:
    return f"{number + 1}. {title}" if language == "en" else f"{'一二三四五六'[number]}、{title}"


def heading(d: Disclosure, language: Language, pen: Pen) -> Iterator[str]:
    """Whose disclosure it is, of which year and kind; its file."""
    named = d.entity and say(language, d.entity, quoted(d.entity))
    entity = named or say(language, "（未识别单位名称）", "(entity not recognised)")
    year = str(d.fiscal_year) if d.fiscal_year else "????"
    final = d.kind is Kind.FINAL
    kind = say(language, "决算" if final else "预算", "final accounts" if final else "budget")
    yield pen(f"{entity} · {year}{say(language, '年度', ' ')}{kind}", "bold")
    file = file_of(d)
    if file:
        yield pen(say(language, f"文件：{file}", f"File: {file}"), "dim")


def file_of(d: Disclosure) -> str:
    """The path as it was given, and in a folder or zip the file: enough to find it again.

    >>> file_of(Disclosure(path="甲/决算.pdf", file="决算.pdf")), file_of(Disclosure(file="a.pdf"))
    ('甲/决算.pdf', 'a.pdf')
    >>> file_of(Disclosure(path="下载", file="甲/决算.pdf"))
    '下载/甲/决算.pdf'
    """
    path, file = d.path or "", d.file or ""
    own = not path or not file or PurePath(path).name == file
    return (path or file) if own else f"{path.rstrip('/')}/{file}"


def compared(audit: Audit, language: Language, pen: Pen) -> Iterator[str]:
    """What the disclosure was compared with, and what was given in vain."""
    for other, standing in audit.beside:
        name = file_of(other) or other.entity or ""
        if standing is not None:
            said = standing.said.spoken(language)
            yield pen(say(language, f"对照：{name}（{said}）", f"Beside: {name} ({said})"), "dim")
        else:
            yield pen(
                say(
                    language,
                    f"未用于对照：{name}（不是同一单位上年的或当年预算的公开件）",
                    f"Not compared: {name} (neither last year's nor the budget of this unit)",
                ),
                "warning",
            )


def _read(d: Disclosure, language: Language, pen: Pen) -> Iterator[str]:
    yield READ.spoken(language)
    yield from _columns(tables_read(d, language))
    yield from read_besides(d, language, pen)


READ = Wording("读到的内容", "What was read")


def tables_read(d: Disclosure, language: Language) -> list[tuple[str, ...]]:
    """A row for each table: its title, its rows, its figures, its page."""
    rows: list[tuple[str, ...]] = []
    for table in d.tables:
        printed = sum(1 for figure in table.figures() if figure.value is not None)
        empty = say(language, "空表", "empty")
        figures = say(language, f"{printed} 个数", counted(printed, "figure"))
        count = figures if printed else empty
        page = Place(page=table.place.page).spoken(language) if table.place else ""
        page = _in_file(table.place.file if table.place else None, d) + page
        lines = len(table.all_lines())
        rows.append((titled(table.title or ""), _rows(lines, language), count, page))
    return rows


def read_besides(d: Disclosure, language: Language, pen: Pen) -> Iterator[str]:
    """What was read besides the tables, what found no place, and what to know of the reading."""
    for kind, (zh, en) in _SHEETS.items():
        held = sum(1 for evaluation in d.evaluations if evaluation.kind == kind)
        if held:
            yield "  " + say(language, f"{zh} {held} 张", counted(held, en))
    sections = sum(1 for _ in d.walk_sections())
    if sections:
        said = counted(sections, "narrative section")
        yield "  " + say(language, f"文字说明 {sections} 节", said)
    yield from unplaced(d, language, pen)
    yield from remarks(d, language, pen)


_SHEETS = {
    "self_evaluation": ("绩效自评表", "performance self-evaluation"),
    "target": (
        "绩效目标表",
        "performance target table",
    ),
    "report": ("绩效评价基础数据表", "performance report table"),
}
"""What tables on performance are called, by their kind."""


def _rows(lines: int, language: Language) -> str:
    return say(language, f"{lines} 行", counted(lines, "row"))


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if not rows:
        return
    widths = [max(width(row[number]) for row in rows) for number in range(len(rows[0]))]
    for row in rows:
        cells = (pad(cell, size) for cell, size in zip(row, widths, strict=True))
        yield ("  " + "  ".join(cells)).rstrip()


def relations(audit: Audit, language: Language, pen: Pen) -> Iterator[str]:
    """How many relations came to which verdict, what was not checked, and the proof."""
    yield say(language, "勾稽关系", "Cross-footing relations")
    counts = verdict_counts(audit, language)
    passed = sum(passed.count for passed in audit.passed)
    total = len(audit.checked)
    yield "  " + say(
        language,
        f"共核对 {total} 条{'：' if counts else ''}{counts}。另有 {passed} 项格式与口径检查通过。",
        f"{total} checked{': ' if counts else ''}{counts}. "
        f"{counted(passed, 'further check')} of form and wording passed.",
    )
    yield from _untested(audit, language)
    yield from _unchecked(audit, language, pen)
    if audit.proof is not None:
        yield "  " + audit.proof.summary(language)


def verdict_counts(audit: Audit, language: Language) -> str:
    """How many relations came to each verdict, in words."""
    said = (
        f"{verdict.zh if language == 'zh' else verdict.value} {count}"
        for verdict, count in audit.by_verdict.items()
        if count
    )
    return say(language, "，", ", ").join(said)


def _unchecked(audit: Audit, language: Language, pen: Pen) -> Iterator[str]:
    """What could not be checked, the same thing said once."""
    alike: dict[str, int] = {}
    for skip in audit.skipped:
        if skip.unchecked:
            title, reason = skip.rule.title.spoken(language), skip.reason.spoken(language)
            said = f"{skip.rule.id} {title}{say(language, '：', ': ')}{reason}"
            alike[said] = alike.get(said, 0) + 1
    if alike:
        yield "  " + say(language, "未能核对：", "Could not be checked:")
    for said, count in list(alike.items())[: pen.most]:
        times = say(language, f"（{count} 处）", f" ({count} times)") if count > 1 else ""
        yield f"    {said}{times}"
    if pen.most is not None and len(alike) > pen.most:
        rest = len(alike) - pen.most
        yield "    " + say(language, f"……另有 {rest} 条", f"… {rest} more")


def rounded(audit: Audit, language: Language, pen: Pen) -> Iterator[str]:
    """The sums that only round, the same sum once."""
    sums = [
        check
        for check in audit.with_verdict(Verdict.ROUNDING)
        if isinstance(check.relation, Relation)
    ]
    alikes = list(alike(sums).values())
    if not alikes:
        return
    yield say(language, "只差舍入（不是错误）", "Rounding only (no error)")
    for group in alikes[: pen.most]:
        more = len(group) - 1
        also = say(language, f"（另有 {more} 处同样）", f" (and {more} more alike)") if more else ""
        yield pen(f"  · {group[0].brief.spoken(language)}{also}", "dim")
    if pen.most is not None and len(alikes) > pen.most:
        rest = len(alikes) - pen.most
        yield "  " + say(language, f"……另有 {rest} 条", f"… {rest} more")


def _untested(audit: Audit, language: Language) -> Iterator[str]:
    """What was read and stands in no relation."""
    for one in audit.untested:
        names = "、".join(one.columns[:_FEW]) + ("……" if len(one.columns) > _FEW else "")
        of = f"“{names}”" if one.columns else ""
        yield "  " + say(
            language,
            f"已读、未核对：《{one.title}》{of or '全表'} {one.figures} 个数，没有勾稽关系涉及",
            f"Read, not checked: 《{one.title}》{' ' + of if of else ''} {one.figures} figures "
            "stand in no relation",
        )


def alike(checks: Iterable[Checked]) -> dict[str, list[Checked]]:
    """The checks by what they say in figures: the same sum in several tables is said once."""
    groups: dict[str, list[Checked]] = {}
    for check in checks:
        relation = check.relation
        said = show_sides(relation) if isinstance(relation, Relation) else check.message.zh
        groups.setdefault(said, []).append(check)
    return groups


def _findings(audit: Audit, language: Language, pen: Pen) -> Iterator[str]:
    yield say(language, "发现的问题", "Findings")
    if not audit.findings:
        yield "  " + pen(say(language, "没有发现问题。", "Nothing found."), "good")
    if len(audit.findings) > _FEW:
        for severity, words in totals(audit.findings, language):
            yield "  " + pen(words, severity.value)
        yield ""
    for group in groups(audit.findings):
        yield from _group(group, audit.disclosure, language, pen)


def _in_file(file: str | None, d: Disclosure) -> str:
    """The file, where the disclosure has several."""
    return f"{file} " if file and file != d.file else ""


def _group(group: Group, d: Disclosure, language: Language, pen: Pen) -> Iterator[str]:
    label = group.severity.zh if language == "zh" else group.severity.value
    tag = pen(f"[{label}]", group.severity.value)
    count = say(language, f"（{group.count} 项）", f" ({group.count})") if group.count > 1 else ""
    yield f"  {tag} {group.title(language)}{count}"
    source = group.sources(language)
    yield pen("         " + say(language, f"依据：{source}", f"Source: {source}"), "dim")
    shown = group.entries[: pen.most]
    for entry in shown:
        yield f"       · {entry.spoken(language, d.file)}"
        for correction in entry.corrections(language):
            yield "         " + suggested(correction, language)
    if len(shown) < len(group.entries):
        more = group.count - sum(len(entry.findings) for entry in shown)
        yield "         " + say(
            language,
            f"……同类的另有 {more} 项（加 --full 全部列出）",
            f"… {more} more of the kind (--full lists all)",
        )


def suggested(correction: str, language: Language) -> str:
    """What should stand there instead, said to be a suggestion (建议)."""
    return say(language, f"建议：{correction}", f"Suggested: {correction}")


def suspected(audit: Audit, language: Language, pen: Pen) -> Iterator[str]:
    """The figures most likely wrong."""
    if not audit.suspects:
        return
    yield SUSPECTED.spoken(language) + _mended(audit, language)
    for suspect in audit.suspects:
        place = suspect.printed.place
        file = _in_file(place.file if place else None, audit.disclosure)
        yield f"  {file}{suspect.message.spoken(language)}"


SUSPECTED = Wording("最可能印错的数", "Figures most likely wrong")


def _mended(audit: Audit, language: Language) -> str:
    """That all relations hold once the suspects are put right, where the proof knows it."""
    if audit.proof is None or audit.proof.undecided:
        return ""
    count = len(audit.suspects)
    return say(
        language,
        f"（改正这 {count} 处，各勾稽关系即可同时成立）",
        f" (put {'it' if count == 1 else f'these {count}'} right, and all relations can hold)",
    )


def closing(audit: Audit, language: Language) -> tuple[str, str]:
    """The verdict on the disclosure (结论), and the style it is shown in."""
    counts = {
        severity: sum(1 for finding in audit.findings if finding.severity is severity)
        for severity in Severity
    }
    if not audit.looked:
        return say(language, "结论：没有可以核对的内容。", "Verdict: nothing to check."), "warning"
    if audit.consistent:
        return _clean(audit, counts, language), "good" if audit.checked else "warning"
    said = say(
        language,
        f"结论：错误 {counts[Severity.ERROR]} 项，提醒 {counts[Severity.WARNING]} 项，"
        f"提示 {counts[Severity.INFO]} 项{how_many(audit.disclosure)}。",
        f"Verdict: {counted(counts[Severity.ERROR], 'error')}, "
        f"{counted(counts[Severity.WARNING], 'warning')}, "
        f"{counted(counts[Severity.INFO], 'note')}{how_many(audit.disclosure, 'en')}.",
    )
    return said, "error"


def _clean(audit: Audit, counts: Mapping[Severity, int], language: Language) -> str:
    """The verdict where no error was found; nothing compared is no verdict on the figures."""
    warnings, notes = counts[Severity.WARNING], counts[Severity.INFO]
    others_zh = f"；提醒 {warnings} 项，提示 {notes} 项" if warnings or notes else ""
    others_en = f"; {warnings} warnings, {notes} notes" if warnings or notes else ""
    open_ = sum(skip.unchecked for skip in audit.skipped)
    others_zh += f"；未能核对 {open_} 处" if open_ else ""
    others_en += f"; {open_} could not be checked" if open_ else ""
    others_zh += how_many(audit.disclosure)
    others_en += how_many(audit.disclosure, "en")
    if not audit.checked:
        return say(
            language,
            f"结论：没有可以相互核对的数，只检查了格式{others_zh}。",
            f"Verdict: no figures to compare, only the form was checked{others_en}.",
        )
    if not audit.disclosure.tables and not audit.disclosure.evaluations:
        return say(
            language,
            f"结论：没有读到任何表，只核对了文字；文字中没有发现错误{others_zh}。",
            f"Verdict: no table was read, only the text was checked; no errors in it{others_en}.",
        )
    return say(language, f"结论：没有发现错误{others_zh}。", f"Verdict: no errors{others_en}.")
