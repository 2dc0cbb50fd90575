import ast
import importlib
import pkgutil
from pathlib import Path
from string import Formatter

import pytest

import services
from models.errors import DoubleBooking, FieldError, OfficeError, WrongPassword
from services.core import texts
from services.korean.document_guard import TextFault
from ui.error_texts import TELLERS, words
from ui.error_texts_field import FAULTS


def kinds(kind=OfficeError):
    for found in kind.__subclasses__():
        yield found
        yield from kinds(found)


@pytest.fixture(autouse=True)
def _korean_after():
    with texts.using(texts.KOREAN):
        yield


def test_every_refusal_has_words_in_both_languages():
    for module in pkgutil.walk_packages(services.__path__, "services."):
        importlib.import_module(module.name)
    lacking = {kind.code for kind in kinds()} - set(TELLERS) - {"field", "storage"}
    assert lacking == set()
    for code, tell in TELLERS.items():
        told = []
        for language in texts.LANGUAGES:
            with texts.using(language):
                told.append(" ".join(tell()))
        assert all(told), code
        assert told[0] != told[1], code


def test_a_refusal_says_what_happened_what_was_kept_and_what_to_do():
    told = words(DoubleBooking(resource="host"))
    assert told.what
    assert told.todo
    assert told.sentence.startswith(told.what)


def test_facts_stand_in_the_sentence_and_no_braces_are_left():
    assert "4" in words(WrongPassword(left=4)).sentence
    for kind in kinds():
        if kind.__init__ is OfficeError.__init__:
            sentence = words(kind()).sentence
            assert not [name for _, name, _, _ in Formatter().parse(sentence) if name]


def test_every_fault_of_a_field_has_words():
    for fault in FAULTS:
        assert words(FieldError(field="name", fault=fault)).what


def faults_in_services():
    """Yield the literal faults: ``fault="x"`` and ``faults.append(("field", "x"))``."""
    for path in sorted(Path(services.__path__[0]).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.keyword(arg="fault", value=value):
                    yield from _named_in(value)
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="faults"), attr="append"),
                    args=[ast.Tuple(elts=[_, value])],
                ):
                    yield from _named_in(value)


def _named_in(value):
    return [
        part.value
        for part in ast.walk(value)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value
    ]


def test_every_fault_that_a_service_names_has_words_of_its_own():
    named = {*faults_in_services(), *(fault.value for fault in TextFault)}
    assert named - set(FAULTS) == set()
