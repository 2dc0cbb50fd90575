"""Exports as JSON: the same rows as the csv, masked alike, one object a row."""

import csv
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from services.core.config import write_whole

JSON = "json"


@contextmanager
def given_as(target: Path, form: str) -> Iterator[Path]:
    """Yield where a room writes its file so that ``target`` has the form asked for.

    The room's own file is made in a private folder first and put in its place whole.

    Raises:
        OSError: The place takes no file.
    """
    with tempfile.TemporaryDirectory() as scratch:
        written = Path(scratch) / f"given.{'csv' if form == JSON else form}"
        yield written
        content = written.read_bytes()
    write_whole(target, _objects(content) if form == JSON else content)


def _objects(content: bytes) -> bytes:
    rows = csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""))
    return json.dumps(list(rows), ensure_ascii=False, indent=1).encode("utf-8")
