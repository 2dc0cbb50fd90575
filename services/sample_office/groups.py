"""Two groups that came: one counted twice and told to security, one small and calm."""

from datetime import time
from typing import Any

from models.values import SignatureList, Subject
from services.reception.count_heads import CountForm
from services.reception.group_values import (
    GroupCheckedIn,
    GroupForm,
    RepresentativeForm,
)
from services.sample_office.sample import Sample
from services.sample_office.visits import PLACES

REPRESENTATIVES = 2


def groups(sample: Sample) -> None:
    """Let both groups come, yesterday and the day before."""
    large, small = sample.texts.matters["groups"]
    sample.clock.go(sample.work_day(-2), time(15, 30))
    made = _come(sample, large)
    _course(sample, large, made)
    sample.clock.go(sample.work_day(-1), time(16, 10))
    made = _come(sample, small)
    _end(sample, small, made)


def _come(sample: Sample, told: dict[str, Any]) -> GroupCheckedIn:
    people = [sample.people.one() for _ in range(REPRESENTATIVES)]
    form = GroupForm(
        name=told["name"],
        come=told["come"],
        subject=Subject(told["subject"]),
        admitted=told["admitted"],
        expected=told["come"],
        room_limit=told["room_limit"],
        representatives=tuple(
            RepresentativeForm(one.name, one.phone, mandate_seen=number == 0)
            for number, one in enumerate(people)
        ),
        households=told["households"],
        signatures=told["signatures"],
        signature_list=SignatureList(told["list"]),
        demands=tuple(told["demands"]),
        title=told["title"],
        note=told["note"],
        waiting_place=told["place"],
    )
    return sample.services.reception.check_in_group.run(sample.actor, form)


def _course(sample: Sample, told: dict[str, Any], made: GroupCheckedIn) -> None:
    desk, actor = sample.services.reception, sample.actor
    sample.clock.pass_minutes(4)
    desk.give_rules.run(actor, made.group_id)
    desk.notify_security.run(actor, made.group_id, told["recipient"])
    sample.clock.pass_minutes(12)
    more = CountForm(told["come"] + 3, told["admitted"])
    desk.count_heads.run(actor, made.group_id, more)
    _end(sample, told, made)


def _end(sample: Sample, told: dict[str, Any], made: GroupCheckedIn) -> None:
    desk, actor = sample.services.reception, sample.actor
    desk.call_this.run(actor, made.visit_id, PLACES[1])
    sample.clock.pass_minutes(2)
    desk.start.run(actor, made.visit_id)
    sample.clock.pass_minutes(25)
    desk.finish.run(actor, made.visit_id, told["note"])
    desk.dissolve.run(actor, made.group_id)
