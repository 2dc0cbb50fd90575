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


def test_every_thread_speaks_the_language_in_use():
    told = []
    with texts.installed(texts.ENGLISH, Shouting()):
        worker = threading.Thread(target=lambda: told.append(texts.gettext("saved")))
        worker.start()
        worker.join()
    assert told == ["SAVED"]


def test_a_paper_s_language_is_heard_by_whoever_draws_it_and_by_nobody_else():
    told = []
    with texts.using(texts.KOREAN):
        with texts.on_paper(texts.ENGLISH):
            here = texts.language(), texts.gettext("Call next")
            worker = threading.Thread(
                target=lambda: told.append(
                    (texts.language(), texts.gettext("Call next"))
                )
            )
            worker.start()
            worker.join()
        after = texts.gettext("Call next")
    assert here == ("en", "Call next")
    assert told == [("ko", "다음 호출")]
    assert after == "다음 호출"


def test_the_window_may_change_its_language_while_a_paper_is_drawn():
    with texts.using(texts.KOREAN):
        with texts.on_paper(texts.ENGLISH):
            texts.use(texts.KOREAN)
            assert texts.gettext("Call next") == "Call next"
        assert texts.language() == "ko"


def test_a_paper_in_a_language_that_was_never_compiled_is_an_error():
    with pytest.raises(CatalogueMissing), texts.on_paper("fr"):
        pass
