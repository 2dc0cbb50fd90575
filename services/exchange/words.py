"""How kinds, fields and states are written in files: Korean first, English too.

These words are a file format, not the language of the screen: a file written on a
Korean desk is read on an English one.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from models.values import (
    MeetingKind,
    MeetingState,
    PetitionKind,
    PetitionState,
    RequestState,
    Subject,
    VisitState,
)

E = TypeVar("E", bound=StrEnum)

SUBJECTS: Mapping[Subject, tuple[str, ...]] = MappingProxyType(
    {
        Subject.TRAFFIC: ("교통·주차", "교통", "주차"),
        Subject.PARKS: ("공원·녹지", "공원"),
        Subject.ROADS: ("도로·하수", "도로"),
        Subject.SAFETY: ("안전·방재", "안전", "방재"),
        Subject.WELFARE: ("보건·복지", "복지"),
        Subject.HOUSING: ("도시·주택", "주택", "건축"),
        Subject.EDUCATION: ("교육·문화·체육", "교육", "문화"),
        Subject.CLEANING: ("청소·환경", "환경", "청소"),
        Subject.ECONOMY: ("경제·일자리", "경제", "일자리"),
        Subject.FACILITIES: ("공공시설", "시설"),
        Subject.ADMINISTRATION: ("일반행정", "행정"),
        Subject.OTHER: ("기타",),
    }
)
PETITION_KINDS: Mapping[PetitionKind, tuple[str, ...]] = MappingProxyType(
    {
        PetitionKind.STATUTORY: ("법정민원",),
        PetitionKind.INQUIRY_LAW: ("질의민원(법령)", "법령질의", "법령 질의"),
        PetitionKind.INQUIRY_GENERAL: ("질의민원(일반)", "질의민원", "일반질의"),
        PetitionKind.SUGGESTION: ("건의민원", "건의"),
        PetitionKind.OTHER: ("기타민원", "기타"),
        PetitionKind.GRIEVANCE: ("고충민원", "고충"),
    }
)
PETITION_STATES: Mapping[PetitionState, tuple[str, ...]] = MappingProxyType(
    {
        PetitionState.RECEIVED: ("접수",),
        PetitionState.ASSIGNED: ("처리중", "배부", "담당 지정"),
        PetitionState.SUPPLEMENT: ("보완요구", "보완"),
        PetitionState.ANSWERED: ("회신", "답변완료"),
        PetitionState.RETURNED: ("반려",),
        PetitionState.WITHDRAWN: ("취하",),
        PetitionState.CLOSED: ("종결", "완료"),
    }
)
VISIT_STATES: Mapping[VisitState, tuple[str, ...]] = MappingProxyType(
    {
        VisitState.WAITING: ("대기",),
        VisitState.CALLED: ("호출",),
        VisitState.IN_COUNSELLING: ("상담중",),
        VisitState.ON_HOLD: ("보류",),
        VisitState.TO_RECORD: ("기록 대기",),
        VisitState.CLOSED: ("종료", "완료", "상담완료"),
        VisitState.ABSENT: ("부재",),
        VisitState.LEFT: ("귀가", "이석"),
        VisitState.HANDED_OVER: ("인계",),
        VisitState.CARRIED_OVER: ("이월",),
        VisitState.CANCELLED: ("취소",),
    }
)
REQUEST_STATES: Mapping[RequestState, tuple[str, ...]] = MappingProxyType(
    {
        RequestState.RECEIVED: ("신청접수", "받음", "접수"),
        RequestState.SCREENING: ("사전검토", "검토중"),
        RequestState.OPINION: ("의견요청", "의견 요청"),
        RequestState.SELECTED: ("시장면담", "선정"),
        RequestState.SUBSTITUTED: ("대체면담",),
        RequestState.DEPARTMENT: ("부서처리", "서면답변"),
        RequestState.SCHEDULED: ("일정확정",),
        RequestState.HELD: ("면담완료", "실시"),
        RequestState.POSTPONED: ("연기",),
        RequestState.NO_SHOW: ("불참",),
        RequestState.WITHDRAWN: ("취하",),
        RequestState.MERGED: ("병합", "중복"),
        RequestState.CLOSED: ("종결",),
    }
)
MEETING_KINDS: Mapping[MeetingKind, tuple[str, ...]] = MappingProxyType(
    {
        MeetingKind.TONGTONG: ("통통데이",),
        MeetingKind.CITIZEN: ("시민면담", "면담"),
        MeetingKind.INTERNAL: ("내부일정", "내부", "회의"),
        MeetingKind.DONG_VISIT: ("동방문", "동 방문"),
        MeetingKind.TOUR: ("현장탐방", "탐방"),
    }
)
MEETING_STATES: Mapping[MeetingState, tuple[str, ...]] = MappingProxyType(
    {
        MeetingState.TENTATIVE: ("임시", "미정"),
        MeetingState.CONFIRMED: ("확정",),
        MeetingState.HELD: ("실시", "완료"),
        MeetingState.POSTPONED: ("연기",),
        MeetingState.NO_SHOW: ("불참",),
        MeetingState.CANCELLED: ("취소",),
    }
)


def written(words: Mapping[E, tuple[str, ...]], value: E) -> str:
    """Return how a file writes the value."""
    return words[value][0]


def read_word(words: Mapping[E, tuple[str, ...]], text: str) -> E | None:
    """Return the value that a file's word means; None for an unknown one."""
    plain = folded(text)
    for value, names in words.items():
        if plain == folded(value.value) or plain in map(folded, names):
            return value
    return None


def folded(text: str) -> str:
    """Return a word without what typists do differently: blanks, dots, case."""
    return "".join(c for c in text.lower() if c.isalnum())
