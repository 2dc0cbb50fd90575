"""Ids, states and small values; with the errors, all of ``models`` the ui may see."""

from enum import StrEnum
from typing import NewType

StaffId = NewType("StaffId", str)
PersonId = NewType("PersonId", str)
VisitId = NewType("VisitId", str)
GroupId = NewType("GroupId", str)
PetitionId = NewType("PetitionId", str)
RequestId = NewType("RequestId", str)
MeetingId = NewType("MeetingId", str)
SessionId = NewType("SessionId", str)
HostId = NewType("HostId", str)
RoomId = NewType("RoomId", str)
DongId = NewType("DongId", str)
DongVisitId = NewType("DongVisitId", str)
PackId = NewType("PackId", str)


class VisitKind(StrEnum):
    """Why somebody stands at the desk; decides the letter of the number."""

    WALK_IN = "walk_in"
    APPOINTMENT = "appointment"
    GROUP = "group"


class VisitState(StrEnum):
    """Where a visit stands; the union of desk practice and of the queue models."""

    WAITING = "waiting"
    CALLED = "called"
    IN_COUNSELLING = "in_counselling"
    ON_HOLD = "on_hold"
    TO_RECORD = "to_record"  # counselling ended, nothing written yet
    CLOSED = "closed"
    ABSENT = "absent"  # called, not there; may come back to the old place
    LEFT = "left"
    HANDED_OVER = "handed_over"
    CARRIED_OVER = "carried_over"  # keeps the place for the next day
    CANCELLED = "cancelled"  # checked in by mistake


class Matter(StrEnum):
    """What the clerk picks by number at check-in; gives visit and petition kind."""

    DIRECT = "direct"  # 직소민원: wants to meet the mayor
    GRIEVANCE = "grievance"
    SUGGESTION = "suggestion"
    INQUIRY_LAW = "inquiry_law"
    INQUIRY_GENERAL = "inquiry_general"
    OTHER = "other"
    APPOINTMENT = "appointment"  # comes to a meeting that is in the calendar
    COUNSEL = "counsel"  # talks only; a visit without a petition


class PetitionKind(StrEnum):
    """Kinds of petition.  Source: 민원 처리에 관한 법률 §2; periods in 영 §14-17."""

    STATUTORY = "statutory"
    INQUIRY_LAW = "inquiry_law"
    INQUIRY_GENERAL = "inquiry_general"
    SUGGESTION = "suggestion"
    OTHER = "other"
    GRIEVANCE = "grievance"


class PetitionState(StrEnum):
    """Where a petition stands."""

    RECEIVED = "received"
    ASSIGNED = "assigned"  # a department answers for it
    SUPPLEMENT = "supplement"  # the petitioner is asked for something
    ANSWERED = "answered"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Subject(StrEnum):
    """Field of a matter (분야), as used on cards and at the desk alike."""

    TRAFFIC = "traffic"
    PARKS = "parks"
    ROADS = "roads"
    SAFETY = "safety"
    WELFARE = "welfare"
    HOUSING = "housing"
    EDUCATION = "education"
    CLEANING = "cleaning"
    ECONOMY = "economy"
    FACILITIES = "facilities"
    ADMINISTRATION = "administration"
    OTHER = "other"


class SignatureList(StrEnum):
    """What was handed in of a joint-signature list.  Source: Act §24①."""

    ORIGINAL = "original"
    COPY = "copy"
    NONE = "none"


class Severity(StrEnum):
    """How tense a group visit is; thresholds are settings."""

    NOTICE = "notice"  # 관심
    CAUTION = "caution"  # 주의
    ALERT = "alert"  # 경계
    SERIOUS = "serious"  # 심각


class RequestState(StrEnum):
    """Where a request to meet the mayor stands."""

    RECEIVED = "received"
    SCREENING = "screening"
    OPINION = "opinion"
    SELECTED = "selected"  # the mayor will meet
    SUBSTITUTED = "substituted"  # somebody else will meet, with a reason
    DEPARTMENT = "department"  # answered in writing by the department
    SCHEDULED = "scheduled"
    HELD = "held"
    POSTPONED = "postponed"
    NO_SHOW = "no_show"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    CLOSED = "closed"


class Verdict(StrEnum):
    """Who meets the applicant, or what happens instead."""

    MAYOR = "mayor"
    VICE_MAYOR = "vice_mayor"
    BUREAU_HEAD = "bureau_head"
    DEPARTMENT_HEAD = "department_head"
    WRITTEN = "written"
    NOT_ACCEPTED = "not_accepted"


class MeetingKind(StrEnum):
    """What a calendar entry is."""

    TONGTONG = "tongtong"  # a slot of a 통통 Day session
    CITIZEN = "citizen"  # another meeting with citizens
    INTERNAL = "internal"
    DONG_VISIT = "dong_visit"
    TOUR = "tour"


class MeetingState(StrEnum):
    """Where a meeting stands; a tentative one claims nothing."""

    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    HELD = "held"
    POSTPONED = "postponed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class SessionState(StrEnum):
    """What became of one day of a series."""

    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"
    HELD = "held"


