"""Where an office lies on this computer; frozen for the life of the program."""

import errno
import hashlib
import os
import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from models.errors import DiskFull, OfficeError, PathRefused

APPLICATION = "TongtongDesk"


@dataclass(frozen=True, slots=True)
class OfficeFolder:
    """The folder of one office and the files in it.

    Attributes:
        path: The folder; created by ``init``.
    """

    path: Path

    @property
    def database(self) -> Path:
        """The encrypted office file."""
        return self.path / "office.db"

    @property
    def keys(self) -> Path:
        """The wraps of the database key, one for each account."""
        return self.path / "keys.json"

    @property
    def logs(self) -> Path:
        """Where the program writes what went wrong, without personal data."""
        return self.path / "logs"

    @property
    def window(self) -> Path:
        """Where the window keeps its places."""
        return self.path / "window.json"


def default_folder(*, practice: bool = False) -> OfficeFolder:
    """Return the folder of this user's office, or of the practice office."""
    name = "practice" if practice else "office"
    return OfficeFolder(Path(platformdirs.user_data_path(APPLICATION)) / name)


def install_id(folder: OfficeFolder) -> str:
    """Return the identity of this installation of the office folder.

    It is a random number in the user's own configuration, keyed by the folder, so a
    copied folder does not carry its identity along (decision 15).
    """
    home = os.environ.get("TONGTONG_CONFIG")
    base = Path(home) if home else Path(platformdirs.user_config_path(APPLICATION))
    key = hashlib.sha256(str(folder.path.resolve()).encode()).hexdigest()[:24]
    path = base / "installs" / key
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        identity = str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))
        write_whole(path, identity.encode())
    return path.read_text(encoding="ascii").strip()


def path_refused(error: OSError) -> OfficeError:
    """Return what a person can understand of a file or folder that was refused."""
    if error.errno == errno.ENOSPC:
        return DiskFull()
    return PathRefused(path=str(error.filename or ""))


def write_whole(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Write a file so that after a power cut it is the old or the new one.

    Args:
        path: The file.
        content: All that it holds.
        mode: Who may read and write it, from its first byte on; the umask takes away.

    Raises:
        OSError: It cannot be written; the error names ``path``.
    """
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=mode)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that only its owner can read, from its first byte on.

    Raises:
        OSError: It is there already, if only as a link, or cannot be written; nothing
            of it is left then.
    """
    path.touch(mode=0o600, exist_ok=False)
    try:
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error
