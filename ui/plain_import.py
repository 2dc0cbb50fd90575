"""Keeps Python's own import when Qt's binding is loaded.

PySide6 puts its own in place, which opens and reads the source of every module that is
imported afterwards, to see whether it asks for Qt's names in snake case.  Nothing here
does; measured, that reading is a seventh of the start.
"""

import builtins


def load_qt() -> None:
    """Load Qt's binding; imports stay as they were."""
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401, PLC0415 - what puts its own import in place

    builtins.__import__ = plain
