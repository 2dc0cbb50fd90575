"""Hangul needs an input method that this Qt can speak with."""

import pytest

from ui.input_method import MODULE, plugins, settle, unserved


def test_this_qt_speaks_with_ibus():
    assert "ibus" in plugins()


@pytest.mark.parametrize("wanted", ["", "ibus", "wayland;ibus", "xim"])
def test_what_is_served_is_left_as_it_is(wanted):
    environment = {MODULE: wanted}
    settle(environment)
    assert environment == {MODULE: wanted}
    assert unserved(environment) == ""


@pytest.mark.parametrize("wanted", ["fcitx", "fcitx5"])
def test_fcitx_is_spoken_with_in_the_language_of_ibus(wanted):
    environment = {MODULE: wanted}
    settle(environment)
    assert environment == {MODULE: "ibus"}


@pytest.mark.parametrize("wanted", ["nimf", "kime", "uim"])
def test_one_that_is_not_served_is_named(wanted):
    environment = {MODULE: wanted}
    settle(environment)
    assert unserved(environment) == wanted


def test_the_window_says_how_hangul_can_be_typed(open_window, folder, monkeypatch):
    monkeypatch.setenv(MODULE, "nimf")
    desk = open_window(folder)
    desk.begin()
    assert "nimf" in desk.toast
    assert "ibus" in desk.toast
