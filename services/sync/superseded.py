"""Lets parked changes end that later ones of their row have made needless.

A value that does not fit keeps its row waiting only until somebody writes the field
anew or deletes the row: then nobody has to show it any more.
"""

from collections.abc import Mapping, Sequence

from services.sync.changes import UNREADABLE, Change, ChangeKind
from services.sync.desk_rows import UNFIT
from services.sync.pending import Place
from services.sync.wire import Json, OfficeTable, office_tables


def without_superseded(changes: Sequence[Change]) -> list[Change]:
    """Return the changes without what does not fit and is written anew behind it."""
    kept: list[Change] = []
    later: dict[Place, dict[str, Json]] = {}
    gone: set[Place] = set()
    for change in reversed(changes):
        table, place = office_tables().get(change.table), change.place
        told = later.setdefault(place, {})
        unfit = frozenset() if table is None else _unfit(table, change)
        if unfit and place in gone:
            continue
        kept.append(_without(change, unfit & told.keys(), told) if unfit else change)
        if change.kind is ChangeKind.DELETE and not change.rejected:
            gone.add(place)
            told.clear()
        later[place] = {**change.accepted, **told}
    return kept[::-1]


def _unfit(table: OfficeTable, change: Change) -> frozenset[str]:
    told = {**change.accepted, **change.current}
    return frozenset(
        name
        for name, value in told.items()
        if name == UNREADABLE or not _fits(table, name, value)
    )


def _fits(table: OfficeTable, name: str, value: Json) -> bool:
    try:
        table.columns({name: value})
    except UNFIT:
        return False
    return True


def _without(
    change: Change, names: frozenset[str], later: Mapping[str, Json]
) -> Change:
    """Leave these fields out; a new row has them at once as they come to stand."""
    makes = change.accepted.keys() >= office_tables()[change.table].fields
    accepted = {
        name: later[name] if name in names else value
        for name, value in change.accepted.items()
        if makes or name not in names
    }
    rejected = {n: told for n, told in change.rejected.items() if n not in names}
    return change._replace(accepted=accepted, rejected=rejected)
