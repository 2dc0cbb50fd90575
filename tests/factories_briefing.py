"""Packs with invented content, as values; real bytes come from drawing them."""

import re
from dataclasses import replace
from datetime import date, datetime, time

from models.values import (
    AttendeeCategory,
    DongVisitState,
    MeetingKind,
    MeetingState,
    ProgrammeKind,
    Purpose,
    Severity,
    Verdict,
)
from services.briefing import pages
from services.briefing.fonts import Faces
from services.briefing.paper import (
    Banner,
    Block,
    Cover,
    Facts,
    Grid,
    Heading,
    Issuer,
    Line,
    Sheet,
    Speech,
    Title,
)
from services.briefing.sheet_values import (
    AttendanceSheet,
    DayReport,
    DecidedClash,
    OpenItem,
    SecuritySheet,
    SignatureSheet,
    SyncReceipt,
)
from services.briefing.values import (
    AttendeeLine,
    Case,
    CaseTexts,
    DayPack,
    DayRow,
    DongFacts,
    DongPack,
    HistoryKind,
    HistoryLine,
    Issue,
    Letterhead,
    MeetingPack,
    PackForm,
    PackHead,
    ProgrammeLine,
    SessionPack,
    Stamp,
)
from services.core.clock import SEOUL
from services.petitions.slip_values import SlipOfficer, SlipValues

MADE_AT = datetime(2026, 11, 26, 9, 0, tzinfo=SEOUL)
DAY = date(2026, 12, 10)
LETTERHEAD = Letterhead("통통시 시민소통실", "소통민원팀")
STAMP = Stamp("최연습", MADE_AT, "A-12", Purpose.MEETING, practice=True)
RARE = "뷁쀍 通通 ㆍ·—~※□○ 0123456789 2018–2031 ‘가’ “나” ㎡ ① ㉮ 1,234.50 A-0037"


def head(language="ko", **form):
    """Return the head of a pack of a practice office; keywords are the form's."""
    return PackHead(LETTERHEAD, STAMP, replace(PackForm(), **form), language)


def case(number=0, **changes):
    """Return a case whose every part is written."""
    texts = CaseTexts(
        gist="바람동 놀이터에 그늘막을 설치해 달라고 요청함\n- 여름마다 민원이 되풀이됨",
        history="2026. 6. 11. 현장 확인\n2026. 11. 20. 부서 협의",
        issues="○ 「도시공원법」 제20조\n- 사유지 일부 포함",
        opinion="일부수용: 두 곳에 먼저 설치함",
        budget="금113,560원(금일십일만삼천오백육십원)",
        remarks="더운 날에도 아이들이 놀 수 있게 하겠습니다.",
        questions="문) 언제 설치합니까?\n답) 2027. 5.까지 설치합니다.",
        caution="토지 소유자와 협의 중",
        plan="1) 설계: 공원과, 2027. 2.\n2) 설치: 공원과, 2027. 5.",
    )
    whole = Case(
        meeting_id=f"meeting-{number}",
        kind=MeetingKind.TONGTONG,
        state=MeetingState.CONFIRMED,
        day=DAY,
        starts_at=time(14, 15 * number),
        ends_at=time(14, 15 * number + 14),
        title=f"놀이터 그늘막 설치 {number}",
        host="시장",
        room="시장실",
        who="김*늘",
        people=3,
        department="공원과",
        wish="그늘막 두 개",
        history=(
            HistoryLine(date(2026, 10, 5), HistoryKind.RECEIVED, "2026-A-0037"),
            HistoryLine(date(2026, 11, 2), HistoryKind.DECIDED, "", Verdict.MAYOR),
        ),
        texts=texts,
    )
    return replace(whole, **changes)


def session(language="ko", **changes):
    """Return a session with three cases; the last lacks every text."""
    bare = case(2, texts=CaseTexts(), history=(), room="", host="")
    whole = SessionPack(
        head=head(language),
        session_id="session-1",
        name="통통데이",
        day=DAY,
        starts_at=time(14),
        minutes=60,
        host="시장",
        room="시장실",
        reason="설날이 겹쳐 옮김",
        cases=(case(0), case(1, group="바람아파트 입주자대표회의"), bare),
    )
    return replace(whole, **changes)


def meeting(language="ko", **changes):
    """Return the pack of one meeting."""
    return replace(MeetingPack(head(language), case()), **changes)


def day(language="ko", **changes):
    """Return a day's list with two entries."""
    row = DayRow(
        "meeting-0",
        MeetingKind.TONGTONG,
        MeetingState.CONFIRMED,
        time(14),
        time(14, 15),
        "놀이터 그늘막 설치",
        "김*늘",
        3,
        "시장",
        "시장실",
    )
    later = replace(row, meeting_id="meeting-1", starts_at=time(15), people=0, who="")
    return replace(DayPack(head(language), DAY, (row, later)), **changes)


PROGRAMME = (
    ProgrammeLine(ProgrammeKind.ARRIVAL, time(14), 5, "도착·영접", "현관"),
    ProgrammeLine(ProgrammeKind.DIALOGUE, time(14, 5), 85, "주민과의 대화", "회의실"),
    ProgrammeLine(ProgrammeKind.SITE, time(15, 30), 30, "현장탐방", "바람공원"),
)


