"""What the administrator prepares for sticks: the importer's login and desks' cards."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from services.sync.address import ServerAddress
from services.sync.server import ServerAdministration, UnknownDesk
from services.sync.server_layout import (
    create_role,
    database_of,
    one,
    place_of,
    role_exists,
    run,
    stem_of,
)
from services.sync.server_logins import allow_importer
from services.sync.stick_keys import Card


@dataclass(frozen=True, slots=True)
class ImporterLogin:
    """The login that may enter what desks signed; its password is shown once."""

    role: str
    password: str = field(repr=False)


def make_importer(
    administration: ServerAdministration,
    address: ServerAddress,
    new_password: Callable[[], str] = secrets.token_urlsafe,
) -> ImporterLogin:
    """Make the importer's login anew; one that was there before ends."""
    with administration.opened(address) as work:
        owner, _group = place_of(work)
        database = database_of(work)
        login = ImporterLogin(f"{stem_of(database)}_importer", new_password())
        if role_exists(work, login.role):
            run(work, "grant {} to current_user", login.role)
            run(work, "drop owned by {}", login.role)
            run(work, "drop role {}", login.role)
        create_role(work, login.role, login.password)
        allow_importer(work, owner, login.role)
    return login


def keep_card(
    administration: ServerAdministration,
    address: ServerAddress,
    label: str,
    card: Card,
) -> None:
    """Note a desk's keys; those it had before count no more.

    Raises:
        UnknownDesk: There is no such letter.
    """
    with administration.opened(address) as work:
        place_of(work)
        found = one(
            work,
            "update sync.desk set sign_key = %s, box_key = %s where label = %s"
            " returning desk_id",
            card.sign_key,
            card.box_key,
            label,
        )
        if found is None:
            raise UnknownDesk(label=label)
