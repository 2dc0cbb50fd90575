"""Turns a pack into a sheet: its sections in order, and what stands on every page."""

from typing import assert_never

from models.values import PackKind
from services.briefing import wording
from services.briefing.day_layout import day_sections
from services.briefing.dong_layout import dong_sections, dong_title
from services.briefing.paper import Print, Section, Sheet, ended
from services.briefing.session_layout import (
    meeting_sections,
    session_sections,
    session_title,
)
from services.briefing.values import DayPack, DongPack, MeetingPack, Pack, SessionPack
from services.core import texts


def pack_sheet(pack: Pack) -> Sheet:
    """Return the sheet of a pack, in the language the pack was made in."""
    with texts.using(pack.head.language):
        head = pack.head
        chosen = tuple(
            section
            for section in sections(pack)
            if section.key not in head.form.without
        )
        return Sheet(
            title=title(pack),
            team=head.letterhead.team,
            language=head.language,
            made_at=head.stamp.made_at,
            edges=wording.edges(head.stamp, wording.secret_mark(head)),
            sections=ended(chosen),
            print=Print.LARGE if head.form.large_print else Print.NORMAL,
        )


def sections(pack: Pack) -> tuple[Section, ...]:
    """Return every section of a pack, those left out too."""
    match pack:
        case SessionPack():
            return session_sections(pack)
        case MeetingPack():
            return meeting_sections(pack)
        case DongPack():
            return dong_sections(pack)
        case DayPack():
            return day_sections(pack)
        case _:
            assert_never(pack)


def title(pack: Pack) -> str:
    """Return what the file is called inside; never a person's name."""
    match pack:
        case SessionPack():
            return f"{session_title(pack)} {wording.day_text(pack.day)}"
        case MeetingPack():
            kind = wording.pack_kind(PackKind.MEETING)
            return f"{kind} {wording.day_text(pack.case.day)}"
        case DongPack():
            return dong_title(pack)
        case DayPack():
            kind = wording.pack_kind(PackKind.DAY)
            return f"{kind} {wording.day_text(pack.day)}"
        case _:
            assert_never(pack)
