"""Where the sample day is played: a folder that the play may empty again."""

import shutil
from pathlib import Path

from models.errors import FolderNotEmpty

MARK = "made-by-tongtong-demo"


def take_folder(out: Path) -> None:
    """Make an empty folder for the play; what an earlier play left there goes.

    Raises:
        FolderNotEmpty: Something lies there that no play has made; it stays.
    """
    mark = out / MARK
    if mark.is_file():
        shutil.rmtree(out)
    elif out.is_file() or (out.is_dir() and any(out.iterdir())):
        raise FolderNotEmpty(path=str(out))
    out.mkdir(parents=True, exist_ok=True)
    mark.touch()
