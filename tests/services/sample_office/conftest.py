"""One sample office for the whole run; each test looks at a copy of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.container import Opened
from services.core.config import OfficeFolder
from services.sample_office.practice import make_practice_office, open_practice_office
from tests.doubles.fixed_clock import FixedClock


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> OfficeFolder:
    """The sample of 09:00 on a 통통 Day, closed."""
    base: Path = tmp_path_factory.mktemp("sample")
    folder = OfficeFolder(base / "office")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TONGTONG_CONFIG", str(base / "config"))
        make_practice_office(folder, FixedClock())
    return folder


@pytest.fixture
def sample(
    sample_folder: OfficeFolder, tmp_path: Path, clock: FixedClock
) -> Iterator[Opened]:
    """The sample, open in a folder of this test's own."""
    copy = OfficeFolder(tmp_path / "copy")
    shutil.copytree(sample_folder.path, copy.path)
    opened = open_practice_office(copy, clock)
    yield opened
    opened.close()
