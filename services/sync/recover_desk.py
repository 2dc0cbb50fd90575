"""What an administrator decides where a round must not decide by itself.

A decision is only noted here; the next round carries it out and reports what it did.
"""

from models.errors import StepRefused
from models.values import AccessAction, Permission
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.sync.gateway import Verdict
from services.sync.memory import ACCEPTED, HALTED, fact, keep_fact, recall

GIVEN_UP = "given_up"

# What a desk may be told to follow; every other halt needs a new place.
FOLLOWABLE = (Verdict.SERVER_RESTORED.value, Verdict.HISTORY_DIFFERS.value)


class FollowServer:
    """Lets this desk take the server's history for the true one."""

    permission = Permission.SETTINGS_OFFICE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> None:
        """Have the next round copy the server's state and hand in what it lacks.

        Raises:
            StepRefused: Nothing waits for this decision.
        """
        with self._units.begin(actor, self.permission) as work:
            halted = fact(work.session, HALTED) or ""
            if halted not in FOLLOWABLE:
                raise StepRefused(state=halted, step="follow")
            keep_fact(work.session, ACCEPTED, halted)
            work.log(Access(AccessAction.SYNC, "sync_state", note="follow"))
            work.touched("sync_state")


class GiveUpPlace:
    """Lets this desk leave its place at the server, so that it can be given a new one.

    For a server that no longer knows this desk, such as one from an old backup.
    """

    permission = Permission.SETTINGS_OFFICE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> None:
        """Send nothing until the desk is enrolled again; every change is kept.

        Raises:
            StepRefused: The desk has no place.
        """
        with self._units.begin(actor, self.permission) as work:
            if not recall(work.session).enrolled:
                raise StepRefused(state="", step=GIVEN_UP)
            keep_fact(work.session, HALTED, GIVEN_UP)
            work.log(Access(AccessAction.SYNC, "sync_state", note=GIVEN_UP))
            work.touched("sync_state")
