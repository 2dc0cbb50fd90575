import unicodedata

import pytest
from sqlalchemy import func, select

from models.errors import FormRefused, OfficeError
from models.reception import Person, Visit
from models.values import Matter, Permission
from services.reception.group_values import RepresentativeForm
from services.reception.record_incident import IncidentForm, RecordIncident
from tests.factories_reception import group, visit_of, walk_in

# Made up: a well-formed resident number of nobody.
NUMBER = "900101-1234567"
FIELDS = ("name", "phone", "address", "title", "note", "priority_reason", "support")
BROKEN = {
    "nul": "가\x00나",
    "surrogate": "가\ud800나",
    "resident_number": f"번호 {NUMBER}",
    "control": "가\x07나",
    "bidi_override": "가\u202e나",
}
LONG = {
    "name": 60,
    "phone": 30,
    "address": 200,
    "title": 200,
    "note": 20_000,
    "priority_reason": 200,
    "support": 200,
}


def filled(field, value):
    more = {"priority": True, "priority_reason": "고령"}
    return walk_in(**{"name": "김하늘", "matter": Matter.DIRECT, **more, field: value})


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("fault", BROKEN)
def test_what_may_not_be_stored_is_refused_at_its_field(
    desk, units, clerk, field, fault
):
    with pytest.raises(FormRefused) as refused:
        desk.check_in.run(clerk, filled(field, BROKEN[fault]))
    assert (field, fault) in refused.value.faults
    with units.read(clerk, Permission.VISIT_READ) as reading:
        assert reading.session.scalar(select(func.count()).select_from(Visit)) == 0


@pytest.mark.parametrize("field", FIELDS)
def test_a_text_that_is_too_long_is_refused_at_its_field(desk, clerk, field):
    with pytest.raises(FormRefused) as refused:
        desk.check_in.run(clerk, filled(field, "1" * (LONG[field] + 1)))
    assert (field, "too_long") in refused.value.faults


@pytest.mark.parametrize("name", ["", "   ", "\u3164", "\u200b\u200b"])
def test_a_name_that_shows_nothing_is_missing(desk, clerk, name):
    with pytest.raises(FormRefused) as refused:
        desk.check_in.run(clerk, walk_in(name))
    assert refused.value.faults == (("name", "missing"),)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  김하늘  ", "김하늘"),
        (unicodedata.normalize("NFD", "김하늘"), "김하늘"),
        ("=SUM(A1:A9)", "=SUM(A1:A9)"),  # a formula is a text here
        ("محمد علي", "محمد علي"),
        ("Anna  O'Neil", "Anna O'Neil"),
        ("남궁하늘별", "남궁하늘별"),
        ("푸른마을주식회사", "푸른마을주식회사"),
    ],
)
def test_a_name_is_kept_as_it_is_read(desk, units, clerk, typed, kept):
    made = desk.check_in.run(clerk, walk_in(typed))
    with units.read(clerk, Permission.VISIT_READ) as reading:
        assert reading.get(Person, made.person_id).name == kept


@pytest.mark.parametrize(
    ("typed", "kept"), [("0421", "0421"), ("010-5550-0421", "01055500421"), ("", "")]
)
def test_a_part_of_a_number_is_welcome(desk, units, clerk, typed, kept):
    made = desk.check_in.run(clerk, walk_in(phone=typed))
    with units.read(clerk, Permission.VISIT_READ) as reading:
        assert reading.get(Person, made.person_id).phone == kept


def test_a_note_of_the_longest_petition_known_is_kept_whole(desk, units, clerk):
    note = "가나다라 " * 2_473 + "끝"
    made = desk.check_in.run(clerk, walk_in(note=note))
    assert visit_of(units, clerk, made.visit_id).note == note


@pytest.mark.parametrize("more", [{"name": "김하늘"}, {"person_id": "somebody"}])
def test_who_gives_no_name_has_none(desk, clerk, more):
    form = walk_in(**{"name": "", "anonymous": True, **more})
    with pytest.raises(FormRefused) as refused:
        desk.check_in.run(clerk, form)
    assert refused.value.faults == (("name", "anonymous"),)


@pytest.mark.parametrize("field", ["name", "title", "note", "assembly_reported"])
@pytest.mark.parametrize("fault", BROKEN)
def test_a_groups_texts_are_guarded_too(desk, clerk, field, fault):
    with pytest.raises(FormRefused) as refused:
        desk.check_in_group.run(clerk, group(**{field: BROKEN[fault]}))
    assert (field, fault) in refused.value.faults


@pytest.mark.parametrize("fault", BROKEN)
def test_a_representative_and_a_demand_are_marked_by_their_place(desk, clerk, fault):
    good = RepresentativeForm("박보람")
    form = group(
        representatives=(good, RepresentativeForm(BROKEN[fault], BROKEN[fault])),
        demands=("소음 중지", BROKEN[fault]),
    )
    with pytest.raises(FormRefused) as refused:
        desk.check_in_group.run(clerk, form)
    assert set(refused.value.faults) >= {
        ("representative_name_2", fault),
        ("representative_phone_2", fault),
        ("demand_2", fault),
    }


@pytest.mark.parametrize("fault", BROKEN)
def test_no_verb_takes_what_may_not_be_stored(desk, units, clerk, fault):
    made = desk.check_in.run(clerk, walk_in())
    bad = BROKEN[fault]
    attempts = [
        lambda: desk.call_next.run(clerk, bad),
        lambda: desk.call_this.run(clerk, made.visit_id, bad),
        lambda: desk.start.run(clerk, made.visit_id, bad),
        lambda: desk.hold.run(clerk, made.visit_id, bad),
        lambda: desk.finish.run(clerk, made.visit_id, bad),
        lambda: desk.record.run(clerk, made.visit_id, bad),
        lambda: desk.hand_over.run(clerk, made.visit_id, bad, bad),
        lambda: desk.leave.run(clerk, made.visit_id, bad),
        lambda: desk.cancel.run(clerk, made.visit_id, bad),
        lambda: desk.carry_over.run(clerk, made.visit_id, bad),
        lambda: desk.set_priority.run(clerk, made.visit_id, bad),
        lambda: RecordIncident(units).run(clerk, made.visit_id, IncidentForm(bad)),
    ]
    for attempt in attempts:
        with pytest.raises(OfficeError) as refused:
            attempt()
        assert refused.value.code in {"field", "form_refused"}


def test_an_error_says_no_more_than_field_and_fault(desk, clerk):
    with pytest.raises(FormRefused) as refused:
        desk.check_in.run(clerk, walk_in(f"김하늘 {NUMBER}"))
    told = f"{refused.value} {refused.value!r} {walk_in('김하늘')!r}"
    assert "김하늘" not in told
    assert NUMBER not in told
