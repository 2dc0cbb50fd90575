import re

import pytest
from PySide6.QtGui import QColor, QFontDatabase

import resources
from ui import fonts
from ui.actions import SPECS, build, text_of
from ui.theme import STATE_ROLES, Scheme, Theme, colors

TEXT_PAIRS = [
    ("text", "window"), ("text", "base"), ("text", "head"), ("text", "selected"),
    ("subtle", "base"), ("subtle", "window"), ("placeholder", "base"),
    ("on_primary", "primary"), ("on_primary", "primary_hover"),
    ("on_secondary", "secondary"), ("nav_text", "nav"), ("nav_text", "nav_selected"),
    ("danger", "base"), ("danger", "danger_bg"), ("success", "base"),
    ("warning", "base"), ("warning", "warning_bg"), ("practice", "practice_bg"),
    ("toast", "toast_bg"), ("toast_link", "toast_bg"), ("holiday", "base"),
    ("saturday", "base"),
]  # fmt: skip
BORDER_PAIRS = [("border", "base"), ("focus", "base"), ("danger", "base")]
STATE_PAIRS = sorted({(role, f"{role}_bg") for role in STATE_ROLES.values()})


def luminance(color: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = color.redF(), color.greenF(), color.blueF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: str, other: str, scheme: Scheme) -> float:
    lights = sorted(
        (luminance(QColor(colors(scheme)[role])) for role in (one, other)), reverse=True
    )
    return (lights[0] + 0.05) / (lights[1] + 0.05)


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize(("text", "ground"), [*TEXT_PAIRS, *STATE_PAIRS])
def test_text_can_be_read_on_its_ground(text, ground, scheme):
    assert contrast(text, ground, scheme) >= 4.5


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize(("border", "ground"), BORDER_PAIRS)
def test_a_border_that_means_something_can_be_seen(border, ground, scheme):
    assert contrast(border, ground, scheme) >= 3


@pytest.mark.parametrize("scheme", Scheme)
def test_both_schemes_know_every_role(scheme):
    assert set(colors(scheme)) == set(colors(Scheme.LIGHT))


def test_the_one_family_is_loaded_and_shows_every_syllable_and_the_hanja(qapp):
    assert fonts.load(resources.fonts_folder()) in QFontDatabase.families()
    from PySide6.QtGui import QRawFont

    raw = QRawFont(str(resources.fonts_folder() / fonts.FILES[0]), 16)
    syllables = (chr(code) for code in range(0xAC00, 0xD7A4))
    assert all(raw.supportsCharacter(ord(letter)) for letter in (*syllables, *"通市長"))


def test_sizes_follow_the_text_size(qapp):
    from ui.theme_qss import style_sheet

    small = style_sheet(colors(Scheme.LIGHT), 1.0)
    large = style_sheet(colors(Scheme.LIGHT), 1.5)
    assert "13.0pt" in small
    assert "19.5pt" in large
    assert Theme(Scheme.LIGHT, 1.5).scale == 1.5


FORBIDDEN = re.compile(
    r"^(F9|Shift\+Space|Ctrl\+Space|Ctrl\+Alt\+.*|Ctrl\+Shift\+U|Ctrl\+[.;]|.)$"
)


def test_no_action_takes_a_key_of_the_input_method_or_a_bare_letter():
    keys = [key for spec in SPECS.values() for key in spec.keys]
    assert [key for key in keys if FORBIDDEN.match(key)] == []


def test_no_key_means_two_things():
    keys = [key for spec in SPECS.values() for key in spec.keys]
    assert sorted(set(keys)) == sorted(keys)


def test_every_action_is_built_with_its_text_and_its_keys(qapp):
    from PySide6.QtCore import QObject

    owner = QObject()
    for action_id, action in build(owner).items():
        assert action.text() == text_of(action_id)
        assert [key.toString() for key in action.shortcuts()]


def test_a_call_that_returns_nothing_keeps_the_count_of_none(qapp):
    import sys

    from PySide6.QtCore import QObject

    probe = QObject()
    before = sys.getrefcount(None)
    for number in range(1000):
        probe.setObjectName(f"probe{number}")
    assert sys.getrefcount(None) >= before - 100
