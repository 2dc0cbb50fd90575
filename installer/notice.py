"""Writes NOTICE: the libraries the program runs on, their versions and licences.

Read from the metadata of what is installed, for exactly the names in
requirements.txt. A library that only another system or Python needs is not installed
here; its line is kept as it stands in NOTICE.
"""

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = """\
Tongtong Desk (통통데스크)

The program itself is licensed under the Apache License 2.0, see LICENSE.
It runs on these libraries, each under its own licence. They are installed beside the
program and are not part of this source tree. This file is written by `make notice`.

"""
FOOT = """
PySide6, shiboken6 (Qt for Python) and psycopg are used under the GNU Lesser General
Public License, version 3. They are separate, unchanged, dynamically loaded libraries:
whoever receives the program may replace them with versions of their own by installing
these into its environment, and may study and change them as that licence allows. Their
sources are published by the Qt Project and by the psycopg project.

The window and the paper use Noto Sans KR (SIL Open Font License 1.1), made into
static weights from the font in justmytype-intl-cjk during the set-up. sqlcipher3
contains SQLite (public domain), SQLCipher (BSD 3-Clause, Zetetic LLC) and OpenSSL
(Apache License 2.0). psycopg-binary contains libpq (PostgreSQL License) and OpenSSL.
pypdfium2 contains PDFium (BSD 3-Clause).
"""
ELSEWHERE = {
    "pywin32-ctypes": "BSD-3-Clause",
    "reportlab": "BSD-3-Clause",
    "sqlcipher3": "Zlib",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "pypdfium2": "BSD-3-Clause, Apache-2.0",
}
"""Licences that the metadata does not say, or says at length: read in their files."""
LONGEST_NAME = 60
"""Longer statements are whole licence texts."""
PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", re.MULTILINE)


def notice(root: Path) -> str:
    """Return the text that NOTICE should have."""
    old = _old_lines(root / "NOTICE")
    lock = (root / "requirements.txt").read_text(encoding="utf-8")
    lines = [_line(name, version, old) for name, version in PINNED.findall(lock)]
    return HEAD + "\n".join(lines) + "\n" + FOOT


def _old_lines(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {" ".join(line.split()[:2]): line for line in lines if "  " in line}


def _line(name: str, version: str, old: dict[str, str]) -> str:
    if name in ELSEWHERE:
        return _written(name, version, ELSEWHERE[name])
    try:
        return _written(name, version, licence(distribution(name)))
    except PackageNotFoundError:
        return old.get(f"{name} {version}", _written(name, version, "see its package"))


def _written(name: str, version: str, licence: str) -> str:
    return f"{name:26}  {version:14}  {licence}"


def licence(package: Distribution) -> str:
    """Return the licence that a package states, as short as it states it."""
    meta = package.metadata
    for field in ("License-Expression", "License"):
        stated = meta[field] if field in meta else None  # noqa: SIM401 - no typed get
        if stated and len(stated) <= LONGEST_NAME and "\n" not in stated:
            return stated
    classes = meta.get_all("Classifier") or []
    names = [c.rpartition(" :: ")[2] for c in classes if c.startswith("License :: ")]
    return ", ".join(names) or "see its package"


def main(arguments: list[str]) -> int:
    """Write NOTICE, or with ``--check`` say whether it is up to date (0) or not (1)."""
    path = ROOT / "NOTICE"
    text = notice(ROOT)
    if "--check" not in arguments:
        path.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return 0
    print("NOTICE is out of date: make notice", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
