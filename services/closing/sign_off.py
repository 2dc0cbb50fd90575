"""Closes the day (마감 확인): the list was looked at, by whom and when."""

from models.values import AccessAction, Permission
from services.briefing.sheet_values import DayReport
from services.closing.day_report import day_report
from services.closing.end_of_day import DAY, checklist
from services.closing.rules import DayRules, evening
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.form_faults import TextField, check_text
from services.core.unit_of_work import UnitOfWork

LONGEST_REMARK = 2_000


class SignOff:
    """Signs the day off; what is open may stay open, but not unseen."""

    permission = Permission.DAY_CLOSE

    def __init__(self, units: UnitOfWork, rules: DayRules) -> None:
        self._units = units
        self._rules = rules

    def run(self, actor: Actor, remark: str = "") -> DayReport:
        """Log the sign-off and return the report (일일 상황보고) of this moment.

        A day may be signed off again; the last time counts.

        Args:
            actor: Who signs.
            remark: For the report alone.

        Raises:
            FieldError: The remark cannot be stored.
        """
        told = check_text(TextField("remark", remark, LONGEST_REMARK))
        with self._units.begin(actor, self.permission) as work:
            asked = evening(work, self._rules)
            found = checklist(asked)
            work.log(
                Access(
                    AccessAction.CHANGE,
                    DAY,
                    found.day.isoformat(),
                    count=found.left_open,
                    note="signed_off",
                )
            )
            return day_report(asked, found, told)
