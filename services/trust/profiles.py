"""Starting sets of permissions by job; the team leader may change them one by one."""

from models.values import Permission, Profile

_P = Permission

_EVERYONE = frozenset({_P.SETTINGS_OWN, _P.CALENDAR_READ})
_FRONT_DESK = _EVERYONE | {
    _P.VISIT_READ,
    _P.VISIT_CHECK_IN,
    _P.VISIT_CALL,
    _P.GROUP_NOTIFY,
    _P.PERSON_SEARCH,
    _P.PERSON_ARCHIVE,
    _P.PERSON_REVEAL,
    _P.PETITION_READ,
    _P.PETITION_WRITE,
    _P.CALENDAR_WRITE,
    _P.REQUEST_READ,
    _P.REQUEST_WRITE,
    _P.OUTREACH_READ,
    _P.PACK_MAKE,
    _P.PRINT,
    _P.FIGURES_READ,
    _P.DAY_CLOSE,
    _P.SYNC_RUN,
    _P.BACKUP,
}
_SECRETARIAT = _EVERYONE | {
    _P.CALENDAR_WRITE,
    _P.REQUEST_READ,
    _P.OUTREACH_READ,
    _P.PACK_MAKE,
    _P.PRINT,
    _P.FIGURES_READ,
    _P.SYNC_RUN,
}
_DEPARTMENT = _EVERYONE | {_P.OUTREACH_READ, _P.FIGURES_READ, _P.SYNC_RUN}
_PRIVACY = _EVERYONE | {_P.LOG_READ, _P.STAFF_MANAGE}
_IT_OFFICE = _EVERYONE | {_P.BACKUP, _P.SYNC_RUN, _P.IMPORT, _P.SETTINGS_OFFICE}
_LEADER = frozenset(Permission)

PROFILES: dict[Profile, frozenset[Permission]] = {
    Profile.FRONT_DESK: _FRONT_DESK,
    Profile.TEAM_LEADER: _LEADER,
    Profile.SECRETARIAT: _SECRETARIAT,
    Profile.DEPARTMENT: _DEPARTMENT,
    Profile.PRIVACY_OFFICER: _PRIVACY,
    Profile.IT_OFFICE: _IT_OFFICE,
}
