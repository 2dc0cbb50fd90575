"""A page for each pending issue of a dong, and the questions they will raise."""

from services.briefing import wording
from services.briefing.case_layout import missing_line, needed, text_lines
from services.briefing.marks import BULLETS
from services.briefing.paper import (
    Block,
    Fact,
    Facts,
    Heading,
    Line,
    Title,
    Tone,
)
from services.briefing.values import DongPack, Issue, Part
from services.core.texts import gettext as _
from services.core.texts import pgettext


def issue_blocks(issue: Issue, place: int, count: int) -> tuple[Block, ...]:
    """Return the page of one issue; ``place`` of ``count``, from 1."""
    title = _("Pending issue {place} of {count}").format(place=place, count=count)
    facts = Facts(
        (
            Fact(pgettext("paper", "Location"), issue.location),
            Fact(pgettext("paper", "Budget"), wording.money(issue.budget_thousand)),
            needed(_("Department in charge"), issue.department),
        )
    )
    return (
        Title(issue.title, title),
        facts,
        Heading(wording.part(Part.SITUATION)),
        *text_lines(issue.situation),
        Heading(wording.part(Part.PROBLEM)),
        *text_lines(issue.problem),
        *_optional(pgettext("paper", "Progress so far"), issue.progress),
        Heading(pgettext("paper", "Review opinion")),
        *text_lines(issue.opinion),
        Heading(_("What is planned")),
        *text_lines(issue.plan),
    )


def question_blocks(pack: DongPack) -> tuple[Block, ...]:
    """Return what residents will ask, from the issues, and the prepared answers."""
    blocks: list[Block] = [Title(_("Expected proposals and answers (draft)"))]
    if not pack.issues:
        return (*blocks, missing_line())
    for at, issue in enumerate(pack.issues, start=1):
        blocks.append(Line(issue.title, 1, f"{at}.", Tone.STRONG))
        blocks += text_lines(issue.opinion)
        if issue.department:
            answers = _("Answered by: {department}").format(department=issue.department)
            blocks.append(Line(answers, 3, BULLETS[2]))
    return tuple(blocks)


def _optional(title: str, text: str) -> tuple[Block, ...]:
    return (Heading(title), *text_lines(text)) if text.strip() else ()
