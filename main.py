"""Starts Tongtong Desk: the window, or one command for a timer or a script."""

import sys

from services.command_line.parser import read
from services.command_line.speaking import end_quietly


def main(argv: list[str]) -> int:
    """Run and return the exit code: 0 done, 1 refused, 2 wrong usage, 3 unreachable."""
    asked = read(argv)
    if asked.command == "demo":
        from ui.demo import run as play  # noqa: PLC0415 - Qt only where it is needed

        return play(asked)
    if asked.command or asked.self_test:
        from services.command_line.run import run as serve  # noqa: PLC0415 - no Qt here
        from ui.error_texts import shell_words  # noqa: PLC0415 - words without Qt

        return serve(asked, shell_words())
    from ui.plain_import import load_qt  # noqa: PLC0415 - Qt only where it is needed

    load_qt()
    from ui.app import run as open_window  # noqa: PLC0415 - after Qt's binding

    return open_window(asked)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    finally:
        end_quietly()