class ClosureKind(StrEnum):
    """Why a day is not a working day."""

    PUBLIC = "public"
    TEMPORARY = "temporary"
    OFFICE = "office"
    LIFTED = "lifted"  # was listed and is a working day again; the row keeps the trace


class DongVisitState(StrEnum):
    """Where a visit to a dong stands."""

    PLANNED = "planned"
    DATED = "dated"
    PREPARED = "prepared"
    HELD = "held"
    REPORTED = "reported"
    CLOSED = "closed"
    POSTPONED = "postponed"
    DROPPED = "dropped"


class ProgrammeKind(StrEnum):
    """What happens in one line of a timetable.  Source: the city's plan of 2018."""

    ARRIVAL = "arrival"
    BRIEFING = "briefing"
    DIALOGUE = "dialogue"  # 주민과의 대화
    ISSUES = "issues"  # 현안사항 청취
    SITE = "site"  # 현장탐방
    STAFF = "staff"  # 직원격려
    TRAVEL = "travel"
    OTHER = "other"


class AttendeeCategory(StrEnum):
    """Who comes to a dong visit."""

    COUNCIL = "council"
    COMMUNITY = "community"
    GROUP = "group"
    MONITOR = "monitor"  # 주부시정모니터
    PRESS = "press"  # 소셜기자단
    RESIDENT = "resident"
    CITY = "city"


class PackKind(StrEnum):
    """What a briefing sheet is for."""

    SESSION = "session"
    MEETING = "meeting"
    DONG_VISIT = "dong_visit"
    DAY = "day"


class AccessAction(StrEnum):
    """What was done with personal data.  Source: 안전성 확보조치 기준 §8."""

    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    LOCK = "lock"
    READ = "read"
    SEARCH = "search"
    REVEAL = "reveal"
    ENTER = "enter"
    CHANGE = "change"
    REMOVE = "remove"
    PRINT = "print"
    EXPORT = "export"
    IMPORT = "import"
    GRANT = "grant"
    SYNC = "sync"
    BACKUP = "backup"


class Purpose(StrEnum):
    """Why personal data was shown or printed; an open case gives its own."""

    CASE = "case"
    CALL_BACK = "call_back"
    MEETING = "meeting"
    RECORDS_REQUEST = "records_request"
    REVIEW = "review"
    OTHER = "other"


class Permission(StrEnum):
    """Atomic rights; a profile is a set of them, and nothing is allowed by default."""

    VISIT_READ = "visit.read"
    VISIT_CHECK_IN = "visit.check_in"
    VISIT_CALL = "visit.call"
    VISIT_CORRECT = "visit.correct"
    GROUP_NOTIFY = "group.notify"
    PERSON_SEARCH = "person.search"
    PERSON_ARCHIVE = "person.archive"
    PERSON_REVEAL = "person.reveal"
    PETITION_READ = "petition.read"
    PETITION_WRITE = "petition.write"
    CALENDAR_READ = "calendar.read"
    CALENDAR_WRITE = "calendar.write"
    CALENDAR_RULES = "calendar.rules"
    REQUEST_READ = "request.read"
    REQUEST_WRITE = "request.write"
    REQUEST_DECIDE = "request.decide"
    OUTREACH_READ = "outreach.read"
    OUTREACH_WRITE = "outreach.write"
    PACK_MAKE = "pack.make"
    PRINT = "print"
    EXPORT = "export"
    IMPORT = "import"
    FIGURES_READ = "figures.read"
    FIGURES_WRITE = "figures.write"
    DAY_CLOSE = "day.close"
    SYNC_RUN = "sync.run"
    CONFLICT_DECIDE = "conflict.decide"
    SETTINGS_OWN = "settings.own"
    SETTINGS_OFFICE = "settings.office"
    STAFF_MANAGE = "staff.manage"
    LOG_READ = "log.read"
    BACKUP = "backup"


class Profile(StrEnum):
    """Starting sets of permissions by job (domain: roles)."""

    FRONT_DESK = "front_desk"
    TEAM_LEADER = "team_leader"
    SECRETARIAT = "secretariat"
    DEPARTMENT = "department"
    PRIVACY_OFFICER = "privacy_officer"
    IT_OFFICE = "it_office"


class DeskProfile(StrEnum):
    """Which scope a desk receives."""

    OFFICE = "office"
    CITY = "city"


class PetitionEnding(StrEnum):
    """Why a petition ended.  Source: 민원 처리에 관한 법률 §21-23, 영 §13, §25-26."""

    OPEN = ""  # it has not
    DONE = "done"  # answered, and nothing is left to do
    RETURNED = "returned"  # 반려: not supplemented
    WITHDRAWN = "withdrawn"  # 취하, by the petitioner
    REPEATED = "repeated"  # 반복·중복 민원
    EXCEPTED = "excepted"  # 민원 처리의 예외: suit, investigation, private rights
    TRANSFERRED = "transferred"  # 이송 to another agency
    MISTAKE = "mistake"  # received by mistake and taken back at once
