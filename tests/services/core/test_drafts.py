import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values import Permission
from services.core.drafts import DraftList, DropDraft, LoadDraft, SaveDraft, _guarded
from services.core.events import RecordsChanged
from services.korean.document_guard import guarded_spans, storable

NUMBER = "900101-1234567"
TYPED = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def texts(typed):
    if isinstance(typed, str):
        return [typed]
    if isinstance(typed, dict):
        return [one for value in typed.values() for one in texts(value)]
    if isinstance(typed, list):
        return [one for value in typed for one in texts(value)]
    return []


def test_what_was_typed_comes_back_as_it_stands(units, clerk, clock):
    fields = {
        "name": "김철",
        "priority": True,
        "come": 12,
        "dong": None,
        "demands": ["소음 중지", ""],
        "representatives": [{"name": "박보람", "seen": False}],
    }
    saved_at = SaveDraft(units).run(clerk, "check_in", fields)
    loaded = LoadDraft(units).run(clerk, "check_in")
    assert (loaded.fields, loaded.saved_at) == (fields, clock.now())
    assert saved_at == clock.now()
    assert "김철" not in repr(loaded)


def test_a_form_has_one_draft_of_each_person(units, clerk, leader):
    for name in ("김", "김하"):
        SaveDraft(units).run(clerk, "check_in", {"name": name})
    SaveDraft(units).run(leader, "check_in", {"name": "박"})
    assert LoadDraft(units).run(clerk, "check_in").fields == {"name": "김하"}
    assert LoadDraft(units).run(leader, "check_in").fields == {"name": "박"}
    assert LoadDraft(units).run(clerk, "group") is None
    assert [row.form for row in DraftList(units).run(clerk)] == ["check_in"]


def test_the_latest_draft_is_listed_first(units, clerk, clock):
    SaveDraft(units).run(clerk, "check_in", {})
    clock.tick(seconds=1)
    SaveDraft(units).run(clerk, "group", {})
    assert [row.form for row in DraftList(units).run(clerk)] == ["group", "check_in"]


def test_a_dropped_draft_is_gone_and_of_others_nothing_is(units, clerk, leader):
    for actor in (clerk, leader):
        SaveDraft(units).run(actor, "check_in", {"name": "김"})
    DropDraft(units).run(clerk, "check_in")
    DropDraft(units).run(clerk, "check_in")
    assert LoadDraft(units).run(clerk, "check_in") is None
    assert LoadDraft(units).run(leader, "check_in") is not None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"번호 {NUMBER}", "번호 900101-*******"),
        ("가\x00나", "가나"),
        ("가\ud800나", "가나"),
        ("900101-1\x00234567", "900101-*******"),
        ("=1+1", "=1+1"),
        ("محمد", "محمد"),
    ],
)
def test_what_may_not_be_kept_does_not_reach_the_disk(units, clerk, typed, kept):
    SaveDraft(units).run(clerk, "check_in", {"note": typed, "demands": [typed]})
    loaded = LoadDraft(units).run(clerk, "check_in")
    assert loaded.fields == {"note": kept, "demands": [kept]}


@given(st.dictionaries(st.text(max_size=5), TYPED, max_size=4))
def test_no_text_of_a_draft_holds_an_identity_number_or_a_broken_character(typed):
    for text in texts(_guarded(typed)):
        assert guarded_spans(text) == ()
        assert storable(text) == text


def test_a_draft_stays_on_the_desk_and_tells_the_pages(office, units, clerk):
    heard = []
    office.bus.subscribe(heard.append)
    SaveDraft(units).run(clerk, "check_in", {"name": "김"})
    DropDraft(units).run(clerk, "check_in")
    assert heard == [RecordsChanged(frozenset({"draft"}))] * 2
    with office.readers.connect() as connection:
        sent = connection.exec_driver_sql(
            "SELECT count(*) FROM sync_outbox WHERE tbl = 'draft'"
        ).scalar_one()
    assert sent == 0


def test_everybody_may_keep_what_they_type():
    assert SaveDraft.permission is Permission.SETTINGS_OWN
