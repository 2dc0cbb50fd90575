"""A line to the server that ends, or falls silent, after any number of bytes.

Each direction is counted by itself.  A line that falls silent stays open and lets
nothing more through that way until it is healed; nobody waits for time to pass here.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum

_PIECE = 65_536


class Way(Enum):
    """From the desk up to the server, or down to the desk."""

    UP = "up"
    DOWN = "down"


class Fault(Enum):
    """What becomes of the line."""

    CUT = "cut"
    SILENCE = "silence"


@dataclass
class _Flow:
    """One direction: what went through, and where something happens."""

    passed: int = 0
    most: int | None = None
    fault: Fault = Fault.CUT


@dataclass(eq=False)
class _Line:
    """One connection of the desk, and its other half to the server."""

    ends: tuple[socket.socket, socket.socket]
    threads: list[threading.Thread] = field(default_factory=list)

    def cut(self) -> None:
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.cut()
        for thread in self.threads:
            thread.join()
        for end in self.ends:
            end.close()


class CuttingProxy:
    """Stands between a desk and the server on this machine."""

    def __init__(self, port: int, listener: socket.socket) -> None:
        self._target = ("127.0.0.1", port)
        self._listener = listener
        self._lock = threading.Lock()
        self._flows = {way: _Flow() for way in Way}
        self._lines: list[_Line] = []
        self.struck = False
        self.on_silence: Callable[[], None] = _nothing
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self._listener.getsockname()[1]
        return port

    def strike(self, way: Way, fault: Fault, after: int = 0) -> None:
        """Let ``after`` more bytes through that way; the next one meets the fault."""
        with self._lock:
            flow = self._flows[way]
            flow.most, flow.fault = flow.passed + after, fault

    def heal(self) -> dict[Way, int]:
        """End every line and let new ones live; return what had gone through."""
        with self._lock:
            lines, self._lines = self._lines, []
        for line in lines:
            line.close()
        with self._lock:
            passed = {way: flow.passed for way, flow in self._flows.items()}
            self._flows = {way: _Flow() for way in Way}
            self.struck = False
        return passed

    def close(self) -> None:
        """End everything."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self.heal()

    def _accept(self) -> None:
        while True:
            try:
                desk, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(self._target)
            line = _Line((desk, server))
            ways = ((Way.UP, desk, server), (Way.DOWN, server, desk))
            line.threads = [
                threading.Thread(target=self._carry, args=(line, *way)) for way in ways
            ]
            with self._lock:
                self._lines.append(line)
                for thread in line.threads:
                    thread.start()

    def _carry(
        self, line: _Line, way: Way, source: socket.socket, sink: socket.socket
    ) -> None:
        with suppress(OSError):
            while piece := source.recv(_PIECE):
                let, fault = self._let(way, len(piece))
                sink.sendall(piece[:let])
                if fault is Fault.SILENCE:
                    self.on_silence()
                    return
                if fault is Fault.CUT:
                    break
        line.cut()

    def _let(self, way: Way, size: int) -> tuple[int, Fault | None]:
        """Return how many bytes may go on, and the fault that the next one meets."""
        with self._lock:
            flow = self._flows[way]
            let = size if flow.most is None else min(size, flow.most - flow.passed)
            flow.passed += let
            if let == size:
                return let, None
            self.struck = True
            return let, flow.fault


def _nothing() -> None:
    return None


@contextmanager
def cutting_proxy(port: int) -> Iterator[CuttingProxy]:
    """Listen on loopback for as long as the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = CuttingProxy(port, listener)
        try:
            yield proxy
        finally:
            proxy.close()
