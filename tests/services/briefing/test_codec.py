"""Packs as text and back."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.briefing.codec import ContentBroken, from_text, to_json, to_text
from services.briefing.values import (
    Case,
    DayPack,
    DongPack,
    MeetingPack,
    PackForm,
    SessionPack,
)
from tests import factories_briefing as make

PACKS = (make.session(), make.meeting(), make.dong(), make.day("en"))


@pytest.mark.parametrize("pack", PACKS, ids=lambda one: type(one).__name__)
def test_a_pack_comes_back_as_it_was(pack):
    assert from_text(type(pack), to_text(pack)) == pack


@settings(max_examples=50, deadline=None)
@given(case=st.builds(Case), form=st.builds(PackForm))
def test_any_case_comes_back_as_it_was(case, form):
    assert from_text(Case, to_text(case)) == case
    assert from_text(PackForm, to_text(form)) == form


@settings(max_examples=25, deadline=None)
@given(st.from_type(DongPack))
def test_any_visit_comes_back_as_it_was(pack):
    # Instants are kept to the microsecond, their zone as its distance from UTC.
    kept = from_text(DongPack, to_text(pack))

    assert to_text(kept) == to_text(pack)


def test_equal_values_give_equal_text():
    assert to_text(make.dong()) == to_text(make.dong())


def test_a_field_that_an_older_program_did_not_know_gets_its_default():
    told = json.loads(to_text(make.meeting()))
    del told["case"]["texts"]["budget"]

    pack = from_text(MeetingPack, json.dumps(told))
    assert pack.case.texts.budget == ""
    assert pack.case.texts.gist == make.case().texts.gist


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{}", '{"head": 3}', '{"day": "2026-99-99"}', '"text"'],
)
def test_what_is_no_pack_is_refused(text):
    with pytest.raises(ContentBroken):
        from_text(SessionPack, text)


def test_a_number_does_not_pass_for_text():
    told = json.loads(to_text(make.day()))
    told["rows"][0]["title"] = 7

    with pytest.raises(ContentBroken):
        from_text(DayPack, json.dumps(told))


def test_what_has_no_place_in_a_pack_is_refused():
    with pytest.raises(TypeError):
        to_json(1.5)
