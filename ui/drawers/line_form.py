"""Lists as text, one line each: what a clerk types fastest and pastes from a table.

The parts of a line stand apart by a tab or a bar.  A line that cannot be read names
its number; nothing typed is thrown away.
"""

from collections.abc import Iterator, Mapping
from datetime import time

from models.errors import FieldError
from models.values import AttendeeCategory, ProgrammeKind
from services.core.texts import gettext as _
from services.outreach.programme import ProgrammeLine
from services.outreach.visit_plan import AttendeeLine, IssueLine

BAR = " | "


def category_names() -> Mapping[AttendeeCategory, str]:
    """Return what each kind of attendee is called."""
    return {
        AttendeeCategory.COUNCIL: _("Council"),
        AttendeeCategory.COMMUNITY: _("Community"),
        AttendeeCategory.GROUP: _("Groups"),
        AttendeeCategory.MONITOR: _("City monitors"),
        AttendeeCategory.PRESS: _("Social reporters"),
        AttendeeCategory.RESIDENT: _("Residents"),
        AttendeeCategory.CITY: _("City staff"),
    }


def programme_text(lines: tuple[ProgrammeLine, ...]) -> str:
    """Return a timetable as text: time, minutes, what, where."""
    return "\n".join(
        BAR.join((f"{x.starts_at:%H:%M}", str(x.minutes), x.title, x.place)).rstrip(
            " |"
        )
        for x in lines
    )


def read_programme(
    text: str, known: tuple[ProgrammeLine, ...]
) -> tuple[ProgrammeLine, ...]:
    """Return the timetable; kinds are those of lines with the same title.

    Raises:
        FieldError: A line has no time or no minutes; the fact ``line`` names it.
    """
    kinds = {line.title: line.kind for line in known}
    read: list[ProgrammeLine] = []
    for number, parts in _lines(text, 4):
        try:
            starts_at, minutes = time.fromisoformat(parts[0]), int(parts[1])
        except ValueError as error:
            raise FieldError(field="programme", fault="line", line=number) from error
        kind = kinds.get(parts[2], ProgrammeKind.OTHER)
        read.append(ProgrammeLine(kind, starts_at, minutes, parts[2], parts[3]))
    return tuple(read)


def attendees_text(lines: tuple[AttendeeLine, ...]) -> str:
    """Return the list of attendees as text: kind, title, name, seat."""
    names = category_names()
    return "\n".join(
        BAR.join((names[x.category], x.title, x.name, x.seat)).rstrip(" |")
        for x in lines
    )


def read_attendees(text: str) -> tuple[AttendeeLine, ...]:
    """Return the attendees.

    Raises:
        FieldError: A line's kind is not known; the fact ``line`` names it.
    """
    kinds = {name: kind for kind, name in category_names().items()}
    read: list[AttendeeLine] = []
    for number, parts in _lines(text, 4):
        if parts[0] not in kinds:
            raise FieldError(field="attendees", fault="line", line=number)
        read.append(AttendeeLine(kinds[parts[0]], parts[1], parts[2], parts[3]))
    return tuple(read)


def issues_text(lines: tuple[IssueLine, ...]) -> str:
    """Return the matters as text: title, situation, problem, opinion, department."""
    return "\n".join(
        BAR.join((x.title, x.situation, x.problem, x.opinion, x.department)).rstrip(
            " |"
        )
        for x in lines
    )


def read_issues(text: str, known: tuple[IssueLine, ...]) -> tuple[IssueLine, ...]:
    """Return the matters; what the text does not show stays as it was."""
    before = {line.title: line for line in known}
    read: list[IssueLine] = []
    for _number, parts in _lines(text, 5):
        old = before.get(parts[0], IssueLine(parts[0]))
        read.append(
            IssueLine(
                title=parts[0],
                location=old.location,
                situation=parts[1],
                problem=parts[2],
                progress=old.progress,
                opinion=parts[3],
                plan=old.plan,
                budget_thousand=old.budget_thousand,
                department=parts[4],
            )
        )
    return tuple(read)


def _lines(text: str, count: int) -> Iterator[tuple[int, list[str]]]:
    """Yield number and parts of each line that holds something."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            parts = [part.strip() for part in line.replace("\t", "|").split("|")]
            yield number, (parts + [""] * count)[:count]
