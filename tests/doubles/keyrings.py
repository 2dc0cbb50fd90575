"""Secret stores at our own edge: one in memory, and each way one can fail."""

import threading

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError
from typing_extensions import override


class MemoryKeyring(KeyringBackend):
    """Keeps secrets for the life of a test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.threads: set[threading.Thread] = set()

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self.threads.add(threading.current_thread())
        return self.kept.get((service, username))

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.threads.add(threading.current_thread())
        self.kept[service, username] = password

    @override
    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


class LockedKeyring(MemoryKeyring):
    """Is locked, and nobody is there to open it."""

    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked

    @override
    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked


class BrokenKeyring(MemoryKeyring):
    """Raises what its system raises, and quotes the secret."""

    @override
    def get_password(self, service: str, username: str) -> str | None:
        raise OSError(5, "the bus is gone")

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError(5, password)


class ForgetfulKeyring(MemoryKeyring):
    """Takes everything and keeps nothing."""

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        return


class SilentKeyring(MemoryKeyring):
    """Waits for somebody at the screen until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        self.released = threading.Event()

    @override
    def get_password(self, service: str, username: str) -> str | None:
        self.asked.set()
        self.released.wait()
        return super().get_password(service, username)

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        self.asked.set()
        self.released.wait()
