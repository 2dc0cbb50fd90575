"""What changed between a pack that was handed out and what the office knows now.

Compared is what a reader sees: the blocks of each section, heading by heading.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from services.briefing.case_layout import case_blocks
from services.briefing.layout import sections
from services.briefing.paper import Block, Heading, Section
from services.briefing.session_layout import case_key
from services.briefing.values import Pack, SessionPack
from services.core import texts


class ChangeKind(StrEnum):
    """What became of a section."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that is not as it was; ``headings`` name what differs inside."""

    key: str
    title: str
    kind: ChangeKind
    headings: tuple[str, ...] = ()


def changes(before: Pack, now: Pack) -> tuple[SectionChange, ...]:
    """Return what changed, in the order of the present pack, removed ones last.

    Who made them and when is no change. Both are told in the language of ``before``.
    """
    with texts.using(before.head.language):
        old = _comparable(before)
        new = _comparable(replace(now, head=before.head))
    return (*_changed(old, new), *_removed(old, new))


def _changed(
    old: dict[str, Section], new: dict[str, Section]
) -> Iterator[SectionChange]:
    for key, section in new.items():
        was = old.get(key)
        if was is None:
            yield SectionChange(key, section.title, ChangeKind.ADDED)
        elif was.blocks != section.blocks:
            headings = _headings(was.blocks, section.blocks)
            yield SectionChange(key, section.title, ChangeKind.CHANGED, headings)


def _removed(
    old: dict[str, Section], new: dict[str, Section]
) -> Iterator[SectionChange]:
    for key, section in old.items():
        if key not in new:
            yield SectionChange(key, section.title, ChangeKind.REMOVED)


def _comparable(pack: Pack) -> dict[str, Section]:
    """Return the sections by key, cases without their place among the others."""
    left_out = pack.head.form.without
    found = {one.key: one for one in sections(pack) if one.key not in left_out}
    if isinstance(pack, SessionPack):
        for case in pack.cases:
            key = case_key(case)
            if key in found:
                found[key] = Section(key, case.title, case_blocks(case))
    return found


def _headings(old: tuple[Block, ...], new: tuple[Block, ...]) -> tuple[str, ...]:
    was, now = _by_heading(old), _by_heading(new)
    names = [*now, *(name for name in was if name not in now)]
    return tuple(name for name in names if name and was.get(name) != now.get(name))


def _by_heading(blocks: tuple[Block, ...]) -> dict[str, list[Block]]:
    found: dict[str, list[Block]] = {}
    name = ""
    for block in blocks:
        if isinstance(block, Heading):
            name = block.text
        found.setdefault(name, []).append(block)
    return found
