"""System packages: asked for without network, installed only by who may."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from installer.system_packages import DISPLAY, Machine, provide

DPKG_QUERY = """\
#!/bin/sh
for name in "$@"; do
    case "$name" in -*) ;; *) grep -qx "$name" "{folder}/lacking" \
        || echo "$name installed" ;; esac
done
"""
RECORD = '#!/bin/sh\necho "{tool} $*" >> "{folder}/calls"\n'
FAILING = "#!/bin/sh\necho 'E: no such release' >&2\nexit 100\n"
APT_CACHE = """\
#!/bin/sh
if grep -qx "$2" "{folder}/known"; then echo "Package: $2"; fi
"""


@dataclass
class Tools:
    """Stand-ins for the system's package tools, in front of the real ones."""

    folder: Path

    def put(self, tool: str, script: str) -> None:
        path = self.folder / "bin" / tool
        path.write_text(
            script.replace("{folder}", str(self.folder)).replace("{tool}", tool)
        )
        path.chmod(0o755)

    def lack(self, *names: str) -> None:
        (self.folder / "lacking").write_text("".join(f"{name}\n" for name in names))

    def know(self, *names: str) -> None:
        (self.folder / "known").write_text("".join(f"{name}\n" for name in names))

    def calls(self) -> list[str]:
        path = self.folder / "calls"
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    tools = Tools(tmp_path)
    tools.put("dpkg-query", DPKG_QUERY)
    tools.put("apt-get", RECORD)
    tools.put("apt-cache", APT_CACHE)
    tools.put("sudo", "#!/bin/sh\nexit 1\n")
    tools.lack()
    tools.know()
    return tools


def test_a_machine_that_has_everything_is_left_alone(
    tools: Tools, capsys: pytest.CaptureFixture[str]
):
    assert provide("display", Machine(is_root=True))

    assert tools.calls() == []
    assert capsys.readouterr().out == ""


def test_root_installs_exactly_what_is_missing(tools: Tools):
    tools.lack("libxcb-icccm4", "libxcb-keysyms1")

    assert provide("display", Machine(is_root=True))

    update, install = tools.calls()
    assert update.endswith(" update")
    assert install.endswith(" --no-install-recommends libxcb-icccm4 libxcb-keysyms1")


def test_one_name_of_a_library_is_enough(tools: Tools):
    tools.lack("libglib2.0-0")

    assert provide("display", Machine(is_root=True))

    assert tools.calls() == []


def test_a_library_is_called_as_this_release_calls_it(tools: Tools):
    tools.lack("libglib2.0-0", "libglib2.0-0t64")
    tools.know("libglib2.0-0t64")

    provide("display", Machine(is_root=True))

    assert tools.calls()[-1].endswith(" libglib2.0-0t64")


def test_without_root_or_sudo_the_line_is_printed_and_nothing_is_touched(
    tools: Tools, capsys: pytest.CaptureFixture[str]
):
    tools.lack("libegl1", "fontconfig")

    assert not provide("display", Machine(is_root=False))

    assert tools.calls() == []
    printed = capsys.readouterr().out
    assert "    apt-get install --no-install-recommends libegl1 fontconfig\n" in printed
    assert "off-screen" in printed


def test_sudo_without_a_password_is_used(tools: Tools):
    tools.lack("xvfb")
    tools.put("sudo", '#!/bin/sh\nshift\nexec "$@"\n')

    assert provide("test", Machine(is_root=False))

    assert tools.calls()[-1].endswith(" xvfb")


def test_when_apt_fails_its_words_and_the_line_for_later_are_shown(
    tools: Tools, capsys: pytest.CaptureFixture[str]
):
    tools.lack("xvfb")
    tools.put("apt-get", FAILING)

    assert not provide("test", Machine(is_root=True))

    printed = capsys.readouterr().out
    assert "E: no such release" in printed
    assert "apt-get install --no-install-recommends xvfb" in printed


def test_the_list_names_each_library_once():
    names = [name for alternatives in DISPLAY for name in alternatives]

    assert len(names) == len(set(names))
