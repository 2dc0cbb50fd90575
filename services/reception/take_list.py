"""Notes what a group handed in of its signature list, after it was checked in.

Source: 법 §24① (the original counts), §2-6 (households and signatures).
"""

from dataclasses import dataclass, field

from models.errors import ChangedMeanwhile
from models.reception import GroupVisit
from models.values import AccessAction, GroupId, Permission, SignatureList
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.form_faults import refuse
from services.core.undo import UndoStep
from services.core.unit_of_work import FormBase, UnitOfWork, Work
from services.reception.group_faults import number_faults


@dataclass(frozen=True, slots=True)
class ListForm:
    """The list as it lies on the desk.

    Attributes:
        base: What the form was loaded from.
    """

    signature_list: SignatureList
    households: int
    signatures: int
    base: FormBase = field(default_factory=FormBase, compare=False)


class TakeSignatureList:
    """Keeps whether the original, a copy or nothing is here, and who it counts."""

    permission = Permission.VISIT_CHECK_IN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, group_id: GroupId, form: ListForm) -> None:
        """Keep it. Undoable.

        Raises:
            FormRefused: A number cannot be.
            ChangedMeanwhile: Somebody changed the group after the form was loaded.
            NotFound: There is no such group.
        """
        households, signatures = form.households, form.signatures
        refuse(number_faults(("households", households), ("signatures", signatures)))
        with self._units.begin(actor, self.permission, form.base) as work:
            group = work.get(GroupVisit, group_id)
            before = _list_of(group)
            _fill(group, form)
            work.log(Access(AccessAction.CHANGE, "group_visit", group.id))

            def reverse(undoing: Work) -> None:
                found = undoing.get(GroupVisit, group_id)
                if _list_of(found) != form:
                    raise ChangedMeanwhile(kind="group_visit")
                _fill(found, before)

            work.leave_undo(UndoStep("group.list_taken", self.permission, reverse))


def _list_of(group: GroupVisit) -> ListForm:
    return ListForm(group.signature_list, group.households, group.signatures)


def _fill(group: GroupVisit, form: ListForm) -> None:
    group.signature_list = form.signature_list
    group.households = form.households
    group.signatures = form.signatures
