import json

import pytest
from PySide6.QtWidgets import QWidget

from ui.window_state import WindowState


@pytest.fixture
def window(qtbot):
    made = QWidget()
    made.setObjectName("mainWindow")
    qtbot.addWidget(made)
    return made


def test_a_window_comes_back_where_it_was(window, qtbot, tmp_path):
    window.setGeometry(40, 30, 500, 400)
    WindowState(tmp_path / "window.json").keep(window)
    other = QWidget()
    other.setObjectName("mainWindow")
    qtbot.addWidget(other)
    assert WindowState(tmp_path / "window.json").restore(other)
    assert other.size() == window.size()


def test_a_window_of_another_name_knows_no_place(window, tmp_path):
    state = WindowState(tmp_path / "window.json")
    state.keep(window)
    window.setObjectName("boardWindow")
    assert not state.restore(window)


@pytest.mark.parametrize(
    "kept",
    ["", "no json", "[]", '{"place.mainWindow": "ä"}', '{"place.mainWindow": 3}'],
)
def test_a_spoilt_file_costs_nothing_but_the_place(window, tmp_path, kept):
    path = tmp_path / "window.json"
    path.write_text(kept, encoding="utf-8")
    assert not WindowState(path).restore(window)


def test_values_outlive_the_program(tmp_path):
    WindowState(tmp_path / "window.json").put("scale", "1.3")
    assert WindowState(tmp_path / "window.json").get("scale") == "1.3"
    assert WindowState(tmp_path / "window.json").get("scheme", "light") == "light"


def test_a_folder_that_takes_no_files_is_no_reason_to_stop(tmp_path):
    blocked = tmp_path / "a file"
    blocked.write_text("", encoding="utf-8")
    state = WindowState(blocked / "window.json")
    state.put("scale", "1.3")
    assert state.get("scale") == "1.3"


def test_the_file_holds_words_and_no_screen_number(window, tmp_path):
    state = WindowState(tmp_path / "window.json")
    state.keep(window)
    state.put("board.screen", "tv")
    told = json.loads((tmp_path / "window.json").read_text("utf-8"))
    assert set(told) == {"place.mainWindow", "board.screen"}
    assert told["board.screen"] == "tv"
