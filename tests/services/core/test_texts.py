import gettext
import threading

import pytest

import resources
from services.core import texts
from services.core.texts import CatalogueMissing


class Shouting(gettext.NullTranslations):
    """A catalogue whose sentences cannot be mistaken for another's."""

    def gettext(self, message: str) -> str:
        return message.upper()

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def test_korean_is_spoken_when_nobody_has_chosen():
    assert texts.LANGUAGES[0] == texts.KOREAN
    with texts.using(texts.KOREAN):
        assert texts.language() == "ko"
        assert texts.gettext("Call next") == "다음 호출"


def test_english_shows_the_sentences_of_the_program_themselves():
    with texts.using(texts.ENGLISH):
        assert texts.gettext("Call next") == "Call next"
        assert texts.ngettext("one", "many", 2) == "many"


def test_a_language_that_was_never_compiled_is_an_error_and_changes_nothing():
    with texts.using(texts.ENGLISH), pytest.raises(CatalogueMissing):
        texts.use("fr")
    with texts.using(texts.ENGLISH):
        with pytest.raises(CatalogueMissing):
            texts.use("fr")
        assert texts.language() == "en"


def test_a_missing_korean_catalogue_is_no_silent_english(tmp_path, monkeypatch):
    monkeypatch.setattr(resources, "_HERE", tmp_path)
    with pytest.raises(CatalogueMissing), texts.using(texts.KOREAN):
        pass


def test_a_block_gives_the_language_back_even_after_a_fault():
    with texts.using(texts.ENGLISH):
        with pytest.raises(ValueError, match="stop"), texts.using(texts.KOREAN):
            raise ValueError("stop")
        assert texts.language() == "en"
        assert texts.gettext("Call next") == "Call next"


def test_a_catalogue_of_a_test_s_own_is_used_for_a_block():
    with texts.using(texts.ENGLISH):
        with texts.installed(texts.ENGLISH, Shouting()):
            assert texts.gettext("Call next") == "CALL NEXT"
            assert texts.ngettext("one", "many", 1) == "ONE"
        assert texts.gettext("Call next") == "Call next"


def test_a_paper_in_another_language_is_heard_by_nobody_else():
    drawing, told = threading.Event(), threading.Event()

    def draw() -> None:
        with texts.using(texts.ENGLISH):
            drawing.set()
            told.wait(10)

    with texts.installed(texts.KOREAN, Shouting()):
        worker = threading.Thread(target=draw)
        worker.start()
        drawing.wait(10)
        heard = texts.language(), texts.gettext("saved")
        told.set()
        worker.join()
    assert heard == ("ko", "SAVED")


def test_every_thread_speaks_the_language_in_use():
    told = []
    with texts.installed(texts.ENGLISH, Shouting()):
        worker = threading.Thread(target=lambda: told.append(texts.gettext("saved")))
        worker.start()
        worker.join()
    assert told == ["SAVED"]
