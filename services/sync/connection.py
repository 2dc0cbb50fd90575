"""From what the desk remembers to a gateway that speaks with its server."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from services.core.transaction_guard import forbid_transaction
from services.sync.address import Limits, ServerAddress
from services.sync.gateway import Gateway
from services.sync.memory import CERTIFICATE, SECRET, fact, recall

GatewayFactory = Callable[[ServerAddress, Callable[[], bool]], Gateway]


@dataclass(frozen=True, slots=True)
class PostgresGateways:
    """Makes gateways to PostgreSQL that refuse to wait inside a transaction."""

    limits: Limits = field(default_factory=Limits)

    def __call__(self, address: ServerAddress, stopped: Callable[[], bool]) -> Gateway:
        """Return a gateway; nothing is opened before its first call."""
        from services.sync.postgres import PostgresGateway  # noqa: PLC0415 - slow, needed with a network only

        return PostgresGateway(address, self.limits, forbid_transaction, stopped)


def server_address(session: Session) -> ServerAddress:
    """Return where the desk's server is, with the secrets that the file keeps."""
    return ServerAddress(
        recall(session).server,
        fact(session, SECRET) or None,
        fact(session, CERTIFICATE) or None,
    )
