"""가람시: a fictional city of 39 dongs in three districts; nothing of it exists."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from models.outreach import Dong
from models.values import Permission
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork
from services.outreach.dongs import dong_id

SINCE = date(2018, 7, 1)
CENTRE = (127_400_000, 36_900_000)  # micro-degrees; open country on every real map
STEP = (17_000, 12_000)
DISTRICTS = (
    (
        "새벽구",
        "Saebyeok-gu",
        ("가온", "나래", "다솜", "라온", "마루", "미르", "바다메"),
    ),
    ("한빛구", "Hanbit-gu", ("사랑골", "아라", "예솔", "윤슬", "이든", "자람")),
    ("푸른구", "Pureun-gu", ("찬들", "초록재", "큰내", "터울", "파란솔", "하늘못")),
)
ROMAN = {
    "가온": "Gaon", "나래": "Narae", "다솜": "Dasom", "라온": "Raon", "마루": "Maru",
    "미르": "Mireu", "바다메": "Badame", "사랑골": "Saranggol", "아라": "Ara",
    "예솔": "Yesol", "윤슬": "Yunseul", "이든": "Ideun", "자람": "Jaram",
    "찬들": "Chandeul", "초록재": "Chorokjae", "큰내": "Keunnae", "터울": "Teoul",
    "파란솔": "Paransol", "하늘못": "Haneulmot",
}  # fmt: skip
SPLIT = 20  # of the 19 names, all but one are split into 1동 and 2동; one more into 3
TOTAL = 39


@dataclass(frozen=True, slots=True)
class SampleDong:
    """One dong of the fictional city."""

    code10: str
    district: str
    district_en: str
    name: str
    name_en: str
    column: int
    row: int


def dongs() -> tuple[SampleDong, ...]:
    """Return the 39 dongs, three districts side by side."""
    made = list(_named())
    return tuple(
        SampleDong(f"9{at + 1:09d}", *names, at % 7, at // 7)
        for at, names in enumerate(made[:TOTAL])
    )


def _named() -> Iterator[tuple[str, str, str, str]]:
    for district, district_en, names in DISTRICTS:
        for name in names:
            parts = 3 if name == "하늘못" else 2
            for number in range(1, parts + 1):
                english = f"{ROMAN[name]} {number}-dong"
                yield district, district_en, f"{name}{number}동", english


def add_city(units: UnitOfWork, actor: Actor, random: Random) -> None:
    """Write the dongs with outlines, households and what makes some come first."""
    with units.begin(actor, Permission.IMPORT) as work:
        everywhere = {(d.column, d.row): d.code10 for d in dongs()}
        for dong in dongs():
            near = [
                everywhere[place]
                for place in _around(dong.column, dong.row)
                if place in everywhere
            ]
            outlying = dong.column in {0, 6} or dong.row in {0, 5}
            work.add(
                Dong(
                    id=dong_id(dong.code10, SINCE),
                    code10=dong.code10,
                    district=dong.district,
                    district_en=dong.district_en,
                    name=dong.name,
                    name_en=dong.name_en,
                    area_m2=random.randint(800_000, 14_000_000),
                    households=random.randint(1_200, 14_000),
                    lon_e6=_centre(dong)[0],
                    lat_e6=_centre(dong)[1],
                    neighbours=";".join(near),
                    outline=_outline(dong),
                    natural_villages=random.randint(1, 6) if outlying else 0,
                    outlying=outlying,
                    hot_spot=random.choice(("", "", "", "소각장 이전", "도로 확장")),
                    valid_from=SINCE,
                )
            )


def _around(column: int, row: int) -> Iterator[tuple[int, int]]:
    for x, y in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        yield column + x, row + y


def _centre(dong: SampleDong) -> tuple[int, int]:
    shift = STEP[0] // 2 if dong.row % 2 else 0
    lon = CENTRE[0] + STEP[0] * dong.column + shift
    return lon, CENTRE[1] + STEP[1] * dong.row


def _outline(dong: SampleDong) -> str:
    """Return a six-sided outline in micro-degrees, as GeoJSON."""
    lon, lat = _centre(dong)
    ring = [
        [
            lon + round(math.cos(math.radians(60 * side + 30)) * STEP[0] * 0.57),
            lat + round(math.sin(math.radians(60 * side + 30)) * STEP[1] * 0.66),
        ]
        for side in range(6)
    ]
    return json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})
