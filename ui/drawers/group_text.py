"""What a group's panel says of it, masked: who speaks, counts, demands, its course."""

from collections.abc import Iterable

from services.core.clock import local
from services.core.texts import gettext as _
from services.korean.dates import time_text
from services.reception.group_details import (
    EarlierGroup,
    GroupDetail,
    RepresentativeRow,
)
from ui import words
from ui.drawers.group_aside import earlier_lines


def group_lines(detail: GroupDetail, earlier: tuple[EarlierGroup, ...]) -> list[str]:
    """Return all but the representatives."""
    law = (
        _("By law a multi-party petition: {households} households, {signatures} signed")
        if detail.is_multi_party
        else _("No multi-party petition: {households} households, {signatures} signed")
    )
    lines = [
        *_counts(detail),
        law.format(households=detail.households, signatures=detail.signatures),
        _("Signature list: {what}").format(
            what=words.signature_list(detail.signature_list)
        ),
        _("Mood: {mood}").format(mood=words.severity(detail.severity)),
    ]
    lines += ["", _("Demands"), *(detail.demands or ("-",)), "", _("Head counts")]
    lines += [
        _("{time}  {come} here, {admitted} let in").format(
            time=time_text(local(one.at)), come=one.come, admitted=one.admitted
        )
        for one in detail.heads
    ]
    lines += ["", _("Notices to security")]
    lines += [
        f"{time_text(local(one.at))}  {one.recipient}" for one in detail.notices
    ] or ["-"]
    return [*lines, *_course(detail), "", *earlier_lines(earlier)]


def speaker_lines(rows: Iterable[RepresentativeRow]) -> str:
    """Return who speaks for the group, a line for each."""
    lines = [
        "  ".join((one.name, one.phone, _mandate(one.mandate_seen))).strip()
        for one in rows
    ]
    return "\n".join((_("Representatives"), *(lines or ["-"])))


def _counts(detail: GroupDetail) -> list[str]:
    """Return who came against who was announced, and what the room takes."""
    now = detail.heads[-1] if detail.heads else None
    lines = []
    if now is not None:
        line = _("{come} here, {admitted} let in, {outside} outside")
        told = line.format(come=now.come, admitted=now.admitted, outside=detail.outside)
        lines.append(told)
    if detail.expected:
        lines.append(_("Announced: {count}").format(count=detail.expected))
    if detail.room_limit:
        lines.append(_("Room takes {count} people").format(count=detail.room_limit))
    return lines


def _mandate(seen: bool) -> str:  # noqa: FBT001 - a fact, shown as a word
    return _("mandate seen") if seen else _("! mandate not seen")


def _course(detail: GroupDetail) -> list[str]:
    lines: list[str] = []
    if detail.rules_given_at is not None:
        at = time_text(local(detail.rules_given_at))
        lines.append(_("{time}  the rules of conduct were given").format(time=at))
    if detail.incidents:
        lines.append(_("Reports written: {count}").format(count=detail.incidents))
    if detail.dissolved_at is not None:
        at = time_text(local(detail.dissolved_at))
        lines.append(_("{time}  the group has gone").format(time=at))
    return ["", *lines] if lines else []