def dong(language="ko", **changes):
    """Return a visit with a timetable that adds up and one bare issue."""
    full = Issue(
        "issue-1",
        "바람공원 정비",
        "바람로 일대",
        "1998년 조성",
        "배수가 나쁨",
        "설계 착수",
        "수용: 2027년 착공",
        "○ 2027. 3. 착공",
        350_000,
        "공원과",
    )
    whole = DongPack(
        head=head(language),
        visit_id="visit-1",
        state=DongVisitState.DATED,
        dong=DongFacts(
            "바람동", "하늘구", 1_820_000, 12_345, 2, True, "바람광장", "학교 여섯"
        ),
        day=DAY,
        starts_at=time(14),
        ends_at=time(16),
        place="행정복지센터 2층",
        purpose="건의 청취",
        department="주민자치과",
        rain_plan="실내 설명",
        route="시청 → 행정복지센터",
        remarks="주민 여러분, 반갑습니다.\n고맙습니다.",
        preparations="○ 마이크 2\n- 명패 14",
        programme=PROGRAMME,
        issues=(full, Issue("issue-2", "주차장 확충")),
        attendees=attendees(3),
    )
    return replace(whole, **changes)


def attendees(count: int) -> tuple[AttendeeLine, ...]:
    """Return so many attendees, masked, in order of their categories."""
    order = list(AttendeeCategory)
    lines = [
        AttendeeLine(order[at % len(order)], f"위원 {at}", "김*늘", f"가-{at}")
        for at in range(count)
    ]
    return tuple(sorted(lines, key=lambda line: order.index(line.category)))


SMALL_PAPERS = (
    SecuritySheet(MADE_AT, 35, 5, "정문 앞", Severity.CAUTION, "청사관리팀", "로비", 8),
    SignatureSheet(),
    AttendanceSheet("주민과의 대화", DAY, "회의실", ("시의원", "통장"), 15),
    DayReport(
        DAY, 23, 2, 41, 9, 3, 4, 5, (OpenItem("소관부서가 없는 접수", 2),), "비고"
    ),
    SyncReceipt(
        "A",
        MADE_AT,
        120,
        34,
        0,
        1,
        4521,
        "9f" * 32,
        (DecidedClash("시간", "우리 값", "팀장"),),
    ),
)


def slip(language: str = "ko", *, large: bool = False) -> SlipValues:
    """Return the values of a slip."""
    return SlipValues(
        receipt="2026-A-0037",
        received_at=MADE_AT,
        received_text="2026. 11. 26.(목) 09:00",
        title="놀이터 그늘막 설치",
        petitioner="김*늘 외 12명",
        department="공원과",
        due_at=MADE_AT,
        due_text="2026. 12. 15.(화)",
        officer=SlipOfficer("소통민원팀", "이접수", "031-000-1234"),
        papers="모두 갖추었습니다.",
        procedure="부서에서 검토한 뒤 회신합니다.",
        duration="근무일 기준 14일 이내",
        survey="예정 없음",
        enquiry="민원실 031-000-0000",
        large_print=large,
        language=language,
        city_number="1AA-2611-000001",
    )


def squeezed(text: str) -> str:
    """Return a text without any blank: lines may end anywhere."""
    return re.sub(r"\s", "", text)


def intended(sheet: Sheet, faces: Faces) -> list[str]:
    """Return every text of a sheet in the order in which it stands on paper."""
    blocks = [block for section in sheet.sections for block in section.blocks]
    return [
        text
        for block in blocks
        for text in map(squeezed, map(faces.clean, _texts(block)))
        if text
    ]


def body(pdf: bytes, sheet: Sheet, faces: Faces) -> str:
    """Return what can be read of a paper without its edges, blanks squeezed out."""
    edges = sheet.edges
    read = ""
    for page in range(1, pages.page_count(pdf) + 1):
        told = (edges.band, edges.mark, f"-{page}-", edges.footer)
        frame = squeezed("".join(faces.clean(one) for one in told))
        text = squeezed(pages.text(pdf, page))
        assert text.startswith(frame)
        read += text.removeprefix(frame)
    return read


def _texts(block: Block) -> list[str]:
    match block:
        case Cover():
            texts = [block.title, *block.lines]
        case Title():
            texts = [block.text, block.byline]
        case Heading() | Line():
            texts = [block.mark, block.text]
        case Banner() | Issuer() | Speech():
            texts = [block.text]
        case Facts():
            pairs = ((row.label, row.value or "-") for row in block.rows)
            texts = [text for pair in pairs for text in pair]
        case Grid():
            texts = _grid_texts(block)
        case _:
            texts = []
    return texts


def _grid_texts(grid: Grid) -> list[str]:
    texts = [grid.unit, *(column.title for column in grid.columns)]
    for at, row in enumerate(grid.rows):
        is_total = grid.total and at == len(grid.rows) - 1
        nothing = "" if grid.blank or is_total else "-"
        texts += [cell or nothing for cell in row]
    return texts
