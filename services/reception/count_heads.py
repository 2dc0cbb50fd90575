"""Counts a group again: how many have come by now, how many are let in."""

from dataclasses import dataclass

from models.reception import GroupVisit, HeadCount
from models.values import GroupId, Permission, Severity
from services.core.actor import Actor
from services.core.form_faults import refuse
from services.core.unit_of_work import UnitOfWork
from services.reception.group_faults import head_faults
from services.reception.group_rules import in_force
from services.reception.group_values import GroupRules, severity_of


@dataclass(frozen=True, slots=True)
class CountForm:
    """A head count."""

    come: int
    admitted: int
    is_estimated: bool = False
    mood: Severity = Severity.NOTICE


@dataclass(frozen=True, slots=True)
class Counted:
    """What follows from a head count.

    Attributes:
        outside: How many wait outside.
    """

    outside: int
    severity: Severity


class CountHeads:
    """Adds a head count; earlier ones stay, so that the report can tell the course."""

    permission = Permission.VISIT_CHECK_IN

    def __init__(self, units: UnitOfWork, rules: GroupRules) -> None:
        self._units = units
        self._rules = rules

    def run(self, actor: Actor, group_id: GroupId, form: CountForm) -> Counted:
        """Keep the count and the severity that follows; a wrong one is counted again.

        Raises:
            FormRefused: A number cannot be, or more are let in than the room takes.
            NotFound: There is no such group.
        """
        with self._units.begin(actor, self.permission) as work:
            group = work.get(GroupVisit, group_id)
            refuse(head_faults(form.come, form.admitted, group.room_limit))
            work.add(
                HeadCount(
                    group_id=group.id,
                    counted_at=work.now,
                    come=form.come,
                    admitted=form.admitted,
                    estimated=form.is_estimated,
                )
            )
            rules = in_force(work.session, self._rules)
            group.severity = severity_of(form.come, form.mood, rules)
            return Counted(form.come - form.admitted, group.severity)
