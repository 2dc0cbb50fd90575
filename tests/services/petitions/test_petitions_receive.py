from datetime import date, datetime

import pytest
from sqlalchemy import select

from models.errors import FieldError, FormRefused, NotFound
from models.trust import AccessEntry
from models.values import AccessAction, Permission, PetitionKind
from services.core.clock import SEOUL, local
from services.petitions.legal_periods import (
    LimitName,
    legal_periods,
    parse_periods,
)
from services.petitions.receive import PetitionForm

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=SEOUL)

LAW = """{
  "source": "", "kinds": [
    {"kind": "grievance", "period": "7d", "source": "옛 영", "valid_from": "2022-07-12"},
    {"kind": "grievance", "period": "5d", "source": "새 영", "valid_from": "2027-01-01"}
  ], "limits": [
    {"name": "extensions", "value": 2, "unit": "times", "source": "", "valid_from": "2022-07-12"},
    {"name": "extensions", "value": 1, "unit": "times", "source": "", "valid_from": "2027-01-01"}
  ]}"""


def test_a_receipt_number_is_year_desk_and_serial(register):
    first, second = register.new(), register.new()
    assert first.receipt.startswith("2026-임A")
    assert [one.receipt[-4:] for one in (first, second)] == ["0001", "0002"]


def test_serials_begin_anew_with_the_year(register, clock):
    register.new()
    clock.set(datetime(2027, 1, 4, 9, tzinfo=SEOUL))
    assert register.new().receipt.endswith("-0001")


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (PetitionKind.GRIEVANCE, datetime(2026, 12, 1, 18, tzinfo=SEOUL)),
        (PetitionKind.SUGGESTION, datetime(2026, 12, 10, 18, tzinfo=SEOUL)),
        (PetitionKind.INQUIRY_LAW, datetime(2026, 12, 10, 18, tzinfo=SEOUL)),
        (PetitionKind.INQUIRY_GENERAL, datetime(2026, 12, 1, 18, tzinfo=SEOUL)),
        (PetitionKind.OTHER, datetime(2026, 11, 23, 13, 30, tzinfo=SEOUL)),
    ],
)
def test_each_kind_is_due_by_its_own_period(register, clock, kind, due):
    clock.set(MONDAY)
    made = register.new(kind=kind)
    assert local(made.due_at) == due
    kept = register.look(made.petition_id)
    assert kept.told_due_at == kept.due_at
    assert kept.holidays_version


def test_a_permit_brings_its_own_period(register, clock):
    clock.set(MONDAY)
    with pytest.raises(FieldError):
        register.new(kind=PetitionKind.STATUTORY)
    with pytest.raises(FormRefused) as refused:
        register.new(kind=PetitionKind.STATUTORY, period="bald")
    assert refused.value.faults == (("period", "malformed"),)
    made = register.new(kind=PetitionKind.STATUTORY, period="3d")
    assert local(made.due_at) == datetime(2026, 11, 26, 9, 30, tzinfo=SEOUL)


def test_receiving_is_logged(register, units, clerk):
    made = register.new()
    with units.read(clerk, Permission.PETITION_READ) as reading:
        entry = reading.session.scalars(
            select(AccessEntry).order_by(AccessEntry.line.desc())
        ).first()
    assert (entry.action, entry.subject_id) == (AccessAction.ENTER, made.petition_id)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"title": " "}, ("title", "missing")),
        ({"title": "가" * 201}, ("title", "too_long")),
        ({"content": "900101-1234567"}, ("content", "resident_number")),
        ({"content": "가\x00"}, ("content", "nul")),
        ({"others": -1}, ("others", "negative")),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(register, change, fault):
    with pytest.raises(FormRefused) as refused:
        register.new(**change)
    assert refused.value.faults == (fault,)


def test_somebody_must_petition(register, clerk):
    form = PetitionForm("nobody", PetitionKind.OTHER, "roads", "보도")
    with pytest.raises(NotFound):
        register.receive.run(clerk, form)


def test_a_new_rule_holds_from_its_day_and_the_oldest_before():
    law = parse_periods(LAW)
    sources = [
        law.period(PetitionKind.GRIEVANCE, day).source
        for day in (date(2018, 7, 1), date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert sources == ["옛 영", "옛 영", "새 영"]
    limits = [
        law.limit(LimitName.EXTENSIONS, day).value
        for day in (date(2018, 7, 1), date(2027, 1, 1))
    ]
    assert limits == [2, 1]
    assert law.period(PetitionKind.STATUTORY, date(2026, 1, 1)) is None


def test_every_number_of_the_law_is_there_with_its_source():
    law = legal_periods()
    day = date(2026, 11, 23)
    for name in LimitName:
        assert law.limit(name, day).source
    for kind in set(PetitionKind) - {PetitionKind.STATUTORY}:
        assert law.period(kind, day).source
    assert law.limit(LimitName.REPRESENTATIVES, day).value == 3


def test_a_number_that_is_not_in_the_file_is_a_fault_of_the_program():
    with pytest.raises(LookupError):
        parse_periods(LAW).limit(LimitName.MULTI_PARTY, date(2026, 1, 1))
