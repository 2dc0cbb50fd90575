"""The room Trust: its verbs and questions as typed fields, and how they are made."""

from dataclasses import dataclass

from services.core.drafts import DraftList, DropDraft, LoadDraft, SaveDraft
from services.core.office import Office
from services.core.redo_last import RedoLast
from services.core.undo_last import UndoLast
from services.trust.accounts import (
    AddColleague,
    ChangeStaff,
    ResumeStaff,
    StaffList,
    SuspendStaff,
)
from services.trust.office_settings import ReadSettings, SaveSettings
from services.trust.passwords import ChangePassword, OpenAccount
from services.trust.retention import DisposalCounts
from services.trust.reveal import RevealPerson
from services.trust.unattended import (
    TurnOffUnattended,
    TurnOnUnattended,
    UnattendedStanding,
)


@dataclass(frozen=True, slots=True)
class Trust:
    """Accounts, reveals, drafts and the way back."""

    add_colleague: AddColleague
    change_staff: ChangeStaff
    suspend_staff: SuspendStaff
    resume_staff: ResumeStaff
    staff_list: StaffList
    open_account: OpenAccount
    change_password: ChangePassword
    reveal_person: RevealPerson
    save_draft: SaveDraft
    load_draft: LoadDraft
    draft_list: DraftList
    drop_draft: DropDraft
    undo_last: UndoLast
    redo_last: RedoLast
    read_settings: ReadSettings
    save_settings: SaveSettings
    disposal_counts: DisposalCounts
    unattended: UnattendedStanding
    turn_on_unattended: TurnOnUnattended
    turn_off_unattended: TurnOffUnattended


def build(office: Office) -> Trust:
    """Return the room of an open office."""
    units = office.units
    return Trust(
        add_colleague=AddColleague(units, office.folder, office.key),
        change_staff=ChangeStaff(units),
        suspend_staff=SuspendStaff(units, office.folder),
        resume_staff=ResumeStaff(units),
        staff_list=StaffList(units, office.folder),
        open_account=OpenAccount(units, office.folder, office.key),
        change_password=ChangePassword(units, office.folder, office.clock),
        reveal_person=RevealPerson(units),
        save_draft=SaveDraft(units),
        load_draft=LoadDraft(units),
        draft_list=DraftList(units),
        drop_draft=DropDraft(units),
        undo_last=UndoLast(units, office.undo),
        redo_last=RedoLast(units, office.undo),
        read_settings=ReadSettings(units),
        save_settings=SaveSettings(units),
        disposal_counts=DisposalCounts(units),
        unattended=UnattendedStanding(units, office.folder),
        turn_on_unattended=TurnOnUnattended(units, office.folder, office.key),
        turn_off_unattended=TurnOffUnattended(units, office.folder),
    )
