"""Tries a place at the shared database before the desk keeps it."""

from dataclasses import dataclass

from models.values import Permission
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.sync.address import ServerAddress
from services.sync.connection import GatewayFactory
from services.sync.conversation import OTHER_DESK
from services.sync.enrolment import (
    DeskPlace,
    PracticeStaysHere,
    certificate_for,
    changes_place,
    read_place,
)
from services.sync.gateway import (
    ForeignServer,
    Greeting,
    NotEnrolled,
    Offline,
    Refused,
    Verdict,
)
from services.sync.memory import recall

# What a desk may have and yet send nothing; any other verdict a round sees to.
STOPPING = frozenset({Verdict.CLONED, Verdict.DESK_RESTORED})


@dataclass(frozen=True, slots=True)
class Trial:
    """What the shared database said to a place.

    Attributes:
        code: Stable name of what it has against the place; "" for nothing.
        fits: Whether the place may be kept; not known of a server that is away.
    """

    code: str = ""
    fits: bool | None = True


class TryPlace:
    """Greets the shared database from a place as it was handed out; keeps nothing."""

    permission = Permission.SETTINGS_OFFICE

    def __init__(
        self,
        units: UnitOfWork,
        install_id: str,
        gateways: GatewayFactory,
        *,
        practice: bool = False,
    ) -> None:
        """Keep what a trial needs.

        Args:
            units: The office's transactions.
            install_id: Of this installation, from outside the office file.
            gateways: Makes the way to the server; its limits end the trial.
            practice: The office is refused before any server is asked.
        """
        self._units = units
        self._install_id = install_id
        self._gateways = gateways
        self._practice = practice

    def run(self, actor: Actor, place: DeskPlace) -> Trial:
        """Return what the server said; a server that is away says nothing.

        Raises:
            PracticeStaysHere: This is a practice office.
            FormRefused: A text cannot be stored.
            FieldError: The server's address cannot be read.
            EnrolledAlready: The desk may go on as the desk that it is; nobody was asked.
            CertificateUnreadable: The certificate is not of this login and password.
        """
        url, _importer = read_place(place)
        if self._practice:
            raise PracticeStaysHere
        with self._units.read(actor, self.permission) as reading:
            memory = recall(reading.session)
            leaves = changes_place(reading.session, memory, place, reading.desk)
            found = certificate_for(reading.session, place, leaves=leaves)
        address = ServerAddress(url, place.password or None, found and found[0])
        return self._greet(address, memory.greeting(self._install_id), place.desk_id)

    def _greet(self, address: ServerAddress, greeting: Greeting, desk_id: int) -> Trial:
        gateway = self._gateways(address, lambda: False)
        try:
            hello = gateway.hello(greeting)
        except Offline as error:
            return Trial(error.code, fits=None)
        except (Refused, NotEnrolled, ForeignServer) as error:
            return Trial(error.code, fits=False)
        finally:
            gateway.close()
        if hello.desk_id != desk_id:
            return Trial(OTHER_DESK, fits=False)
        return Trial(hello.verdict.value if hello.verdict in STOPPING else "")
