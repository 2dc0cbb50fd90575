"""One or two pages for each case: outline, texts, and what is missing in sight.

Source: custom of Korean city offices, 면담 보고자료 (handbook: document conventions).
"""

from collections.abc import Iterator

from models.values import MeetingState
from services.briefing import wording
from services.briefing.history import by_day
from services.briefing.marks import BULLETS, NOTE, marked_lines
from services.briefing.paper import Block, Fact, Facts, Heading, Line, Title, Tone
from services.briefing.values import Case, HistoryKind, HistoryLine, Part
from services.core.texts import gettext as _
from services.core.texts import pgettext

# The parts of a case in the order of the paper; history has lines of its own.
WRITTEN = (
    Part.GIST,
    Part.HISTORY,
    Part.ISSUES,
    Part.OPINION,
    Part.BUDGET,
    Part.REMARKS,
    Part.QUESTIONS,
    Part.CAUTION,
    Part.PLAN,
)


def case_blocks(case: Case, place: str = "") -> tuple[Block, ...]:
    """Return the blocks of one case; ``place`` says which one of how many."""
    when = wording.span_text(case.day, case.starts_at, case.ends_at)
    byline = f"{place} · {when}" if place else when
    blocks: list[Block] = [Title(case.title, byline)]
    blocks += [Heading(_("Outline of the meeting")), _outline(case)]
    blocks += [Heading(pgettext("paper", "Applicant")), _applicant(case)]
    for part in WRITTEN:
        blocks.append(Heading(wording.part(part)))
        blocks += _lines(case, part)
    return tuple(blocks)


def text_lines(text: str) -> tuple[Line, ...]:
    """Return a text that somebody wrote as lines; none is said to be missing."""
    if not text.strip():
        return (missing_line(),)
    return tuple(Line(one.text, one.level, one.mark) for one in marked_lines(text))


def missing_line() -> Line:
    """Return the line that says that somebody still has to write."""
    return Line(wording.to_write(), mark=NOTE, tone=Tone.MISSING)


def needed(label: str, value: str) -> Fact:
    """Return a fact that must not be empty."""
    if value.strip():
        return Fact(label, value)
    return Fact(label, wording.to_write(), Tone.MISSING)


def who_text(case: Case) -> str:
    """Return the applicant or the group, and how many come along."""
    who = case.who or wording.none_text()
    others = case.people - 1
    if others > 0:
        who = _("{who} and {count} more").format(who=who, count=wording.number(others))
    return f"{case.group} ({who})" if case.group else who


def _outline(case: Case) -> Facts:
    when = _("{span} ({minutes})").format(
        span=wording.span_text(case.day, case.starts_at, case.ends_at),
        minutes=wording.minutes(case.minutes),
    )
    facts = [
        Fact(wording.part(Part.DAY), when),
        needed(wording.part(Part.PLACE), case.room),
        needed(wording.part(Part.HOST), case.host),
        Fact(pgettext("paper", "Attending"), case.department),
    ]
    if case.state is not MeetingState.CONFIRMED:
        state = wording.meeting_state(case.state)
        facts.append(Fact(pgettext("paper", "State"), state))
    return Facts(tuple(facts))


def _applicant(case: Case) -> Facts:
    rows = [Fact(pgettext("paper", "Name"), case.who)]
    if case.group:
        rows.append(Fact(pgettext("paper", "Group"), case.group))
    rows.append(Fact(_("People coming"), wording.people(case.people)))
    if case.support:
        rows.append(Fact(_("Support wanted"), case.support))
    return Facts(tuple(rows))


def _lines(case: Case, part: Part) -> Iterator[Block]:
    text = str(getattr(case.texts, part.value))
    match part:
        case Part.HISTORY if case.history:
            known = [(line.day, _history(line)) for line in case.history]
            yield from by_day(known, text_lines(text) if text.strip() else ())
        case Part.GIST:
            yield from text_lines(text)
            if case.wish.strip():
                yield Line(
                    _("In the application: {wish}").format(wish=case.wish), 3, "-"
                )
        case Part.CAUTION if case.election_ground:
            ground = _(
                "Weeks before an election (Public Official Election Act §86): {ground}"
            )
            yield Line(ground.format(ground=case.election_ground), mark=BULLETS[1])
            if text.strip():
                yield from text_lines(text)
        case _:
            yield from text_lines(text)


def _history(line: HistoryLine) -> Line:
    happened = wording.history(line.kind)
    if line.kind is HistoryKind.DECIDED and line.verdict is not None:
        happened = f"{happened}: {wording.verdict(line.verdict)}"
    if line.detail:
        happened = f"{happened} ({line.detail})"
    return Line(f"{wording.short_day(line.day)} {happened}", mark=BULLETS[1])
