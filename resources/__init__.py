"""Files without logic: catalogues, styles, SQL, the sample office, the manual."""

import os
import sys
from pathlib import Path

_HERE = Path(__file__).parent


def path(name: str) -> Path:
    """Return a resource by its path below this folder, in a checkout and in a build."""
    return _HERE / name


def fonts_folder() -> Path:
    """Return where the program's one font family lies.

    ``make setup`` makes it from a package; a build carries it beside itself.
    """
    chosen = os.environ.get("TONGTONG_FONTS")
    if chosen:
        return Path(chosen)
    if getattr(sys, "frozen", False):
        return _HERE.parent / "fonts"
    return Path(sys.prefix) / "share" / "tongtong" / "fonts"
