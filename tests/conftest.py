"""What every test stands on: an off-screen Qt, a still clock, a real office file."""

import os

# Before Qt is imported anywhere.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_FONT_DPI"] = "96"
os.environ.pop("QT_SCALE_FACTOR", None)

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from hypothesis import HealthCheck, settings
from keyring.backend import KeyringBackend

from models.values import Profile, StaffId
from services.core.actor import FOUNDER, Actor
from services.core.config import OfficeFolder
from services.core.office import Office, open_office
from services.core.unit_of_work import UnitOfWork
from services.trust.accounts import AddStaff, StaffForm
from services.trust.founding import found_practice
from services.trust.sign_in import PRACTICE_STAFF, open_practice
from tests.doubles.fixed_clock import FixedClock
from tests.doubles.keyrings import MemoryKeyring

CLERK = StaffId("00000000-0000-7000-8000-00000000c1e4")
SHARED = Path(__file__).parents[2] / "shared"

# A busy machine is no fault of the program.
settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

pytest_plugins = ["tests.no_skips_in_ci"]


@pytest.fixture(autouse=True)
def _own_configuration(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keep the identity of test offices out of the user's configuration."""
    monkeypatch.setenv(
        "TONGTONG_CONFIG", str(tmp_path_factory.getbasetemp() / "config")
    )


@pytest.fixture
def shared_data() -> Path:
    """The folder of real data, where the machine has it."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("needs ../shared/data, which is not here")
    return folder


@pytest.fixture
def clock() -> FixedClock:
    """09:00 on a 통통 Day: Thursday, 2026-11-26."""
    return FixedClock()


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """A founded practice office, copied for each test."""
    base = tmp_path_factory.mktemp("template")
    os.environ["TONGTONG_CONFIG"] = str(base / "config")
    folder = OfficeFolder(base / "office")
    clock = FixedClock()
    found_practice(folder, clock)
    opened = open_practice(folder)
    assert opened is not None
    office = open_office(folder, opened.key, clock, practice=True)
    form = StaffForm("clerk", "이접수", Profile.FRONT_DESK, staff_id=CLERK)
    AddStaff(office.units).run(FOUNDER, form)
    office.close()
    return folder


@pytest.fixture
def folder(_template: OfficeFolder, tmp_path: Path) -> OfficeFolder:
    """A closed practice office of this test's own."""
    target = OfficeFolder(tmp_path / "office")
    shutil.copytree(_template.path, target.path)
    return target


@pytest.fixture
def office(folder: OfficeFolder, clock: FixedClock) -> Iterator[Office]:
    """The office, open; a real SQLCipher file."""
    opened = open_practice(folder)
    assert opened is not None
    office = open_office(folder, opened.key, clock, practice=True)
    yield office
    office.close()


@pytest.fixture
def units(office: Office) -> UnitOfWork:
    """The office's transactions."""
    return office.units


@pytest.fixture
def leader() -> Actor:
    """The practice office's own member of staff, with every permission."""
    return Actor(PRACTICE_STAFF)


@pytest.fixture
def clerk() -> Actor:
    """A member of staff with the front desk's permissions."""
    return Actor(CLERK)


@pytest.fixture
def use_store() -> Iterator[Callable[[KeyringBackend], KeyringBackend]]:
    """Put a secret store in the place of the system's own, for one test."""
    before = keyring.get_keyring()

    def use(store: KeyringBackend) -> KeyringBackend:
        keyring.set_keyring(store)
        return store

    yield use
    keyring.set_keyring(before)


@pytest.fixture
def store(use_store: Callable[[KeyringBackend], KeyringBackend]) -> MemoryKeyring:
    """A secret store in memory."""
    kept = MemoryKeyring()
    use_store(kept)
    return kept
