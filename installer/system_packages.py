"""System libraries that no wheel brings: asks what is missing, lets apt add it.

Standard library only, because it runs before anything is installed. A machine that
has everything is only asked through dpkg, without network. Without root or sudo the
exact apt line is printed and the set-up goes on: the program then runs off-screen.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

DISPLAY = (
    ("libegl1",),
    ("libgl1",),
    ("libxkbcommon0",),
    ("libxkbcommon-x11-0",),
    ("libxcb-cursor0",),
    ("libxcb-icccm4",),
    ("libxcb-image0",),
    ("libxcb-keysyms1",),
    ("libxcb-randr0",),
    ("libxcb-render-util0",),
    ("libxcb-shape0",),
    ("libxcb-sync1",),
    ("libxcb-xfixes0",),
    ("libxcb-xkb1",),
    ("libdbus-1-3",),
    ("libfontconfig1",),
    ("libfreetype6",),
    ("libglib2.0-0t64", "libglib2.0-0"),
    ("fontconfig",),
)
"""What Qt loads to open a window; off-screen it needs none of it."""

TEST = (
    *DISPLAY,
    ("xvfb",),
    ("openbox",),
    ("dbus-x11",),
    ("ibus",),
    ("ibus-hangul",),
    ("xdotool",),
    ("poppler-utils",),
    ("python3-gi",),
    ("gir1.2-atspi-2.0",),
    ("at-spi2-core",),
    ("postgresql",),
)
"""What the tests use beside: a screen, real Hangul keys, PDF tools, a second server."""

GROUPS = {"display": DISPLAY, "test": TEST}
WITHOUT = {
    "display": "Until then the program runs off-screen.",
    "test": "Until then the tests that need it are skipped and say so.",
}
APT_OPTIONS = (
    "-qq",
    "-o=Acquire::Retries=3",
    "-o=DPkg::Lock::Timeout=120",
    "-o=Dpkg::Use-Pty=0",
)
LONGEST_INSTALL_S = 1200


@dataclass(frozen=True)
class Machine:
    """The computer as far as packages go: what it has and who may add to it."""

    is_root: bool

    @classmethod
    def here(cls) -> Machine:
        """Return the machine this runs on."""
        geteuid = getattr(os, "geteuid", None)
        return cls(is_root=geteuid is not None and geteuid() == 0)

    def has_apt(self) -> bool:
        """Tell whether this is Debian or one of its relatives."""
        return all(shutil.which(tool) for tool in ("dpkg-query", "apt-get"))

    def missing(self, packages: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
        """Return the packages of which no alternative is installed; no network."""
        names = [name for alternatives in packages for name in alternatives]
        asked = _run(
            ["dpkg-query", "-W", "-f=${Package} ${db:Status-Status}\n", *names]
        )
        lines = (line.split() for line in asked.stdout.splitlines())
        there = {parts[0] for parts in lines if parts[1:] == ["installed"]}
        return [names for names in packages if there.isdisjoint(names)]

    def names_here(self, packages: list[tuple[str, ...]]) -> list[str]:
        """Return for each package the name by which this release knows it."""
        return [self._known(names) for names in packages]

    def _known(self, names: tuple[str, ...]) -> str:
        if len(names) > 1:
            for name in names:
                if "Package:" in _run(["apt-cache", "show", name]).stdout:
                    return name
        return names[-1]

    def root_command(self) -> list[str] | None:
        """Return what to put before a command of root, or None without the right."""
        if self.is_root:
            return []
        if shutil.which("sudo") and _run(["sudo", "-n", "true"]).returncode == 0:
            return ["sudo", "-n"]
        return None

    def install(self, root: list[str], packages: list[tuple[str, ...]]) -> str:
        """Install packages by apt.

        Args:
            root: What ``root_command`` answered.
            packages: What ``missing`` answered, not empty.

        Returns:
            What went wrong in apt's words, or an empty text.
        """
        apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *APT_OPTIONS]
        updated = _run([*apt, "update"])
        added = _run(
            [
                *apt,
                "install",
                "-y",
                "--no-install-recommends",
                *self.names_here(packages),
            ]
        )
        if added.returncode == 0:
            return ""
        return "\n".join((updated.stderr + added.stderr).strip().splitlines()[-8:])


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - fixed commands, no shell
            command,
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=LONGEST_INSTALL_S,
            env={**os.environ, "LC_ALL": "C.UTF-8", "PATH": _path()},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 127, "", str(error))


def _path() -> str:
    """Return PATH with the folders of root's tools, which dpkg calls."""
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def provide(group: str, machine: Machine) -> bool:
    """Install what is missing of a group, or say how.

    Args:
        group: "display" or "test".
        machine: Where to look and install.

    Returns:
        Whether everything of the group is there now.
    """
    if not machine.has_apt():
        if sys.platform.startswith("linux"):
            wanted = ", ".join(names[-1] for names in GROUPS[group])
            print(f"No apt here; Debian calls what is needed: {wanted}")
        return False
    missing = machine.missing(GROUPS[group])
    if not missing:
        return True
    names = " ".join(machine.names_here(missing))
    root = machine.root_command()
    if root is None:
        _explain(group, names, "No right to install system packages. Once, as root:")
        return False
    print(f"Installing by apt: {names}", flush=True)
    complaint = machine.install(root, missing)
    if complaint:
        _explain(group, names, f"{complaint}\napt could not install them. Later:")
    return not complaint


def _explain(group: str, names: str, why: str) -> None:
    print(
        f"{why}\n    apt-get install --no-install-recommends {names}\n{WITHOUT[group]}"
    )


if __name__ == "__main__":
    provide(sys.argv[1], Machine.here())
