"""Visits of a week: people come, are called, are heard, and something comes of it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from models.values import Matter, PetitionId, PetitionKind, Subject, VisitId
from services.core.clock import SEOUL
from services.reception.values import CheckedIn, CheckInForm
from services.sample_office.sample import Sample

PLACES = ("상담실 1", "상담실 2")
DAYS_BEFORE = 5
FEWEST, MOST = 7, 9
MORNING = timedelta(minutes=75)  # how far back the present day reaches
LEFT_OPEN = (-1, 2)  # the third of yesterday waits for a department
LINE = 9  # who came in the present morning


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who came, and with what matter."""

    matter: dict[str, Any]
    checked_in: CheckedIn
    dictated: bool

    @property
    def visit_id(self) -> VisitId:
        """The visit."""
        return self.checked_in.visit_id


def past_days(sample: Sample) -> None:
    """Make the working days before today, all visits ended."""
    for distance in range(-DAYS_BEFORE, 0):
        _past_day(sample, distance)


def _past_day(sample: Sample, distance: int) -> None:
    sample.clock.go(sample.work_day(distance), time(9, 8))
    count = sample.chance.randint(FEWEST, MOST)
    for number in range(count):
        came = check_in(sample)
        _heard(sample, came, PLACES[number % len(PLACES)], last=number == count - 1)
        petition_id = came.checked_in.petition_id
        if petition_id and (distance, number) != LEFT_OPEN:
            follow(sample, came, petition_id)
        sample.clock.pass_minutes(sample.chance.randint(6, 22))


def check_in(sample: Sample) -> Came:
    """Let somebody come with a matter, now."""
    chance = sample.chance
    matter = chance.choice(sample.texts.matters["matters"])
    citizen = sample.people.one()
    title = matter["title"]
    form = CheckInForm(
        matter=Matter(matter["matter"]),
        subject=Subject(matter["subject"]),
        name=citizen.name,
        phone=citizen.phone,
        dong_id=sample.dong(),
        title=title,
        note=matter["note"],
        direct_kind=PetitionKind.SUGGESTION,
        dictated=bool(matter["department"]) and chance.randint(0, 9) == 0,
    )
    checked_in = sample.services.reception.check_in.run(sample.actor, form)
    return Came(matter, checked_in, form.dictated)


def _heard(sample: Sample, came: Came, place: str, *, last: bool) -> None:
    """Call somebody and hear them; the last of a day does not wait for it."""
    desk, actor = sample.services.reception, sample.actor
    sample.clock.pass_minutes(sample.chance.randint(3, 11))
    if last:
        desk.leave.run(actor, came.visit_id, "다음에 다시 오겠다고 함")
        return
    desk.call_this.run(actor, came.visit_id, place)
    sample.clock.pass_minutes(1)
    desk.start.run(actor, came.visit_id)
    sample.clock.pass_minutes(sample.chance.randint(8, 19))
    desk.finish.run(actor, came.visit_id, came.matter["outcome"])


def follow(sample: Sample, came: Came, petition_id: PetitionId) -> None:
    """Take a petition on as far as it came by now."""
    petitions, actor = sample.services.petitions, sample.actor
    sample.clock.pass_minutes(2)
    if came.dictated:
        petitions.sign.run(actor, petition_id)
    petitions.assign_department.run(actor, petition_id, came.matter["department"])
    due_at = came.checked_in.due_at
    if due_at is not None and due_at < sample.until + timedelta(days=1):
        sample.clock.pass_minutes(4)
        petitions.answer.run(actor, petition_id, came.matter["outcome"])


def this_morning(sample: Sample) -> None:
    """Make the present line: heard, in counselling, called, absent, waiting."""
    begin, minutes = _morning(sample)
    desk, actor, clock = sample.services.reception, sample.actor, sample.clock
    clock.set(begin)
    came: list[Came] = []
    for _ in range(LINE):
        came.append(check_in(sample))
        clock.pass_minutes(minutes / (2 * LINE))
    step = minutes / (4 * LINE)
    for one in came[:2]:
        desk.call_this.run(actor, one.visit_id, PLACES[0])
        clock.pass_minutes(step)
        desk.start.run(actor, one.visit_id)
        clock.pass_minutes(4 * step)
        desk.finish.run(actor, one.visit_id, one.matter["outcome"])
        if one.checked_in.petition_id:
            follow(sample, one, one.checked_in.petition_id)
    desk.call_this.run(actor, came[2].visit_id, PLACES[1])
    clock.pass_minutes(step)
    desk.start.run(actor, came[2].visit_id)
    desk.finish.run(actor, came[2].visit_id)  # nothing written yet
    desk.call_this.run(actor, came[3].visit_id, PLACES[1])
    clock.pass_minutes(step)
    desk.absent.run(actor, came[3].visit_id)
    desk.call_this.run(actor, came[4].visit_id, PLACES[1])
    clock.pass_minutes(step)
    desk.start.run(actor, came[4].visit_id)
    clock.pass_minutes(step)
    desk.call_this.run(actor, came[5].visit_id, PLACES[0])


def _morning(sample: Sample) -> tuple[datetime, float]:
    """Return when today's first person came, and the minutes until now."""
    midnight = datetime.combine(sample.today, time(), SEOUL)
    begin = max(sample.until - MORNING, midnight)
    return begin, (sample.until - begin).total_seconds() / 60
