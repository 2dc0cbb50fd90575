"""A bare PySide6 window with a table: the least that any such program needs.

With names of libraries on its standard input it imports those first.
"""

# ruff: noqa: E402 - the clock starts before the imports that are measured

import time

begin = time.perf_counter()

import sys
from importlib import import_module

from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget

from tests.bench.probe import FirstPaint, figures, tell_and_end


def main() -> None:
    """Show the window and print the figures of its first paint."""
    for name in sys.stdin.read().split():
        try:
            import_module(name)
        except ImportError:  # a part of a library that only it can import
            continue
    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QTableWidget(20, 6))
    window.resize(1366, 768)
    FirstPaint(application, lambda: tell_and_end(figures(begin)))
    window.show()
    application.exec()


main()
