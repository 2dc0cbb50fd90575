"""The fictional city: 39 dongs in three gu, its staff, holidays, elections, rooms."""

from datetime import date
from itertools import chain

from models.outreach import Dong
from models.values import DongId, Permission, Profile
from services.outreach.dongs import dong_id
from services.sample_office.geometry import Cell
from services.sample_office.sample import Sample
from services.trust.accounts import AddStaff, StaffForm
from services.trust.office_settings import OfficeSettings

VALID_FROM = date(2018, 1, 1)
LEAST_HOUSEHOLDS, MOST_HOUSEHOLDS = 1_800, 14_500
NO_CITY = 99  # begins no code that is given out


def make_city(sample: Sample) -> None:
    """Give the office its calendar rules, its staff and its dongs."""
    meetings, actor = sample.services.meetings, sample.actor
    meetings.seed_calendar.run(actor)
    meetings.seed_elections.run(actor)
    meetings.seed_holidays.run(actor, years_around(sample.today))
    _name_office(sample)
    _make_staff(sample)
    _make_dongs(sample)


def _name_office(sample: Sample) -> None:
    """Put the fictional city's name on every paper."""
    told = sample.texts.city
    sample.services.trust.save_settings.run(
        sample.actor, OfficeSettings(agency=told["office"], team=told["team"])
    )


def years_around(day: date) -> range:
    """Return the years of which a sample knows the holidays."""
    return range(day.year - 1, day.year + 3)


def _make_staff(sample: Sample) -> None:
    adding = AddStaff(sample.services.office.units)
    for login, profile, title, department in sample.texts.staff["staff"]:
        citizen = sample.people.one()
        telephone = f"02-0000-{sample.chance.randint(1000, 9999)}"
        adding.run(
            sample.actor,
            StaffForm(
                login, citizen.name, Profile(profile), title, department, telephone
            ),
        )


def _make_dongs(sample: Sample) -> None:
    districts = sample.texts.city["districts"]
    seed = sample.chance.randint(0, 10_000)
    total = len(list(chain(*(one["dongs"] for one in districts))))
    cells = [Cell(position, seed) for position in range(total)]
    codes = [
        f"{NO_CITY}{gu}{number:03}0000"
        for gu, one in enumerate(districts, start=101)
        for number, _ in enumerate(one["dongs"], start=51)
    ]
    named = [(one, dong) for one in districts for dong in one["dongs"]]
    with sample.services.office.units.begin(sample.actor, Permission.IMPORT) as work:
        for cell, code, (district, (name, name_en)) in zip(
            cells, codes, named, strict=True
        ):
            dong = _dong(sample, cell, code)
            dong.district, dong.district_en = district["name"], district["name_en"]
            dong.name, dong.name_en = name, name_en
            near = (codes[one.position] for one in cells if _is_next(cell, one))
            dong.neighbours = ";".join(near)
            work.add(dong)
            sample.dongs[name] = DongId(dong.id)


def _is_next(cell: Cell, other: Cell) -> bool:
    return cell != other and cell.touches(other)


def _dong(sample: Sample, cell: Cell, code: str) -> Dong:
    chance, city = sample.chance, sample.texts.city
    lon, lat = cell.centre
    households = chance.randint(LEAST_HOUSEHOLDS, MOST_HOUSEHOLDS)
    villages = chance.choice((0, 0, 0, 3, 7))
    return Dong(
        id=dong_id(code, VALID_FROM),
        code10=code,
        code7=code[:7],
        area_m2=cell.area_m2,
        households=households,
        lon_e6=lon,
        lat_e6=lat,
        outline=cell.outline,
        natural_villages=villages,
        outlying=villages > 0,
        hot_spot=chance.choice(city["hot_spots"]),
        summary=chance.choice(city["summaries"]),
        valid_from=VALID_FROM,
    )
