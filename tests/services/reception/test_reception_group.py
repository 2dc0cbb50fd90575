import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models.errors import ChangedMeanwhile, FormRefused, NothingToDo, StepRefused
from models.petitions import Petition
from models.reception import (
    Demand,
    GroupVisit,
    HeadCount,
    Incident,
    Representative,
    SecurityNotice,
)
from models.selection import MeetingRequest
from models.trust import AccessEntry
from models.values import AccessAction, Permission, Severity, SignatureList, VisitState
from services.reception.confirm_mandate import ConfirmMandate
from services.reception.count_heads import CountForm, CountHeads
from services.reception.group_course import Dissolve, GiveRules
from services.reception.group_details import EarlierGroups, GroupDetails
from services.reception.group_rules import GroupRulesInForce
from services.reception.group_values import (
    GroupRules,
    Missing,
    RepresentativeForm,
    severity_of,
)
from services.reception.notify_security import (
    NotifySecurity,
    SecuritySheet,
    SecuritySheetPrinted,
)
from services.reception.record_incident import IncidentForm, RecordIncident
from services.reception.take_list import ListForm, TakeSignatureList
from services.trust.office_settings import OfficeSettings, SaveSettings
from tests.factories_reception import group, visit_of

READ = Permission.VISIT_READ


def rows(units, actor, record):
    with units.read(actor, READ) as reading:
        return list(reading.session.scalars(select(record)))


def speakers(count, **more):
    return tuple(RepresentativeForm(f"박보람{n}", **more) for n in range(count))


def test_a_group_gets_one_number_and_everything_it_brought(desk, units, clerk):
    made = desk.check_in_group.run(clerk, group(signature_list=SignatureList.ORIGINAL))
    assert (made.label, made.is_multi_party, made.outside) == ("G1", True, 9)
    assert (made.severity, made.missing) == (Severity.CAUTION, ())
    (head,) = rows(units, clerk, HeadCount)
    assert (head.come, head.admitted) == (12, 3)
    assert [demand.text for demand in rows(units, clerk, Demand)] == [
        "야간 공사 소음 중지"
    ]


def test_the_first_representative_is_the_petitioner_with_the_others_counted(
    desk, units, clerk
):
    made = desk.check_in_group.run(clerk, group())
    (petition,) = rows(units, clerk, Petition)
    assert petition.receipt == made.receipt
    assert petition.others == 8  # nine have signed
    assert petition.content == "야간 공사 소음 중지"
    visit = visit_of(units, clerk, made.visit_id)
    assert petition.person_id == visit.person_id


@pytest.mark.parametrize(
    ("households", "signatures", "is_multi_party"),
    [(5, 5, True), (4, 5, False), (5, 4, False), (0, 0, False)],
)
def test_a_multi_party_petition_needs_both_counts(
    desk, clerk, households, signatures, is_multi_party
):
    form = group(households=households, signatures=signatures)
    assert desk.check_in_group.run(clerk, form).is_multi_party is is_multi_party


def test_three_speak_and_a_fourth_is_refused(desk, units, clerk):
    desk.check_in_group.run(clerk, group(representatives=speakers(3)))
    assert len(rows(units, clerk, Representative)) == 3
    with pytest.raises(FormRefused) as refused:
        desk.check_in_group.run(clerk, group(representatives=speakers(4)))
    assert refused.value.faults == (("representatives", "too_many"),)


def test_what_is_missing_is_told_and_saved_anyway(desk, clerk):
    seen = RepresentativeForm("박보람", mandate_seen=True)
    unseen = RepresentativeForm("이가람")
    form = group(
        representatives=(seen, unseen),
        signature_list=SignatureList.COPY,
        demands=("",),
        title="소음",
    )
    made = desk.check_in_group.run(clerk, form)
    assert made.missing == (
        Missing("mandate", 2),
        Missing("signature_list"),
        Missing("demand"),
    )


def test_a_group_without_a_representative_is_a_visit_alone(desk, units, clerk):
    made = desk.check_in_group.run(clerk, group(representatives=(), demands=()))
    assert Missing("representative") in made.missing
    assert (made.petition_id, rows(units, clerk, Petition)) == (None, [])


