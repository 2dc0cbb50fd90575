"""Nobody has to read a column's name to decide between two values."""

import pytest

from models import registry
from models.base import Scope
from services.core import texts
from services.core.capture import captured_fields
from ui import record_words

SYNCED = [r for r in registry.records() if r.sync.scope is not Scope.LOCAL]


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_record_that_travels_and_its_fields_have_words(language):
    with texts.using(language):
        for record in SYNCED:
            assert record_words.record(record.__tablename__)
            for name in captured_fields(record):
                word = record_words.field(name)
                assert word
                assert "_" not in word
