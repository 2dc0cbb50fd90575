"""One still window in a chosen language, size and colours, with one font alone."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

# Before any application is made; collection comes before the first test.
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))

import pytest
from PySide6.QtWidgets import QApplication

import resources
from services.core.config import OfficeFolder, install_id
from services.trust.founding import FirstAccount, found
from tests.doubles.fixed_clock import FixedClock
from tests.postgres_server import server_binaries
from tests.screenshots import exchanged_office, small_office
from ui import fonts
from ui.theme import Theme


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the renewal of the pictures."""
    parser.addoption(
        "--renew-pictures",
        action="store_true",
        help="write the golden pictures anew; look at each before you commit it",
    )


@pytest.fixture(scope="session")
def small_template(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """The small practice office, closed; made once."""
    base = tmp_path_factory.mktemp("small")
    os.environ["TONGTONG_CONFIG"] = str(base / "config")
    folder = OfficeFolder(base / "office")
    _name_the_desk(folder, base / "config")
    small_office.make(folder)
    return folder


def _name_the_desk(folder: OfficeFolder, config: Path) -> None:
    """Let the installation be the same in every run: it names the desk in pictures."""
    install_id(folder)
    (identity,) = (config / "installs").iterdir()
    identity.write_text("70000000-0000-4000-8000-000000000000", encoding="ascii")


@pytest.fixture(scope="session")
def exchanged_template(
    small_template: OfficeFolder, tmp_path_factory: pytest.TempPathFactory
) -> OfficeFolder:
    """The small office after an exchange with a second desk, closed; made once."""
    if not server_binaries():
        pytest.skip("no PostgreSQL binaries on this machine")
    base = tmp_path_factory.mktemp("exchanged")
    folder = OfficeFolder(base / "office")
    shutil.copytree(small_template.path, folder.path)
    exchanged_office.exchange(folder, OfficeFolder(base / "beside"))
    return folder


@pytest.fixture(scope="session")
def real_template(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """A real office with one account, for its sign-in."""
    folder = OfficeFolder(tmp_path_factory.mktemp("signed") / "office")
    account = FirstAccount("teamlead", "한팀장", "아주 긴 비밀번호 9")
    found(folder, FixedClock(), account)
    return folder


@pytest.fixture
def one_font(qapp: QApplication) -> Iterator[None]:
    """The font of the house, no blinking cursor; the plain theme again at the end."""
    fonts.load(resources.fonts_folder())
    blink = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    yield
    qapp.setCursorFlashTime(blink)
    Theme().apply(qapp)
    qapp.setProperty("testTheme", "plain")
