"""What a desk remembers of the exchange: who it is there and how far both came.

It changes only together with the work that it describes, so a cut anywhere leaves a
state from which the next round goes on.
"""

from dataclasses import dataclass

from sqlalchemy import ScalarSelect, column, delete, func, select, table, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from models.sync import Outbox, SyncState
from models.trust import LocalFact
from services.core.capture import SCHEMA_VERSION
from services.sync.gateway import Greeting, Hello, Profile

SECRET = "sync.secret"  # noqa: S105 - the name of the fact, not the secret
CERTIFICATE = "sync.certificate"  # with its key, for the line to the server
CERTIFICATE_ENDS = "sync.certificate_ends"  # ISO instant
STICK_KEYS = "sync.stick_keys"  # this desk's own, secret
STICK_OFFICE = "sync.stick_office"  # the importer's card
HALTED = "sync.halted"
ACCEPTED = "sync.accepted"  # a person said: follow this server's history
BEGINS = "sync.begins"  # after which own number this desk counts at the server
FORMER = "sync.former"  # number of the desk that this machine was just before
BOOTSTRAP = "sync.bootstrap"
PROVED_ON = "sync.proved_on"
ANSWERED = "sync.answered"  # last own number with a verdict, by day
READ = "sync.read"  # last number of the shared log that was read, by day
REPAIR = "sync.repair"
COPIED = "sync.copied"  # log number that a copy told of before the log did


@dataclass(frozen=True, slots=True)
class Memory:
    """The desk's side at one moment.

    Attributes:
        written: Last own number that a trigger gave.
        echoed: Last own number that the desk met again in the log.
        halted: Code of what keeps this desk from sending until somebody decides;
            empty on a healthy one.
        accepted: Whether a person decided to follow the server's history.
        begins: After which own number this desk counts at the server; 0 unless the
            machine was another desk before.
        copied: Up to which log number the rows were copied ahead of the log.
        label: This desk's letter; provisional until the server has answered.
    """

    enrolled: bool
    desk_id: int
    server: str
    profile: Profile
    epoch: str
    cursor: int
    cursor_hash: bytes
    acked: int
    echoed: int
    written: int
    halted: str
    accepted: bool
    begins: int
    copied: int = 0
    label: str = ""

    def greeting(self, install_id: str) -> Greeting:
        """Return what this desk says when it comes."""
        return Greeting(
            install_id=install_id,
            acked=self.acked,
            dseq=self.written,
            cursor=self.cursor,
            cursor_hash=self.cursor_hash,
            version=SCHEMA_VERSION,
        )


_GIVEN = table("sqlite_sequence", column("name"), column("seq"))


# Made once: every page asks it.  The last number given is also known where its row was
# cleared away since.
def _fact(key: str) -> ScalarSelect[str]:
    return select(LocalFact.value).where(LocalFact.key == key).scalar_subquery()


_RECALL = select(
    SyncState,
    select(func.max(Outbox.dseq)).scalar_subquery(),
    select(_GIVEN.c.seq).where(_GIVEN.c.name == Outbox.__tablename__).scalar_subquery(),
    _fact(HALTED),
    _fact(ACCEPTED),
    _fact(BEGINS),
    _fact(COPIED),
)


def recall(session: Session) -> Memory:
    """Return what the desk remembers now."""
    found = session.execute(_RECALL).one()
    state, last, given, halted, accepted, begins, copied = found
    return Memory(
        enrolled=state.enrolled,
        desk_id=state.desk_id or 0,
        server=state.server,
        profile=Profile(state.profile),
        epoch=state.epoch,
        cursor=state.cursor,
        cursor_hash=state.cursor_hash,
        acked=state.acked,
        echoed=state.echoed,
        written=max(last or 0, int(given or 0)),
        halted=halted or "",
        accepted=accepted is not None,
        begins=int(begins or 0),
        copied=int(copied or 0),
        label=state.label,
    )


def acknowledge(session: Session, dseq: int) -> None:
    """Note that everything up to ``dseq`` was sent and answered; never goes back."""
    session.execute(update(SyncState).values(acked=func.max(SyncState.acked, dseq)))


def note_hello(session: Session, hello: Hello) -> None:
    """Keep what the server says of this desk."""
    session.execute(
        update(SyncState).values(
            epoch=hello.epoch, label=hello.label, profile=hello.profile.value
        )
    )


def fact(session: Session, key: str) -> str | None:
    """Return a fact of this file alone, or None."""
    return session.scalar(select(LocalFact.value).where(LocalFact.key == key))


def keep_fact(session: Session, key: str, value: str) -> None:
    """Write a fact of this file alone."""
    told = insert(LocalFact).values(key=key, value=value)
    session.execute(
        told.on_conflict_do_update(index_elements=["key"], set_={"value": value})
    )


def drop_fact(session: Session, key: str) -> None:
    """Forget a fact of this file alone."""
    session.execute(delete(LocalFact).where(LocalFact.key == key))
