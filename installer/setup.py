"""Makes a checkout ready to run: system libraries, .venv, fonts, catalogues.

Runs with the system's python3 and the standard library alone. Everything is done
once: a second run looks, finds it done and touches no network.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from installer.system_packages import Machine, provide

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
LOCKS = ("requirements.txt", "requirements-dev.txt")
PREREQUISITES = "apt-get install git make python3 python3-venv"


class SetUpError(Exception):
    """The set-up cannot go on; the text says why and what to do."""


@dataclass(frozen=True)
class Environment:
    """The project's own Python environment and what is built into it."""

    root: Path

    @property
    def folder(self) -> Path:
        """Return where the environment lies."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """Return the environment's interpreter."""
        inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
        return self.folder.joinpath(*inside)

    @property
    def fonts(self) -> Path:
        """Return where the built fonts lie."""
        return self.folder / "share" / "tongtong" / "fonts"

    @property
    def stamp(self) -> Path:
        """Return the mark of a finished installation of exactly these locks."""
        digest = hashlib.sha256()
        for lock in LOCKS:
            digest.update((self.root / lock).read_bytes())
        digest.update(f"{sys.version} {self.root}".encode())
        return self.folder / f".setup-{digest.hexdigest()[:16]}"

    def install(self) -> None:
        """Install the locked libraries unless the stamp says they are there.

        Raises:
            SetUpError: The environment cannot be made or filled.
        """
        stamp = self.stamp
        if stamp.exists() and self._fits():
            return
        if not self._fits():
            _call([sys.executable, "-m", "venv", "--clear", self.folder])
        print("Installing the libraries into .venv (once, about a minute).", flush=True)
        lock = self.root / LOCKS[-1]
        _call([*self._installer(), "--require-hashes", "-r", lock])
        for old in self.folder.glob(".setup-*"):
            old.unlink()
        stamp.touch()

    def _fits(self) -> bool:
        """Tell whether the environment runs and has this Python's version."""
        try:
            answer = subprocess.run(  # noqa: S603 - the environment's own interpreter
                [self.python, "-c", "import sys; print(sys.version)"],
                check=False,
                capture_output=True,
                text=True,
            )
        except OSError:
            return False
        return answer.stdout.strip() == sys.version.strip()

    def _installer(self) -> list[str]:
        python = str(self.python)
        if _finds("uv"):
            uv = ["uv", "pip", "install", "--quiet", "--python", python]
            return [*uv, "--only-binary=:all:"]
        pip = [python, "-m", "pip", "install", "-qq", "--only-binary=:all:"]
        return [*pip, "--no-input", "--progress-bar=off"]

    def build_fonts(self) -> None:
        """Build the static fonts; a finished build is left alone."""
        _call([self.python, self.root / "installer" / "fonts.py", self.fonts])

    def compile_catalogues(self) -> None:
        """Compile each catalogue whose translation is newer than its compiled file."""
        locale = self.root / "resources" / "locale"
        if any(_is_stale(po) for po in locale.glob("*/LC_MESSAGES/*.po")):
            _call([self.python, "-m", "installer.catalogues", "compile"])


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def _finds(tool: str) -> bool:
    try:
        answer = subprocess.run(  # noqa: S603 - asks a tool for its version
            [tool, "--version"], check=False, capture_output=True
        )
    except OSError:
        return False
    return answer.returncode == 0


def _call(command: Sequence[str | Path]) -> None:
    try:
        subprocess.run(  # noqa: S603 - fixed commands, no shell
            command, check=True, cwd=ROOT, env=_surroundings()
        )
    except (OSError, subprocess.CalledProcessError) as error:
        words = " ".join(map(str, command[:4]))
        why = f"This did not succeed: {words} … The reason is above."
        raise SetUpError(why) from error


def _surroundings() -> dict[str, str]:
    """Return the environment variables for pip and uv: quiet, and no cache without HOME."""
    env = {
        **os.environ,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_LINK_MODE": "copy",
    }
    home = os.environ.get("HOME", "")
    if not (home and os.access(home, os.W_OK)):
        env |= {"PIP_NO_CACHE_DIR": "1", "UV_NO_CACHE": "1"}
    return env


def complaint_about(version: tuple[int, ...], *, has_venv: bool) -> str:
    """Return why this Python cannot be used and what to do, or an empty text."""
    if version[:2] >= OLDEST_PYTHON and has_venv:
        return ""
    found = ".".join(map(str, version[:3])) + ("" if has_venv else " without venv")
    return (
        f"Python 3.11 or later with venv is needed; this is {found}.\n"
        f"    {PREREQUISITES}\n"
        "Another interpreter can be named: make setup PYTHON=python3.12"
    )


def main() -> int:
    """Set the checkout up; return 0, or 1 after saying what stands in the way."""
    has_venv = all(find_spec(name) for name in ("venv", "ensurepip"))
    complaint = complaint_about(tuple(sys.version_info[:3]), has_venv=has_venv)
    if complaint:
        print(complaint, file=sys.stderr)
        return 1
    provide("display", Machine.here())
    environment = Environment(ROOT)
    try:
        environment.install()
        environment.build_fonts()
        environment.compile_catalogues()
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
