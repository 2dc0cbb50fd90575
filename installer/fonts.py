"""Makes the program's one font family from its package: python installer/fonts.py FOLDER.

The package carries a variable font, which windows and paper both draw too thin; two
static files are made of it once.  No font is kept in the project.
"""

import hashlib
import sys
from importlib.util import find_spec
from pathlib import Path

WEIGHTS = {"NotoSansKR-Regular.ttf": 400, "NotoSansKR-Bold.ttf": 700}
PACKAGE, SOURCE = "justmytype_intl_cjk", "NotoSansKR[[]wght[]].ttf"
STAMP = "made-from.txt"
RECIPE = "1"  # raise it when the way of making changes


def source() -> Path:
    """Return the variable font of the installed package."""
    spec = find_spec(PACKAGE)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    for folder in folders:
        for found in Path(folder).rglob(SOURCE):
            return found
    raise SystemExit(f"{PACKAGE} holds no Noto Sans KR; run make setup again.")


def stamp_of(font: Path) -> str:
    """Return what the made files must have been made from."""
    return f"{RECIPE} {hashlib.sha256(font.read_bytes()).hexdigest()}"


def make(target: Path) -> None:
    """Make both files in ``target``, unless they were made of the same source."""
    font = source()
    stamp, wanted = target / STAMP, stamp_of(font)
    complete = all((target / name).is_file() for name in WEIGHTS)
    if complete and stamp.is_file() and stamp.read_text("ascii") == wanted:
        return
    target.mkdir(parents=True, exist_ok=True)
    for name, weight in WEIGHTS.items():
        print(f"Making {name} …", flush=True)
        _make_static(font, weight, target / name)
    stamp.write_text(wanted, "ascii")


def _make_static(font: Path, weight: int, target: Path) -> None:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import, seldom needed
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415 - as above

    variable = TTFont(font, recalcTimestamp=False)
    static = instantiateVariableFont(variable, {"wght": weight}, updateFontNames=True)
    part = target.with_suffix(".part")
    static.save(part)
    part.replace(target)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
