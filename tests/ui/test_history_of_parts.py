"""The history of a record tells of what belongs to it."""

from sqlalchemy import select

from models.reception import GroupVisit
from models.sync import Conflict
from models.values import Permission
from tests.factories_reception import group


def test_what_a_group_lost_is_told_in_the_history_of_its_visit(desk):
    services, actor = desk.services, desk.actor
    came = services.reception.check_in_group.run(actor, group())
    with services.office.units.begin(actor, Permission.SYNC_RUN) as work:
        row = work.session.scalars(select(GroupVisit)).one()
        visit_id = row.visit_id
        work.session.add(
            Conflict(
                seq=7,
                field="households",
                tbl="group_visit",
                row_id=came.group_id,
                mine="120",
                before="90",
                theirs="100",
                theirs_seq=6,
                user_id=actor.staff_id,
                desk_id=2,
                at=1_795_000_000_000,
                resolved_seq=9,
            )
        )
    past = services.sync.history.run(actor, [("visit", visit_id)])
    lost = [one for line in past.lines for one in line.fields]
    assert ("households", 100, 120) in [(f.name, f.before, f.after) for f in lost]