def test_a_group_that_asks_for_the_mayor_leaves_a_request_with_its_size(
    desk, units, clerk
):
    made = desk.check_in_group.run(clerk, group(asks_for_meeting=True))
    (request,) = rows(units, clerk, MeetingRequest)
    assert (request.people, request.group_id) == (12, made.group_id)
    assert request.petition_id == made.petition_id


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": ""}, ("name", "missing")),
        ({"come": 0, "admitted": 0}, ("come", "missing")),
        ({"come": -1, "admitted": -1}, ("come", "negative")),
        ({"come": 10**9}, ("come", "too_large")),
        ({"admitted": 13}, ("admitted", "more_than_come")),
        ({"room_limit": 2}, ("admitted", "over_limit")),
        ({"households": -1}, ("households", "negative")),
        ({"demands": ("",) * 21}, ("demands", "too_many")),
        (
            {"representatives": (RepresentativeForm(" "),)},
            ("representative_name_1", "missing"),
        ),
        ({"demands": (), "title": "", "title_when_empty": ""}, ("title", "missing")),
    ],
)
def test_numbers_and_names_that_cannot_be_are_marked(desk, clerk, change, fault):
    with pytest.raises(FormRefused) as refused:
        desk.check_in_group.run(clerk, group(**change))
    assert fault in refused.value.faults


@given(st.integers(1, 200), st.sampled_from(Severity))
def test_severity_is_never_less_than_heads_or_mood_say(come, mood):
    order = list(Severity)
    told = order.index(severity_of(come, mood, GroupRules()))
    by_heads = (come >= 10) + (come >= 30)
    assert told == max(by_heads, order.index(mood))


def test_heads_are_counted_again_and_the_course_is_kept(desk, units, clerk, clock):
    made = desk.check_in_group.run(clerk, group(room_limit=5))
    clock.tick(minutes=4)
    counted = CountHeads(units, GroupRules()).run(
        clerk, made.group_id, CountForm(31, 5)
    )
    assert (counted.outside, counted.severity) == (26, Severity.ALERT)
    assert [head.come for head in rows(units, clerk, HeadCount)] == [12, 31]
    (row,) = desk.waiting_list.run(clerk).rows
    assert row.people == 31


def test_the_numbers_of_the_office_make_a_group_tense(desk, units, clerk, leader):
    chosen = OfficeSettings(caution_from=20, alert_from=25)
    SaveSettings(units).run(leader, chosen)
    made = desk.check_in_group.run(clerk, group(come=19))
    assert made.severity is Severity.NOTICE
    count = CountHeads(units, GroupRules())
    told = [
        count.run(clerk, made.group_id, CountForm(come, 1)).severity
        for come in (20, 25)
    ]
    assert told == [Severity.CAUTION, Severity.ALERT]
    rules = GroupRulesInForce(units, GroupRules()).run(clerk)
    assert (rules.caution_from, rules.alert_from) == (20, 25)


def test_more_than_the_room_takes_are_not_let_in(desk, units, clerk):
    made = desk.check_in_group.run(clerk, group(room_limit=5))
    with pytest.raises(FormRefused) as refused:
        CountHeads(units, GroupRules()).run(clerk, made.group_id, CountForm(20, 6))
    assert refused.value.faults == (("admitted", "over_limit"),)


def test_security_is_told_numbers_place_and_mood_and_nothing_else(
    desk, units, clerk, clock
):
    made = desk.check_in_group.run(clerk, group(waiting_place="1층 로비 서쪽"))
    clock.tick(minutes=1)
    told = NotifySecurity(units).run(clerk, made.group_id, "청사방호실")
    assert (told.number, told.come, told.admitted) == ("G1", 12, 3)
    assert (told.place, told.severity) == ("1층 로비 서쪽", Severity.CAUTION)
    (notice,) = rows(units, clerk, SecurityNotice)
    assert notice.recipient == "청사방호실"
    sheet = SecuritySheet(units).run(clerk, made.group_id)
    assert sheet.earlier == (clock.now(),)
    shown = repr((told, sheet))
    assert not any(word in shown for word in ("푸른마을", "보람", "소음", "1234"))


def test_a_notice_needs_somebody_who_gets_it(desk, units, clerk):
    made = desk.check_in_group.run(clerk, group())
    with pytest.raises(FormRefused):
        NotifySecurity(units).run(clerk, made.group_id, " ")
    assert rows(units, clerk, SecurityNotice) == []


def test_printing_the_notice_is_logged(desk, units, clerk):
    made = desk.check_in_group.run(clerk, group())
    SecuritySheetPrinted(units).run(clerk, made.group_id)
    printed = [
        e for e in rows(units, clerk, AccessEntry) if e.action is AccessAction.PRINT
    ]
    assert [entry.subject_id for entry in printed] == [made.group_id]


