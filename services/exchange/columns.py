"""The columns of each kind of file: how their heads read, and how a value is masked."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from services.exchange.kinds import FileKind
from services.korean.document_guard import drop_guarded
from services.korean.names import HIDDEN, mask_address, mask_name
from services.korean.phones import PhoneMask, mask_phone

LONGEST_SHOWN = 40


class Secrecy(StrEnum):
    """How a column's values are masked."""

    OPEN = "open"
    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    TEXT = "text"  # free words of or about a person


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        korean: Its head as written; read as well.
        english: Its head in English.
        others: More heads that mean it.
        longest: How many characters its text may hold.
    """

    key: str
    korean: str
    english: str
    others: tuple[str, ...] = ()
    required: bool = False
    longest: int = 100
    secrecy: Secrecy = Secrecy.OPEN

    def masked(self, text: str) -> str:
        """Return a value as it may be shown and given out."""
        match self.secrecy:
            case Secrecy.NAME:
                return mask_name(text)
            case Secrecy.PHONE:
                return mask_phone(text, PhoneMask.MIDDLE)
            case Secrecy.ADDRESS:
                return mask_address(text)
            case Secrecy.TEXT:
                return HIDDEN if text.strip() else ""
            case Secrecy.OPEN:
                return drop_guarded(text)


def _name(*, required: bool = False) -> Column:
    others = ("이름", "신청인", "민원인", "full name")
    return Column("name", "성명", "Name", others, required, 60, Secrecy.NAME)


_PHONE = Column(
    "phone",
    "연락처",
    "Phone",
    ("전화", "전화번호", "휴대전화", "telephone"),
    longest=30,
    secrecy=Secrecy.PHONE,
)
_ADDRESS = Column("address", "주소", "Address", longest=200, secrecy=Secrecy.ADDRESS)
_DONG = Column("dong", "동", "Dong", ("행정동", "동명", "dong name"))
_SUBJECT = Column("subject", "분야", "Subject", ("category",))
_TITLE = Column(
    "title", "제목", "Title", ("민원요지", "요지", "건명"), required=True, longest=200
)
_STATE = Column("state", "상태", "State", ("처리상태", "status"))
_DEPARTMENT = Column("department", "소관부서", "Department", ("부서", "담당부서"))


def _words(key: str, korean: str, english: str) -> Column:
    return Column(key, korean, english, longest=20_000, secrecy=Secrecy.TEXT)


_VISITS = (
    Column("day", "방문일", "Visit date", ("일자", "날짜", "date"), required=True),
    Column("number", "대기번호", "Number", ("번호", "waiting number"), required=True),
    Column("arrived", "도착시각", "Arrived", ("시각", "도착", "time")),
    _name(),
    _PHONE,
    _ADDRESS,
    _DONG,
    _SUBJECT,
    Column("title", "제목", "Title", ("민원요지", "요지", "건명"), longest=200),
    _words("note", "상담내용", "Note"),
    _STATE,
    Column("outcome", "결과", "Outcome", ("처리결과",), longest=200),
)
_PETITIONS = (
    Column("receipt", "접수번호", "Receipt no.", ("receipt",), required=True),
    Column(
        "received", "접수일시", "Received", ("접수일", "received on"), required=True
    ),
    Column("kind", "민원종류", "Kind", ("종류", "유형"), required=True),
    _SUBJECT,
    _TITLE,
    _words("content", "내용", "Content"),
    _name(required=True),
    _PHONE,
    _ADDRESS,
    _DONG,
    Column("others", "외 인원", "Others", ("외", "others")),
    _DEPARTMENT,
    _STATE,
    Column("answered", "회신일", "Answered", ("답변일", "처리일")),
    Column("city_number", "새올번호", "City number", ("시 접수번호",)),
)
_REQUESTS = (
    Column("applied", "신청일", "Applied on", ("접수일",), required=True),
    _name(required=True),
    _PHONE,
    _ADDRESS,
    _DONG,
    _SUBJECT,
    _TITLE,
    _words("wish", "요구사항", "Wish"),
    Column("group_name", "단체명", "Group", ("단체",)),
    Column("people", "참석인원", "People", ("인원",)),
    _DEPARTMENT,
    Column("support", "편의지원", "Support", ("편의 지원",)),
    _STATE,
)
_MEETINGS = (
    Column("day", "일자", "Date", ("날짜", "면담일"), required=True),
    Column("starts", "시작", "Start", ("시작시각", "시간"), required=True),
    Column("ends", "종료", "End", ("종료시각",), required=True),
    Column("kind", "구분", "Kind", ("종류",), required=True),
    _TITLE,
    Column("host", "면담자", "Host", ("주관", "주재")),
    Column("room", "장소", "Room", ("면담장소",)),
    Column("people", "인원", "People", ("참석인원",)),
    _STATE,
    Column("election_ground", "선거기간 사유", "Election ground", longest=200),
    Column("overlap_reason", "겹침 사유", "Overlap reason", longest=200),
)
_DONGS = (
    Column("code10", "행정기관코드", "Code", ("code10", "adm_cd2"), required=True),
    Column("code7", "통계청코드", "Statistics code", ("code7", "code7_kostat")),
    Column("district", "구", "District", ("gu",)),
    Column("district_en", "구(영문)", "District (English)", ("gu_en",)),
    Column("dong", "동", "Dong", ("행정동", "동명"), required=True),
    Column("dong_en", "동(영문)", "Dong (English)", ("dong_en",)),
    Column("lon", "경도", "Longitude", ("lon",)),
    Column("lat", "위도", "Latitude", ("lat",)),
    Column("area_km2", "면적(㎢)", "Area (km2)", ("area_km2", "면적", "면적km2")),
    Column("households", "세대수", "Households", ("households_2010", "세대")),
    Column("neighbours", "이웃 동 코드", "Neighbours", ("neighbours",), longest=2000),
    Column("natural_villages", "자연부락", "Natural villages", ("자연부락 수",)),
    Column("valid_from", "시작일", "Valid from", ("valid_from",)),
    Column("valid_to", "종료일", "Valid to", ("valid_to",)),
)
_HOLIDAYS = (
    Column("date", "날짜", "Date", ("일자",), required=True),
    Column("name_ko", "이름", "Name", ("name_ko", "공휴일", "휴일명"), required=True),
    Column("name_en", "영문 이름", "English name", ("name_en",)),
)
_PEOPLE = (_name(required=True), _PHONE, _ADDRESS, _DONG)

COLUMNS: Mapping[FileKind, tuple[Column, ...]] = MappingProxyType(
    {
        FileKind.VISITS: _VISITS,
        FileKind.PETITIONS: _PETITIONS,
        FileKind.REQUESTS: _REQUESTS,
        FileKind.MEETINGS: _MEETINGS,
        FileKind.PEOPLE: _PEOPLE,
        FileKind.DONGS: _DONGS,
        FileKind.HOLIDAYS: _HOLIDAYS,
    }
)
