"""Facts of a group's stay: the rules were given, it has gone."""

from datetime import datetime

from models.errors import ChangedMeanwhile, StepRefused
from models.reception import GroupVisit
from models.values import GroupId, Permission
from services.core.actor import Actor
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work


class GiveRules:
    """Notes that the notice about conduct in the building was handed out."""

    permission = Permission.VISIT_CHECK_IN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, group_id: GroupId) -> datetime:
        """Note it and return when. Undoable.

        Raises:
            StepRefused: It was handed out already.
        """
        with self._units.begin(actor, self.permission) as work:
            group = work.get(GroupVisit, group_id)
            if group.rules_given_at is not None:
                raise StepRefused(state="given", step="give_rules")
            given_at = group.rules_given_at = work.now

            def reverse(undoing: Work) -> None:
                found = undoing.get(GroupVisit, group_id)
                if found.rules_given_at != given_at:
                    raise ChangedMeanwhile(kind="group_visit")
                found.rules_given_at = None

            work.leave_undo(UndoStep("group.rules_given", self.permission, reverse))
            return given_at


class Dissolve:
    """Notes that a group has gone."""

    permission = Permission.VISIT_CHECK_IN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, group_id: GroupId) -> datetime:
        """Note it and return when. Undoable.

        Raises:
            StepRefused: It has gone already.
        """
        with self._units.begin(actor, self.permission) as work:
            group = work.get(GroupVisit, group_id)
            if group.dissolved_at is not None:
                raise StepRefused(state="dissolved", step="dissolve")
            gone_at = group.dissolved_at = work.now

            def reverse(undoing: Work) -> None:
                found = undoing.get(GroupVisit, group_id)
                if found.dissolved_at != gone_at:
                    raise ChangedMeanwhile(kind="group_visit")
                found.dissolved_at = None

            work.leave_undo(UndoStep("group.dissolved", self.permission, reverse))
            return gone_at
