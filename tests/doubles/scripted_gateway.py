"""A gateway that does what a test's script says around each real network call."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.sync.gateway import Gateway

Script = Callable[[str], None]


def silent(_call: str) -> None:
    return None


@dataclass
class ScriptedGateway:
    """Passes every call on; the script may raise before it goes out or after it.

    Raising after it is the server's commit whose answer never arrived.
    """

    inner: Gateway
    before: Script = silent
    after: Script = silent
    answers: dict[str, Callable[[Any], Any]] = field(default_factory=dict)

    def hello(self, *args: Any) -> Any:
        return self._call("hello", args)

    def push(self, ops: Sequence[str]) -> Any:
        return self._call("push", (ops,))

    def quarantine(self, *args: Any) -> Any:
        return self._call("quarantine", args)

    def pull(self, *args: Any) -> Any:
        return self._call("pull", args)

    def bootstrap(self, *args: Any) -> Any:
        return self._call("bootstrap", args)

    def open_conflicts(self, *args: Any) -> Any:
        return self._call("open_conflicts", args)

    def proof(self, *args: Any) -> Any:
        return self._call("proof", args)

    def mend(self, *args: Any) -> Any:
        return self._call("mend", args)

    def bucket(self, *args: Any) -> Any:
        return self._call("bucket", args)

    def desk_letters(self, *args: Any) -> Any:
        return self._call("desk_letters", args)

    def common(self, *args: Any) -> Any:
        return self._call("common", args)

    def held(self, *args: Any) -> Any:
        return self._call("held", args)

    def begin_after(self, *args: Any) -> Any:
        return self._call("begin_after", args)

    def close(self) -> None:
        self.inner.close()

    def _call(self, name: str, args: tuple[Any, ...]) -> Any:
        self.before(name)
        answer = getattr(self.inner, name)(*args)
        self.after(name)
        return self.answers.get(name, lambda found: found)(answer)
