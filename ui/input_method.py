"""Which input method Qt can speak with; without one no Hangul can be typed.

The wheel of Qt has plugins for ibus only.  fcitx5 speaks ibus's language too where it
runs; for others there is nothing to be done but to say so.
"""

from collections.abc import Mapping, MutableMapping
from pathlib import Path

from PySide6.QtCore import QLibraryInfo

MODULE = "QT_IM_MODULE"
IBUS = "ibus"
_SPEAKS_IBUS = frozenset({"fcitx", "fcitx5"})
_FOLDER = "platforminputcontexts"


def plugins() -> frozenset[str]:
    """Return the input methods that this Qt has plugins for."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / _FOLDER
    names = (path.stem for path in folder.glob("*platforminputcontextplugin*"))
    return frozenset(
        name.removeprefix("lib").removesuffix("platforminputcontextplugin")
        for name in names
    )


def settle(environment: MutableMapping[str, str]) -> None:
    """Choose ibus where the wanted method speaks its language; before QApplication."""
    if unserved(environment) in _SPEAKS_IBUS:
        environment[MODULE] = IBUS


def unserved(environment: Mapping[str, str]) -> str:
    """Return the wanted input method that this Qt cannot speak with, or nothing."""
    wanted = environment.get(MODULE, "")
    names = [name for name in wanted.split(";") if name]
    known = plugins() | {"xim", "wayland", "none"}
    return "" if not names or known & set(names) else names[0]
