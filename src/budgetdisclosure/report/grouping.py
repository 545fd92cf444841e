"""Findings put together for people: by rule, and by sheet where they are one problem (归并)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from budgetdisclosure.place import Place
from budgetdisclosure.rules import Finding, Rule, Severity
from budgetdisclosure.wording import Language

_PAGE = re.compile(r"\.(?:x?html?|mht(?:ml)?)$", re.IGNORECASE)


def seen(place: Place, file: str | None) -> Place:
    """The place without what a reader of ``file`` cannot see: the lines of a web page's source.

    >>> print(seen(Place(line=162, table="支出决算表"), "a.html"))
    《支出决算表》
    >>> print(seen(Place(line=162, table="支出决算表"), "a.txt"))
    第162行 《支出决算表》
    """
    return evolve(place, line=None) if file and _PAGE.search(file) else place


@frozen
class Entry:
    """What a report says at one place: the place, the words, the corrections (一条)."""

    spot: Place
    findings: tuple[Finding, ...]

    def spoken(self, language: Language, file: str | None = None) -> str:
        """The place, said once, and the message or messages; the file, where it is not ``file``."""
        first = self.findings[0]
        own = "" if first.file in (None, file) else f"{first.file} "
        if first.about is None or len(self.findings) == 1:
            said = first.brief.spoken(language)
        else:
            about = first.about.spoken(language)
            colon, semicolon = ("：", "；") if language == "zh" else (": ", "; ")
            parts = (one.brief.spoken(language).removeprefix(about) for one in self.findings)
            said = about + colon + semicolon.join(one.lstrip("：: ") for one in parts)
        spot = seen(self.spot, first.file or file) if "《" in said else self.spot
        where = spot.spoken(language)
        return own + (said if said.startswith(where) else f"{where} {said}".strip())

    def corrections(self, language: Language) -> Iterator[str]:
        """What should stand there instead, each once."""
        held = (one.correction for one in self.findings if one.correction is not None)
        yield from dict.fromkeys(correction.spoken(language) for correction in held)


@frozen
class Group:
    """The findings of one severity that a report puts under one heading (一类问题)."""

    severity: Severity
    rules: tuple[Rule, ...]
    entries: tuple[Entry, ...]

    @property
    def count(self) -> int:
        """How many findings there are in it."""
        return sum(len(entry.findings) for entry in self.entries)

    def sources(self, language: Language) -> str:
        """The sources of its rules, each once."""
        mark = "；" if language == "zh" else "; "
        said = (part for rule in self.rules for part in rule.sources(language))
        return mark.join(dict.fromkeys(said))

    def title(self, language: Language) -> str:
        """The rules' ids and names."""
        mark = "、" if language == "zh" else ", "
        return mark.join(f"{rule.id} {rule.title.spoken(language)}" for rule in self.rules)


def groups(findings: Sequence[Finding]) -> Iterator[Group]:
    """The findings by severity and rule; those about a whole sheet together, sheet by sheet."""
    for severity in Severity:
        own = [finding for finding in findings if finding.severity is severity]
        held: dict[str, list[Finding]] = {}
        for finding in own:
            key = finding.rule.id if finding.about is None else "sheets"
            held.setdefault(key, []).append(finding)
        for alike in held.values():
            rules = dict.fromkeys(finding.rule for finding in alike)
            yield Group(severity, tuple(rules), tuple(_entries(alike)))


def _entries(findings: Iterable[Finding]) -> Iterator[Entry]:
    """An entry for each finding, or for each sheet."""
    held: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        key = number if finding.about is None else (finding.about, finding.spot.page)
        held.setdefault(key, []).append(finding)
    for alike in held.values():
        yield Entry(alike[0].spot, tuple(alike))


def totals(findings: Sequence[Finding], language: Language) -> Iterator[tuple[Severity, str]]:
    """By severity: how many findings, of what nature, of which rules the most."""
    for severity in Severity:
        own = [finding for finding in findings if finding.severity is severity]
        if own:
            yield severity, _total(severity, own, language)


def _total(severity: Severity, own: Sequence[Finding], language: Language) -> str:
    counts: dict[Rule, int] = {}
    for finding in own:
        counts[finding.rule] = counts.get(finding.rule, 0) + 1
    order = sorted(counts.items(), key=lambda item: -item[1])
    mark = "，" if language == "zh" else ", "
    said = mark.join(f"{rule.id} {rule.title.spoken(language)} {n}" for rule, n in order[:_MOST])
    if len(order) > _MOST:
        said += "……" if language == "zh" else " …"
    sums = sum(1 for finding in own if finding.check is not None)
    if language == "en":
        parts = (counted(sums, "failing relation"), counted(len(own) - sums, "other check"))
        of = f" ({', '.join(parts)})" if sums else ""
        return f"{counted(len(own), _NOUNS[severity])}{of}: {said}"
    of = f"（勾稽关系 {sums} 项，其他检查 {len(own) - sums} 项）" if sums else ""
    return f"{severity.zh} {len(own)} 项{of}：{said}"


_MOST = 8
"""How many rules a line of the summary names: those with the most findings."""

_NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def counted(number: int, noun: str) -> str:
    """``1 row``, ``2 rows``.

    >>> counted(1, "row"), counted(0, "row")
    ('1 row', '0 rows')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"
