"""Where windows were: kept by object name, screens by name and never by number."""

import base64
import json
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

from services.core.config import write_whole

ENROLLED = "enrolled"  # whether the desk was, when somebody was signed in last


class WindowState:
    """Keeps places in one file of the office folder; losing it costs nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._told = _read(path)

    def keep(self, window: QWidget) -> None:
        """Remember where ``window`` is."""
        geometry = bytes(window.saveGeometry().data())
        self.put(f"place.{window.objectName()}", base64.b64encode(geometry).decode())

    def restore(self, window: QWidget) -> bool:
        """Put ``window`` where it was; return whether that was known."""
        kept = self.get(f"place.{window.objectName()}")
        try:
            geometry = base64.b64decode(kept, validate=True)
        except ValueError:  # not base64, or not even ASCII
            return False
        return bool(geometry) and window.restoreGeometry(QByteArray(geometry))

    def get(self, key: str, default: str = "") -> str:
        """Return what was kept under ``key``."""
        return self._told.get(key, default)

    def one_of(self, key: str, allowed: Iterable[str], default: str) -> str:
        """Return what was kept under ``key`` if it is one of those allowed."""
        kept = self.get(key, default)
        return kept if kept in tuple(allowed) else default

    def put(self, key: str, value: str) -> None:
        """Keep ``value``; a folder that takes no files is no reason to stop."""
        self._told[key] = value
        try:
            write_whole(self._path, json.dumps(self._told, indent=1).encode())
        except OSError:
            return


def _read(path: Path) -> dict[str, str]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(told, dict):
        return {}
    return {str(key): str(value) for key, value in told.items()}
