"""What a round of sync leaves behind for a person to decide."""

from models.sync import Conflict
from models.values import Permission
from services.container import Services
from services.core.actor import Actor
from tests.factories_reception import walk_in

STANDS, NOT_TAKEN, BEFORE = "가로등이 꺼짐", "가로등 두 개가 꺼짐", "가로등"


def clashed_title(services: Services, actor: Actor) -> str:
    """Check somebody in whose title another desk wrote differently; return the visit."""
    made = services.reception.check_in.run(actor, walk_in("김하늘", title=STANDS))
    with services.office.units.begin(actor, Permission.SYNC_RUN) as work:
        work.session.add(
            Conflict(
                seq=7,
                field="title",
                tbl="visit",
                row_id=made.visit_id,
                mine=f'"{NOT_TAKEN}"',
                before=f'"{BEFORE}"',
                theirs=f'"{STANDS}"',
                theirs_seq=6,
                user_id=actor.staff_id,
                desk_id=2,
                at=1_795_000_000_000,
            )
        )
    return made.visit_id
