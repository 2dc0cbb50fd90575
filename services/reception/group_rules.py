"""The numbers around a group that are in force: the law's and what the office chose."""

from dataclasses import replace

from sqlalchemy.orm import Session

from models.values import Permission
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.reception.group_values import GroupRules
from services.trust.office_settings import read_settings


def in_force(session: Session, rules: GroupRules) -> GroupRules:
    """Return the rules with the office's own numbers."""
    chosen = read_settings(session)
    return replace(
        rules, caution_from=chosen.caution_from, alert_from=chosen.alert_from
    )


class GroupRulesInForce:
    """Answers which numbers hold, so that a form can say what follows from them."""

    permission = Permission.VISIT_CHECK_IN

    def __init__(self, units: UnitOfWork, rules: GroupRules) -> None:
        self._units = units
        self._rules = rules

    def run(self, actor: Actor) -> GroupRules:
        """Return the rules in force."""
        with self._units.read(actor, self.permission) as reading:
            return in_force(reading.session, self._rules)
