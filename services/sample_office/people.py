"""Invented people and matters, drawn from a seed."""

from dataclasses import dataclass
from random import Random

from models.values import Matter, Profile, Subject
from services.trust.accounts import StaffForm

SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
FIRST = ("가람", "나루", "다온", "도담", "라미", "마음", "벼리", "새롬", "슬기", "아름")
SECOND = (
    "여울",
    "예나",
    "은솔",
    "이랑",
    "재담",
    "지음",
    "찬솔",
    "한별",
    "해온",
    "훈민",
)

MATTERS: tuple[tuple[Matter, Subject, str, str], ...] = (
    (Matter.DIRECT, Subject.ROADS, "학교 앞 도로 보수 요청", "통학로 포장이 깨져 아이들이 넘어집니다. 방학 전에 보수해 주십시오."),
    (Matter.DIRECT, Subject.TRAFFIC, "마을버스 노선 연장", "고개 너머 마을까지 버스가 들어오지 않아 어르신들이 병원에 가기 어렵습니다."),
    (Matter.DIRECT, Subject.HOUSING, "재건축 이주대책", "이주 기간 동안의 임시 거처를 시에서 알아봐 주시기 바랍니다."),
    (Matter.GRIEVANCE, Subject.CLEANING, "야간 공사 소음", "밤 11시가 넘어도 공사가 이어져 잠을 잘 수 없습니다."),
    (Matter.GRIEVANCE, Subject.WELFARE, "복지 급여 중지 이의", "소득이 그대로인데 급여가 끊겼습니다. 다시 살펴 주십시오."),
    (Matter.SUGGESTION, Subject.PARKS, "공원 조명 추가 설치", "산책로가 어두워 밤에 다니기 무섭습니다."),
    (Matter.SUGGESTION, Subject.FACILITIES, "경로당 난방기 교체", "난방기가 낡아 겨울마다 고장 납니다."),
    (Matter.SUGGESTION, Subject.SAFETY, "비탈길 제설함 설치", "눈이 오면 차가 미끄러집니다. 제설함을 놓아 주십시오."),
    (Matter.INQUIRY_GENERAL, Subject.ADMINISTRATION, "행사장 사용 절차", "마을 잔치를 하려면 어디에 신청해야 하는지 알고 싶습니다."),
    (Matter.INQUIRY_LAW, Subject.HOUSING, "건축 조례 해석", "담장 높이 기준이 어떻게 되는지 알려 주십시오."),
    (Matter.OTHER, Subject.TRAFFIC, "불법 주차 신고 방법", "골목에 늘 서 있는 차를 어떻게 신고하는지 물음."),
    (Matter.COUNSEL, Subject.ECONOMY, "소상공인 지원 상담", "가게 이전을 앞두고 받을 수 있는 지원을 물음."),
)  # fmt: skip

DEPARTMENTS = (
    "도로과",
    "교통정책과",
    "도시재생과",
    "환경보호과",
    "복지정책과",
    "공원녹지과",
)

STAFF: tuple[StaffForm, ...] = (
    StaffForm("front1", "이접수", Profile.FRONT_DESK, "주무관", "소통민원팀", "031-000-2001"),
    StaffForm("front2", "박안내", Profile.FRONT_DESK, "주무관", "소통민원팀", "031-000-2002"),
    StaffForm("secretary", "정비서", Profile.SECRETARIAT, "비서", "시장비서실", "031-000-1001"),
    StaffForm("road", "오도로", Profile.DEPARTMENT, "팀장", "도로과", "031-000-3101"),
    StaffForm("budget", "한예산", Profile.DEPARTMENT, "주무관", "예산법무과", "031-000-3201"),
    StaffForm("policy", "강정책", Profile.DEPARTMENT, "주무관", "정책담당관", "031-000-3301"),
    StaffForm("privacy", "윤보호", Profile.PRIVACY_OFFICER, "팀장", "정보통신과", "031-000-4001"),
    StaffForm("it", "송전산", Profile.IT_OFFICE, "주무관", "정보통신과", "031-000-4002"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody invented."""

    name: str
    phone: str


def citizen(random: Random) -> Citizen:
    """Return an invented person with a number that no one can have."""
    name = random.choice(SURNAMES) + random.choice((*FIRST, *SECOND))
    return Citizen(name, f"010-0000-{random.randint(0, 9999):04d}")
