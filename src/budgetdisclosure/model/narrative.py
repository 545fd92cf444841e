"""The narrative (情况说明): sections as printed, in order, each passage with its place."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen

from budgetdisclosure.place import Place


@frozen
class Passage:
    """A paragraph of running text (段落), which begins at ``place``.

    ``breaks`` says where it goes on elsewhere: offsets into the text, each with the place of what
    follows (the next page, the next line).
    """

    text: str
    place: Place = field(default=Place(), eq=False, repr=False)
    breaks: tuple[tuple[int, Place], ...] = field(default=(), eq=False, repr=False)


@frozen
class Section:
    """A headed part of the document (章节), numbered as printed (``五``); level 1 is the top.

    ``part`` tells contents pages (contents), 单位概况 (profile), the table part (tables), 情况说明
    (narrative), 名词解释 (glossary) and 附件 (attachment) apart, where it could be told.
    """

    title: str
    number: str = ""
    level: int = 1
    part: str = ""
    passages: tuple[Passage, ...] = ()
    sections: tuple[Section, ...] = ()
    place: Place = field(default=Place(), eq=False, repr=False)

    def walk(self) -> Iterator[Section]:
        """The section and all below it, in order."""
        yield self
        for section in self.sections:
            yield from section.walk()

    @property
    def text(self) -> str:
        """Its own passages, one a line, without those of sections below it."""
        return "\n".join(passage.text for passage in self.passages)
