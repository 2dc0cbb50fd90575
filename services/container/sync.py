"""The room Sync: its verbs and questions as typed fields, and how they are made."""

from dataclasses import dataclass

from services.core.config import install_id
from services.core.office import Office
from services.sync.address import Limits
from services.sync.bring_back import BringBack
from services.sync.conflicts import Inbox
from services.sync.connection import PostgresGateways
from services.sync.day_sums import SumsSince
from services.sync.decide import Decide as DecideConflict
from services.sync.decided import DecidedSince
from services.sync.enrolment import EnrolDesk
from services.sync.exchange import Sizes
from services.sync.record_history import RecordHistory, RevealHistory
from services.sync.recover_desk import FollowServer, GiveUpPlace
from services.sync.round import SyncRound
from services.sync.stick import ReadStick, WriteStick
from services.sync.try_place import TryPlace
from services.sync.waiting import Waiting

TRIAL = Limits(statement_s=10, lock_s=5, silence_s=10)


@dataclass(frozen=True, slots=True)
class Sync:
    """The shared database, from this desk's side.

    Attributes:
        enrol_at_own_server: For a server that lives no longer than its maker, as the
            demo's; takes a practice office too.
    """

    round: SyncRound
    inbox: Inbox
    waiting: Waiting
    bring_back: BringBack
    decided: DecidedSince
    sums: SumsSince
    decide: DecideConflict
    try_place: TryPlace
    enrol: EnrolDesk
    enrol_at_own_server: EnrolDesk
    history: RecordHistory
    reveal_history: RevealHistory
    follow_server: FollowServer
    give_up_place: GiveUpPlace
    write_stick: WriteStick
    read_stick: ReadStick


def build(office: Office) -> Sync:
    """Return the room of an open office."""
    units, bus = office.units, office.bus
    installation = install_id(office.folder)
    return Sync(
        round=SyncRound(units, bus, installation, PostgresGateways()),
        inbox=Inbox(units),
        waiting=Waiting(units),
        bring_back=BringBack(units),
        decided=DecidedSince(units),
        sums=SumsSince(units),
        decide=DecideConflict(units),
        try_place=TryPlace(
            units, installation, PostgresGateways(TRIAL), practice=office.practice
        ),
        enrol=EnrolDesk(units, practice=office.practice),
        enrol_at_own_server=EnrolDesk(units),
        history=RecordHistory(units),
        reveal_history=RevealHistory(units),
        follow_server=FollowServer(units),
        give_up_place=GiveUpPlace(units),
        write_stick=WriteStick(units, installation, Sizes()),
        read_stick=ReadStick(units, bus, installation, Sizes()),
    )
