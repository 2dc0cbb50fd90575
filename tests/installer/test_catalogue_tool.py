"""The catalogue tool: collects, takes translations over, and names every fault."""

import gettext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installer.catalogues import (
    catalogue_path,
    compile_all,
    extract,
    faults,
    merge,
    placeholders,
)

CODE = """
def words(name, count):
    _("Save")
    _("{name} is waiting").format(name=name)
    return ngettext("one visit", "{count} visits", count).format(count=count)
"""
TRANSLATIONS = """\
msgid "Save"
msgstr "저장"

msgid "{name} is waiting"
msgstr "{name} 님이 기다립니다"

msgid "one visit"
msgid_plural "{count} visits"
msgstr[0] "방문 {count}건"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small program whose texts are all translated."""
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "page.py").write_text(CODE, encoding="utf-8")
    fragment = tmp_path / "part.po"
    fragment.write_text(TRANSLATIONS, encoding="utf-8")
    extract(tmp_path)
    merge(tmp_path, [fragment])
    return tmp_path


def change(root: Path, old: str, new: str) -> None:
    path = catalogue_path(root, "ko")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_complete_catalogue_has_no_faults(root: Path):
    assert faults(root) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('msgstr "저장"', 'msgstr ""', "ko: not translated: 'Save'"),
        ('msgid "Save"', '#, fuzzy\nmsgid "Save"', "ko: fuzzy: 'Save'"),
        ('msgid "Save"', 'msgid "Store"', "ko: missing: 'Save'"),
        ('msgid "Save"', 'msgid "Store"', "ko: unused: 'Store'"),
        ("{name} 님", "{nam} 님", "ko: other placeholders than in the code"),
        ("{name} 님", "{name 님", "ko: malformed: '{name} is waiting'"),
        ("방문 {count}건", "방문", "ko: other placeholders than in the code"),
        ("{count} visits", "{count} people", "ko: other plural than in the code"),
        ('msgstr "저장"', 'msgstr "저장', "ko: malformed: tongtong.po, line "),
        ('msgstr "저장"', 'msgstr "저"장"', "ko: malformed: tongtong.po, line "),
        (
            'msgid "Save"',
            'msgid "Save"\nmsgstr "저"\n\nmsgid "Save"',
            "ko: malformed: tongtong.po: an entry stands twice",
        ),
    ],
)
def test_each_fault_is_named(root: Path, old: str, new: str, fault: str):
    change(root, old, new)

    assert any(line.startswith(fault) for line in faults(root))


def test_a_language_without_a_catalogue_is_a_fault(root: Path):
    catalogue_path(root, "en").unlink()

    assert faults(root) == ["en: there is no catalogue"]


def test_collecting_again_changes_nothing(root: Path):
    before = catalogue_path(root, "ko").read_text(encoding="utf-8")
    extract(root)

    assert catalogue_path(root, "ko").read_text(encoding="utf-8") == before


def test_collecting_drops_what_the_code_no_longer_says_and_keeps_the_rest(root: Path):
    code = root / "ui" / "page.py"
    code.write_text(CODE.replace('_("Save")', '_("Print")'), encoding="utf-8")
    extract(root)

    text = catalogue_path(root, "ko").read_text(encoding="utf-8")
    assert "Save" not in text
    assert "님이 기다립니다" in text
    assert faults(root) == ["ko: not translated: 'Print'"]


def test_a_translation_that_nobody_uses_is_reported(root: Path):
    fragment = root / "other.po"
    fragment.write_text('msgid "Gone"\nmsgstr "없음"\n', encoding="utf-8")

    assert merge(root, [fragment]) == ["other.po: Gone"]


def test_compiled_catalogues_speak_both_languages(root: Path):
    compile_all(root)

    locale = str(root / "resources" / "locale")
    korean = gettext.translation("tongtong", locale, ["ko"])
    english = gettext.translation("tongtong", locale, ["en"])
    assert korean.gettext("Save") == "저장"
    assert korean.ngettext("one visit", "{count} visits", 1) == "방문 {count}건"
    assert english.ngettext("one visit", "{count} visits", 1) == "one visit"
    assert english.ngettext("one visit", "{count} visits", 2) == "{count} visits"


def test_only_changed_catalogues_are_compiled(root: Path):
    first = compile_all(root)

    assert len(first) == 2
    assert compile_all(root) == []


@given(names=st.sets(st.from_regex(r"[a-z_]{1,8}", fullmatch=True)))
def test_placeholders_are_found_wherever_they_stand(names: set[str]):
    text = "가 ".join(f"{{{name}}}" for name in sorted(names))

    assert placeholders(text) == names
