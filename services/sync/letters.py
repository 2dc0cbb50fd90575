"""The letters of all desks, learned from the server whenever others have written."""

from sqlalchemy.dialects.sqlite import insert

from models.sync import KnownDesk
from services.sync.exchange import Exchange


def learn_letters(exchange: Exchange) -> None:
    """Keep every desk's letter, where something of others has come."""
    if not exchange.tally.received:
        return
    letters = exchange.gateway.desk_letters()
    if not letters:
        return
    rows = [{"desk_id": number, "label": told} for number, told in letters.items()]
    with exchange.note() as session:
        told = insert(KnownDesk)
        session.execute(
            told.on_conflict_do_update(
                index_elements=["desk_id"], set_={"label": told.excluded.label}
            ),
            rows,
        )
