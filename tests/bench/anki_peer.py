"""A desk-day through Anki's own client and sync server; run by Anki's Python.

It is no part of the program: `make bench` starts it with the Python that the variable
TONGTONG_BENCH_ANKI names, in whose environment the package ``anki`` is installed.
Prints one JSON line: milliseconds up and down, of each round.

Usage: anki_peer.py FOLDER CHANGES_UP CHANGES_DOWN ROUNDS
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from anki.collection import (  # type: ignore[import-not-found] # of the peer's Python
    Collection,
)

_LOGIN = "bench"
_TRIES = 200


class Side:
    """One client with its own collection."""

    def __init__(self, folder: Path, name: str, endpoint: str) -> None:
        self.collection = Collection(str(folder / f"{name}.anki2"))
        self.auth = self.collection.sync_login(_LOGIN, _LOGIN, endpoint)

    def write(self, notes: int) -> None:
        """Make notes of about the size of our changes."""
        kind = self.collection.models.by_name("Basic")
        for number in range(notes):
            note = self.collection.new_note(kind)
            note["Front"] = f"시험 {number}"
            note["Back"] = "보도블록이 들떠 있음 " * 10
            self.collection.add_note(note, 1)

    def sync(self) -> float:
        """Sync as the client does; return the milliseconds."""
        begin = time.perf_counter()
        self.collection.sync_collection(self.auth, False)
        return (time.perf_counter() - begin) * 1000

    def whole(self, *, upload: bool) -> None:
        """Make both sides the same before the first ordinary sync."""
        self.collection.close_for_full_sync()
        self.collection.full_upload_or_download(
            auth=self.auth, server_usn=None, upload=upload
        )
        self.collection.reopen(after_full_sync=True)


def main(folder: Path, up: int, down: int, rounds: int) -> None:
    """Start the server, sync both sides, print what it took."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "anki.syncserver"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={
            **os.environ,
            "SYNC_USER1": f"{_LOGIN}:{_LOGIN}",
            "SYNC_BASE": str(folder / "server"),
            "SYNC_HOST": "127.0.0.1",
            "SYNC_PORT": str(port),
        },
    )
    try:
        endpoint = f"http://127.0.0.1:{port}/"
        _wait_for(endpoint)
        one, two = (Side(folder, name, endpoint) for name in ("one", "two"))
        one.whole(upload=True)
        two.whole(upload=False)
        told = [_round(one, two, up, down) for _ in range(rounds)]
    finally:
        server.kill()
        server.wait()
    sys.stdout.write(json.dumps(told))


def _round(one: Side, two: Side, up: int, down: int) -> dict[str, float]:
    one.write(up)
    went_up = one.sync()
    two.sync()
    two.write(down)
    two.sync()
    return {"up": went_up, "down": one.sync()}


def _wait_for(endpoint: str) -> None:
    for _ in range(_TRIES):
        try:
            urllib.request.urlopen(endpoint, timeout=1).close()  # noqa: S310 - loopback
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(endpoint)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:5]))
