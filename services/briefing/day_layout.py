"""The list of a day's meetings, with room for notes by hand."""

from services.briefing import wording
from services.briefing.paper import (
    Align,
    Block,
    Column,
    Grid,
    Line,
    Section,
    Title,
)
from services.briefing.values import DayPack, DayRow
from services.core.texts import gettext as _
from services.core.texts import pgettext
from services.korean.dates import in_seoul, time_range

LIST = "list"


def day_sections(pack: DayPack) -> tuple[Section, ...]:
    """Return the one section of a day's list."""
    made = in_seoul(pack.head.stamp.made_at).date()
    title = _("Meetings of {day}").format(day=wording.day_text(pack.day))
    blocks: list[Block] = [Title(title, wording.byline(made, pack.head.letterhead))]
    if pack.rows:
        blocks.append(_table(pack))
    else:
        blocks.append(Line(_("There is no meeting on this day."), mark="○"))
    return (Section(LIST, title, tuple(blocks)),)


def _table(pack: DayPack) -> Grid:
    columns = (
        Column(pgettext("paper", "Time"), 16, Align.CENTRE),
        Column(pgettext("paper", "Kind, state"), 15, Align.CENTRE),
        Column(pgettext("paper", "Content"), 27),
        Column(pgettext("paper", "Applicant"), 13),
        Column(pgettext("paper", "People"), 8, Align.RIGHT),
        Column(pgettext("paper", "Host"), 11, Align.CENTRE),
        Column(pgettext("paper", "Place"), 13, Align.CENTRE),
    )
    unit = wording.unit(pgettext("unit", "people"))
    return Grid(columns, tuple(_row(row) for row in pack.rows), unit=unit)


def _row(row: DayRow) -> tuple[str, ...]:
    return (
        time_range(row.starts_at, row.ends_at),
        _("{kind}, {state}").format(
            kind=wording.meeting_kind(row.kind),
            state=wording.meeting_state(row.state),
        ),
        row.title,
        row.who,
        wording.number(row.people) if row.people else "",
        row.host,
        row.room,
    )
