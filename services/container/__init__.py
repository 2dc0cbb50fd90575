"""Joins the rooms of one open office: the only place that names concrete classes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from models.values import StaffId
from services.core.actor import SYNC_ACTOR, Actor
from services.core.clock import Clock
from services.core.config import OfficeFolder
from services.core.office import Office, open_office
from services.trust.recover_account import is_recovery_code, recover_account
from services.trust.sign_in import (
    is_clock_behind,
    open_practice,
    open_with_password,
    sign_in,
)
from services.trust.unattended import open_unattended

if TYPE_CHECKING:
    from services.container.briefing import Briefing
    from services.container.closing import Closing
    from services.container.exchange import Exchange
    from services.container.figures import Figures
    from services.container.meetings import Meetings
    from services.container.outreach import Outreach
    from services.container.petitions import Petitions
    from services.container.reception import Reception
    from services.container.selection import Selection
    from services.container.sync import Sync
    from services.container.today import Today
    from services.container.trust import Trust


class Services:
    """Everything the office does, room by room.

    A room is imported and made when somebody first enters it: the window stands before
    the rooms that nobody has asked for.
    """

    def __init__(self, office: Office) -> None:
        self.office = office

    @cached_property
    def trust(self) -> "Trust":
        """Accounts, reveals, drafts and the way back."""
        from services.container.trust import build

        return build(self.office)

    @cached_property
    def today(self) -> "Today":
        """What page Today asks."""
        from services.container.today import build

        return build(self.office.units)

    @cached_property
    def reception(self) -> "Reception":
        """The desk: who comes, who is called, what came of it."""
        from services.container.reception import build

        return build(self.office.units, self.today)

    @cached_property
    def petitions(self) -> "Petitions":
        """Petitions from receipt to closing."""
        from services.container.petitions import build

        return build(self.office.units, self.today)

    @cached_property
    def meetings(self) -> "Meetings":
        """The calendar."""
        from services.container.meetings import build

        return build(self.office.units, self.today)

    @cached_property
    def selection(self) -> "Selection":
        """Requests to meet the mayor."""
        from services.container.selection import build

        return build(self.office.units)

    @cached_property
    def outreach(self) -> "Outreach":
        """Dongs and the visits to them."""
        from services.container.outreach import build

        return build(self.office.units)

    @cached_property
    def briefing(self) -> "Briefing":
        """Everything on paper."""
        from services.container.briefing import build

        return build(self.office.units)

    @cached_property
    def sync(self) -> "Sync":
        """The shared database, from this desk's side."""
        from services.container.sync import build

        return build(self.office)

    @cached_property
    def closing(self) -> "Closing":
        """The end of the day."""
        from services.container.closing import build

        return build(self.office.units)

    @cached_property
    def exchange(self) -> "Exchange":
        """Files of others."""
        from services.container.exchange import build

        return build(self.office.units)

    @cached_property
    def figures(self) -> "Figures":
        """The yearly plan and what came of it."""
        from services.container.figures import build

        return build(self.office.units)


@dataclass(frozen=True, slots=True)
class Opened:
    """An office in one person's hands."""

    services: Services
    actor: Actor
    login: str
    practice: bool
    clock_behind: bool = False

    def close(self) -> None:
        """Close the office and forget what could be undone."""
        self.services.office.undo.forget()
        self.services.office.close()


def open_signed_in(
    folder: OfficeFolder, login: str, password: str, clock: Clock, own: str = ""
) -> Opened:
    """Open an office with a password; raises what the sign-in refuses.

    The recovery code may stand in place of a password that is lost or locked; then
    ``own`` is the password from now on.
    """
    if is_recovery_code(password):
        recover_account(folder, clock, login, password, own)
        password, own = own, ""
    opened = open_with_password(folder, login, password, clock, own)
    office = open_office(folder, opened.key, clock, practice=False)
    return _signed_in(office, opened.staff_id, login)


def open_practice_signed_in(folder: OfficeFolder, clock: Clock) -> Opened | None:
    """Open a practice office, which signs in by itself; None for a real one."""
    opened = open_practice(folder)
    if opened is None:
        return None
    office = open_office(folder, opened.key, clock, practice=True)
    return _signed_in(office, opened.staff_id, "")


def open_for_sync(
    folder: OfficeFolder, clock: Clock, stopped: Callable[[], bool]
) -> Opened:
    """Open an office for the program's own actor; raises what the secret store refuses.

    Nobody signs in: nothing is written that would have to be sent.
    """
    opened = open_unattended(folder, stopped)
    practice = open_practice(folder) is not None
    office = open_office(folder, opened.key, clock, practice=practice)
    return Opened(Services(office), SYNC_ACTOR, "", practice)


def _signed_in(office: Office, staff_id: StaffId, login: str) -> Opened:
    """Sign in to an open office; if that fails, the office is closed again."""
    try:
        behind = is_clock_behind(office)
        actor = sign_in(office, staff_id)
        services = Services(office)
    except BaseException:
        office.close()
        raise
    return Opened(services, actor, login, office.practice, behind)