@pytest.mark.parametrize(
    ("verb", "field"), [(GiveRules, "rules_given_at"), (Dissolve, "dissolved_at")]
)
def test_a_fact_of_the_stay_is_noted_once_and_can_be_undone(
    desk, units, clerk, clock, verb, field
):
    made = desk.check_in_group.run(clerk, group())
    at = verb(units).run(clerk, made.group_id)
    with pytest.raises(StepRefused):
        verb(units).run(clerk, made.group_id)
    (kept,) = rows(units, clerk, GroupVisit)
    assert getattr(kept, field) == at == clock.now()
    desk.undo_last.run(clerk)
    (kept,) = rows(units, clerk, GroupVisit)
    assert getattr(kept, field) is None


def test_a_mandate_can_be_seen_later(desk, units, clerk):
    made = desk.check_in_group.run(
        clerk, group(representatives=(RepresentativeForm("박보람"),))
    )
    (one,) = GroupDetails(units).run(clerk, made.group_id).representatives
    assert (one.name, one.mandate_seen) == ("박*람", False)
    ConfirmMandate(units).run(clerk, one.representative_id)
    (one,) = GroupDetails(units).run(clerk, made.group_id).representatives
    assert one.mandate_seen


def list_of(units, actor, group_id):
    detail = GroupDetails(units).run(actor, group_id)
    return ListForm(detail.signature_list, detail.households, detail.signatures)


def test_the_original_of_the_list_can_be_handed_in_later_and_taken_back(
    desk, units, clerk
):
    made = desk.check_in_group.run(clerk, group(households=4, signatures=4))
    seen = GroupDetails(units).run(clerk, made.group_id)
    assert (seen.signature_list, seen.is_multi_party) == (SignatureList.NONE, False)

    brought = ListForm(SignatureList.ORIGINAL, 7, 9, seen.base)
    TakeSignatureList(units).run(clerk, made.group_id, brought)
    assert list_of(units, clerk, made.group_id) == brought
    assert GroupDetails(units).run(clerk, made.group_id).is_multi_party

    desk.undo_last.run(clerk)
    before = ListForm(SignatureList.NONE, 4, 4)
    assert list_of(units, clerk, made.group_id) == before


def test_a_list_that_somebody_else_noted_meanwhile_is_not_overwritten(
    desk, units, clerk
):
    made = desk.check_in_group.run(clerk, group())
    base = GroupDetails(units).run(clerk, made.group_id).base
    first = ListForm(SignatureList.COPY, 7, 9, base)
    TakeSignatureList(units).run(clerk, made.group_id, first)
    late = ListForm(SignatureList.ORIGINAL, 8, 10, base)
    with pytest.raises(ChangedMeanwhile):
        TakeSignatureList(units).run(clerk, made.group_id, late)
    assert list_of(units, clerk, made.group_id) == first


def test_a_list_with_a_count_that_cannot_be_is_refused(desk, units, clerk):
    made = desk.check_in_group.run(clerk, group())
    with pytest.raises(FormRefused):
        TakeSignatureList(units).run(
            clerk, made.group_id, ListForm(SignatureList.COPY, -1, 9)
        )


def test_reading_a_group_is_logged(desk, units, clerk):
    made = desk.check_in_group.run(clerk, group())
    GroupDetails(units).run(clerk, made.group_id)
    read = [e for e in rows(units, clerk, AccessEntry) if e.action is AccessAction.READ]
    assert [entry.subject_id for entry in read] == [made.group_id]


def test_a_report_is_added_and_not_changed(desk, units, clerk):
    made = desk.check_in_group.run(clerk, group())
    verb = RecordIncident(units)
    verb.run(clerk, made.visit_id, IncidentForm("고성", "종료 고지", 2))
    verb.run(clerk, made.visit_id, IncidentForm("해산"))
    assert {one.summary for one in rows(units, clerk, Incident)} == {"고성", "해산"}
    for wrong in (IncidentForm(""), IncidentForm("고성", warnings=-1)):
        with pytest.raises(FormRefused):
            verb.run(clerk, made.visit_id, wrong)


def test_earlier_visits_of_the_same_group_are_found_by_its_name(desk, units, clerk):
    made = desk.check_in_group.run(clerk, group())
    question = EarlierGroups(units)
    (earlier,) = question.run(clerk, " 푸른마을 주민 모임 ")
    assert (earlier.visit_id, earlier.people) == (made.visit_id, 12)
    assert question.run(clerk, "푸른마을") == question.run(clerk, "") == ()


def test_a_group_is_called_and_taken_back_like_anybody(desk, units, clerk):
    made = desk.check_in_group.run(clerk, group())
    assert desk.call_next.run(clerk, "단체 상담실").visit_id == made.visit_id
    desk.undo_last.run(clerk)
    desk.undo_last.run(clerk)
    assert visit_of(units, clerk, made.visit_id).state is VisitState.CANCELLED
    with pytest.raises(NothingToDo):
        desk.call_next.run(clerk, "단체 상담실")
