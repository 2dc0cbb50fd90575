"""The office's settings: read by everybody, changed by whom the office trusts with them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.trust import Setting
from models.values import AccessAction, Permission
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.fixed_ids import fixed_id
from services.core.form_faults import Fault, TextField, faults_in, refuse
from services.core.settings import (
    AGENCY,
    ALERT_FROM,
    CAUTION_FROM,
    LOCK_MINUTES,
    PETITION_YEARS,
    TEAM,
    VISIT_YEARS,
)
from services.core.undo import UndoStep
from services.core.unit_of_work import UnitOfWork, Work

OFFICE = ""  # whose the settings are; else a staff id


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """What the whole office chose.

    Attributes:
        agency: At the head of every paper; empty for the common name.
        team: Below it.
        lock_minutes: How long nobody may touch a desk before it locks.
        caution_from: People from which a group's visit is tense.
        alert_from: People from which it is very tense.
        visit_years: How long visits without a petition are kept; 0 for always.
        petition_years: How long petitions are kept; 0 for always.
    """

    agency: str = ""
    team: str = ""
    lock_minutes: int = LOCK_MINUTES.default
    caution_from: int = CAUTION_FROM.default
    alert_from: int = ALERT_FROM.default
    visit_years: int = VISIT_YEARS.default
    petition_years: int = PETITION_YEARS.default


def read_settings(session: Session) -> OfficeSettings:
    """Return the office's settings, with the default of what was never chosen."""
    found = session.execute(
        select(Setting.key, Setting.value).where(Setting.owner == OFFICE)
    )
    stored: dict[str, str] = {row.key: row.value for row in found}
    return OfficeSettings(
        AGENCY.read(stored.get(AGENCY.key)),
        TEAM.read(stored.get(TEAM.key)),
        LOCK_MINUTES.read(stored.get(LOCK_MINUTES.key)),
        CAUTION_FROM.read(stored.get(CAUTION_FROM.key)),
        ALERT_FROM.read(stored.get(ALERT_FROM.key)),
        VISIT_YEARS.read(stored.get(VISIT_YEARS.key)),
        PETITION_YEARS.read(stored.get(PETITION_YEARS.key)),
    )


class ReadSettings:
    """Answers what the office chose."""

    permission = Permission.SETTINGS_OWN

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor) -> OfficeSettings:
        """Return the office's settings."""
        with self._units.read(actor, self.permission) as reading:
            return read_settings(reading.session)


class SaveSettings:
    """Keeps what the office chose."""

    permission = Permission.SETTINGS_OFFICE

    def __init__(self, units: UnitOfWork) -> None:
        self._units = units

    def run(self, actor: Actor, chosen: OfficeSettings) -> tuple[str, ...]:
        """Keep and log what differs; return the keys that changed. Undoable.

        Raises:
            FormRefused: A text cannot be stored, or a number is out of range.
        """
        _check(chosen)
        with self._units.begin(actor, self.permission) as work:
            before = read_settings(work.session)
            changed = _write(work, chosen)
            if changed:
                work.leave_undo(
                    UndoStep(
                        "settings.saved",
                        self.permission,
                        lambda again: _back(again, before),
                    )
                )
            return changed


def _check(chosen: OfficeSettings) -> None:
    faults = faults_in(
        TextField("agency", chosen.agency, AGENCY.longest),
        TextField("team", chosen.team, TEAM.longest),
    )
    refuse((*faults, *_number_faults(chosen)))


def _number_faults(chosen: OfficeSettings) -> list[Fault]:
    fits = {
        "lock_minutes": LOCK_MINUTES.holds(chosen.lock_minutes),
        "caution_from": CAUTION_FROM.holds(chosen.caution_from),
        "alert_from": ALERT_FROM.holds(chosen.alert_from),
        "visit_years": VISIT_YEARS.holds(chosen.visit_years),
        "petition_years": PETITION_YEARS.holds(chosen.petition_years),
    }
    faults = [(field, "out_of_range") for field, holds in fits.items() if not holds]
    if fits["alert_from"] and chosen.alert_from <= chosen.caution_from:
        faults.append(("alert_from", "not_above_caution"))
    return faults


def _back(work: Work, before: OfficeSettings) -> None:
    _write(work, before)


def _write(work: Work, chosen: OfficeSettings) -> tuple[str, ...]:
    now = _by_key(read_settings(work.session))
    differing = {k: v for k, v in _by_key(chosen).items() if now[k] != v}
    for key, value in differing.items():
        _keep(work, key, json.dumps(value, ensure_ascii=False))
        work.log(Access(AccessAction.CHANGE, "setting", _id(key), note=key))
    return tuple(differing)


def _keep(work: Work, key: str, value: str) -> None:
    row = work.session.get(Setting, _id(key))
    if row is None:
        work.add(Setting(id=_id(key), owner=OFFICE, key=key, value=value))
    else:
        row.value = value


def _by_key(chosen: OfficeSettings) -> Mapping[str, str | int]:
    return {
        AGENCY.key: chosen.agency.strip(),
        TEAM.key: chosen.team.strip(),
        LOCK_MINUTES.key: chosen.lock_minutes,
        CAUTION_FROM.key: chosen.caution_from,
        ALERT_FROM.key: chosen.alert_from,
        VISIT_YEARS.key: chosen.visit_years,
        PETITION_YEARS.key: chosen.petition_years,
    }


def _id(key: str) -> str:
    return fixed_id("setting", OFFICE, key)
