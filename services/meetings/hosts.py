"""Who meets citizens, and where: lists, seeds and new entries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select

import resources
from models.meetings import Host, Room, Series
from models.values import HostId, Permission, RoomId
from services.core.actor import Actor
from services.core.fixed_ids import fixed_id
from services.core.form_faults import TextField, faults_in, refuse
from services.core.unit_of_work import UnitOfWork, Work

LONGEST_NAME = 60
LOWEST_RANK = 4
MAYOR = "mayor"
TONGTONG = "tongtong"


@dataclass(frozen=True, slots=True)
class HostRow:
    """Somebody who meets citizens; rank 1 is the mayor."""

    id: HostId
    title: str
    title_en: str
    rank: int
    active: bool


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A place for meetings; capacity 0 says that nobody counted."""

    id: RoomId
    name: str
    name_en: str
    capacity: int
    counselling: bool


@dataclass(frozen=True, slots=True)
class HostForm:
    """A host as a person enters one; without an id it is a new one."""

    title: str
    rank: int
    title_en: str = ""
    active: bool = True
    host_id: HostId | None = None


def host_id(key: str) -> HostId:
    """Return the id of a shipped host, the same on every desk."""
    return HostId(fixed_id("host", key))


def room_id(key: str) -> RoomId:
    """Return the id of a shipped room, the same on every desk."""
    return RoomId(fixed_id("room", key))


def series_id(key: str = TONGTONG) -> str:
    """Return the id of a shipped series, the same on every desk."""
    return fixed_id("series", key)


class SeedCalendar:
    """Gives a fresh office its hosts, rooms and the rule of 통통 Day."""

    permission = Permission.CALENDAR_RULES

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> int:
        """Add what is missing; return how many rows. What was changed stays."""
        text = resources.path("office/calendar.json").read_text(encoding="utf-8")
        shipped = json.loads(text)
        with self._units.begin(actor, self.permission) as work:
            rows: list[Host | Room | Series] = [
                *(_host(row) for row in shipped["hosts"]),
                *(_room(row) for row in shipped["rooms"]),
                *(_series(row) for row in shipped["series"]),
            ]
            return sum([_add_missing(work, row) for row in rows])


class HostList:
    """Lists the hosts."""

    permission = Permission.CALENDAR_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> tuple[HostRow, ...]:
        """Return the hosts by rank, then title; inactive ones too."""
        with self._units.read(actor, self.permission) as reading:
            found = reading.session.scalars(
                select(Host).order_by(Host.rank, Host.title, Host.id)
            )
            return tuple(
                HostRow(HostId(h.id), h.title, h.title_en, h.rank, h.active)
                for h in found
            )


class RoomList:
    """Lists the rooms."""

    permission = Permission.CALENDAR_READ

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> tuple[RoomRow, ...]:
        """Return the rooms by name."""
        with self._units.read(actor, self.permission) as reading:
            found = reading.session.scalars(select(Room).order_by(Room.name, Room.id))
            return tuple(
                RoomRow(RoomId(r.id), r.name, r.name_en, r.capacity, r.counselling)
                for r in found
            )


class KeepHost:
    """Adds a host or changes one; a host is retired, never deleted."""

    permission = Permission.CALENDAR_RULES

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, form: HostForm) -> HostId:
        """Keep the host.

        Raises:
            FormRefused: The title is missing or the rank is none.
        """
        faults = faults_in(
            TextField("title", form.title, LONGEST_NAME, needed=True),
            TextField("title_en", form.title_en, LONGEST_NAME),
        )
        if not 1 <= form.rank <= LOWEST_RANK:
            faults.append(("rank", "unknown"))
        refuse(faults)
        with self._units.begin(actor, self.permission) as work:
            known = form.host_id
            host = Host() if known is None else work.get(Host, known)
            host.title, host.title_en = form.title.strip(), form.title_en.strip()
            host.rank, host.active = form.rank, form.active
            if known is None:
                work.add(host)
            return HostId(host.id)


def _host(row: Mapping[str, str | int]) -> Host:
    return Host(
        id=host_id(str(row["key"])),
        title=row["title"],
        title_en=row["title_en"],
        rank=row["rank"],
    )


def _room(row: Mapping[str, str | int | bool]) -> Room:
    return Room(
        id=room_id(str(row["key"])),
        name=row["name"],
        name_en=row["name_en"],
        capacity=row["capacity"],
        counselling=row["counselling"],
    )


def _series(row: Mapping[str, str | int]) -> Series:
    return Series(
        id=series_id(str(row["key"])),
        name=row["name"],
        weekday=row["weekday"],
        nths=row["nths"],
        starts_at=time.fromisoformat(str(row["starts_at"])),
        minutes=row["minutes"],
        slot_minutes=row["slot_minutes"],
        group_slot_minutes=row["group_slot_minutes"],
        host_id=host_id(str(row["host"])),
        room_id=room_id(str(row["room"])),
        valid_from=date.fromisoformat(str(row["valid_from"])),
    )


def _add_missing(work: Work, row: Host | Room | Series) -> int:
    if work.session.get(type(row), row.id) is not None:
        return 0
    work.add(row)
    return 1
