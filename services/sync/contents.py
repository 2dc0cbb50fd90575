"""Sums that prove what this desk's rows hold, the same as the server's over its own.

Both write each field as PostgreSQL writes ``jsonb``, so that one sum stands for the
contents themselves and not only for what either side remembers to have written.
"""

import hashlib
import json
from collections.abc import Mapping

from services.sync.wire import Cursor, Json, OfficeTable, Stored

BUCKETS = 64
_MODULUS = 2**64
_BYTES = 8
_WRITER = json.JSONEncoder(ensure_ascii=False)


def bucket_of(row_id: str) -> int:
    """Return the bucket of a row: the last digits of an id are the random ones."""
    return int(row_id[-4:], 16) % BUCKETS


def told_fields(table: OfficeTable) -> dict[str, Json]:
    """Return the fields of a table, each with what stands where nothing was told."""
    return {name: _default(table, name) for name in sorted(table.fields)}


def sums_of(cursor: Cursor, table: OfficeTable) -> dict[int, int]:
    """Return the sum of every bucket in which the log has told of a row."""
    names = sorted(table.fields)
    columns = ", ".join(f"kept.{name}" for name in names)
    cursor.execute(
        f"SELECT seen.row_id, seen.seq, seen.deleted, kept.id, {columns} "  # noqa: S608 - our own names
        f"FROM sync_row AS seen LEFT JOIN {table.name} AS kept "
        "ON kept.id = seen.row_id WHERE seen.tbl = ?",
        (table.name,),
    )
    sums: dict[int, int] = {}
    for row_id, seq, deleted, kept, *fields in cursor:
        contents = _contents(table, dict(zip(names, fields, strict=True)), kept)
        if deleted:
            contents = "gone" if kept is None else "still there"
        told = f"{table.name}|{row_id}|{seq}|{contents}".encode()
        digest = hashlib.md5(told, usedforsecurity=False).digest()
        share = int.from_bytes(digest[:_BYTES], "big")
        bucket = bucket_of(row_id)
        sums[bucket] = (sums.get(bucket, 0) + share) % _MODULUS
    return sums


def _contents(
    table: OfficeTable, fields: Mapping[str, Stored], kept: str | None
) -> str:
    if kept is None:
        return "lost"
    return "\n".join(
        f"{name}={_jsonb(table.value(name, column))}" for name, column in fields.items()
    )


def _default(table: OfficeTable, name: str) -> Json:
    value = table.value(name, table.defaults.get(name))
    return int(value) if isinstance(value, bool) else value


def _jsonb(value: Json) -> str:
    """Return a value as PostgreSQL writes it: its own order of keys and its spaces."""
    if isinstance(value, list):
        return f"[{', '.join(map(_jsonb, value))}]"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
        pairs = (f"{_WRITER.encode(k)}: {_jsonb(value[k])}" for k in keys)
        return f"{{{', '.join(pairs)}}}"
    return _WRITER.encode(value)
