"""What the office's values are called on the screen; one place for each word."""

from collections.abc import Callable, Mapping

from models.values import (
    DongVisitState,
    Matter,
    MeetingState,
    PetitionEnding,
    PetitionKind,
    PetitionState,
    Profile,
    RequestState,
    Severity,
    SignatureList,
    Subject,
    Verdict,
    VisitState,
)
from services.core.texts import KOREAN, language
from services.core.texts import gettext as _
from services.korean.deadline import PeriodUnit, parse_period
from services.korean.particles import Particle, with_particle
from services.reception.group_values import Missing
from services.reception.spans import BY_MISTAKE, END_OF_DAY
from services.trust.accounts import StaffRow
from services.trust.passwords import AccountState

# A state is colour, sign and word; the sign is the same in every language.
SIGNS: Mapping[VisitState, str] = {
    VisitState.WAITING: "○",
    VisitState.CALLED: "▲",
    VisitState.IN_COUNSELLING: "▶",
    VisitState.TO_RECORD: "◐",
    VisitState.CLOSED: "✓",
    VisitState.ABSENT: "X",
    VisitState.ON_HOLD: "‖",
    VisitState.HANDED_OVER: "→",
    VisitState.CARRIED_OVER: "»",
    VisitState.LEFT: "-",
    VisitState.CANCELLED: "-",
}


def matter(value: Matter) -> str:
    """Return what a matter is called at the desk."""
    return {
        Matter.DIRECT: _("Direct petition (meet the mayor)"),
        Matter.GRIEVANCE: _("Grievance"),
        Matter.SUGGESTION: _("Suggestion"),
        Matter.INQUIRY_LAW: _("Inquiry about a law"),
        Matter.INQUIRY_GENERAL: _("Inquiry about a procedure"),
        Matter.OTHER: _("Other petition (daily life)"),
        Matter.APPOINTMENT: _("Comes to an appointment"),
        Matter.COUNSEL: _("Counselling only"),
    }[value]


def matters() -> list[tuple[Matter, str]]:
    """Return what somebody may come for, in the order of the keys that pick it."""
    order = (
        Matter.DIRECT,
        Matter.GRIEVANCE,
        Matter.SUGGESTION,
        Matter.INQUIRY_LAW,
        Matter.INQUIRY_GENERAL,
        Matter.OTHER,
        Matter.APPOINTMENT,
        Matter.COUNSEL,
    )
    return [(one, matter(one)) for one in order]


def subject(value: Subject) -> str:
    """Return what a field of matters is called."""
    return {
        Subject.TRAFFIC: _("Traffic and parking"),
        Subject.PARKS: _("Parks and greenery"),
        Subject.ROADS: _("Roads and sewers"),
        Subject.SAFETY: _("Safety"),
        Subject.WELFARE: _("Health and welfare"),
        Subject.HOUSING: _("City and housing"),
        Subject.EDUCATION: _("Education, culture and sport"),
        Subject.CLEANING: _("Cleaning and environment"),
        Subject.ECONOMY: _("Economy"),
        Subject.FACILITIES: _("Public facilities"),
        Subject.ADMINISTRATION: _("General administration"),
        Subject.OTHER: _("Other subject"),
    }[value]


def visit_state(value: VisitState) -> str:
    """Return a visit's state as sign and word."""
    return f"{SIGNS[value]} {visit_state_word(value)}"


def visit_state_word(value: VisitState) -> str:
    """Return a visit's state without its sign, as it is spoken."""
    return {
        VisitState.WAITING: _("waiting"),
        VisitState.CALLED: _("called"),
        VisitState.IN_COUNSELLING: _("in counselling"),
        VisitState.ON_HOLD: _("on hold"),
        VisitState.TO_RECORD: _("to be recorded"),
        VisitState.CLOSED: _("finished"),
        VisitState.ABSENT: _("absent"),
        VisitState.LEFT: _("left"),
        VisitState.HANDED_OVER: _("handed over"),
        VisitState.CARRIED_OVER: _("carried over"),
        VisitState.CANCELLED: _("cancelled"),
    }[value]


def span_reason(written: str) -> str:
    """Return why a stretch began; what the program wrote itself is a code."""
    return {
        END_OF_DAY: _("closing of the day"),
        BY_MISTAKE: _("checked in by mistake"),
    }.get(written, written)


def severity(value: Severity) -> str:
    """Return how tense a group visit is."""
    return {
        Severity.NOTICE: _("notice"),
        Severity.CAUTION: _("caution"),
        Severity.ALERT: _("alert"),
        Severity.SERIOUS: _("serious"),
    }[value]


def signature_list(value: SignatureList) -> str:
    """Return what was handed in of a joint-signature list."""
    return {
        SignatureList.ORIGINAL: _("original received"),
        SignatureList.COPY: _("copy only"),
        SignatureList.NONE: _("none"),
    }[value]


def petition_kind(value: PetitionKind) -> str:
    """Return what the law calls a kind of petition."""
    return {
        PetitionKind.STATUTORY: _("Statutory petition"),
        PetitionKind.INQUIRY_LAW: _("Inquiry about a law"),
        PetitionKind.INQUIRY_GENERAL: _("Inquiry about a procedure"),
        PetitionKind.SUGGESTION: _("Suggestion"),
        PetitionKind.OTHER: _("Other petition (daily life)"),
        PetitionKind.GRIEVANCE: _("Grievance"),
    }[value]


def legal_kinds() -> list[tuple[PetitionKind, str]]:
    """Return the kinds whose periods stand in the law of petitions, with their names.

    What citizens bring to the mayor most often comes first.
    """
    kinds = (
        PetitionKind.SUGGESTION,
        PetitionKind.GRIEVANCE,
        PetitionKind.INQUIRY_LAW,
        PetitionKind.INQUIRY_GENERAL,
        PetitionKind.OTHER,
    )
    return [(kind, petition_kind(kind)) for kind in kinds]


def petition_state(value: PetitionState) -> str:
    """Return where a petition stands."""
    return {
        PetitionState.RECEIVED: _("received"),
        PetitionState.ASSIGNED: _("with the department"),
        PetitionState.SUPPLEMENT: _("waits for a supplement"),
        PetitionState.ANSWERED: _("answered"),
        PetitionState.RETURNED: _("returned"),
        PetitionState.WITHDRAWN: _("withdrawn"),
        PetitionState.CLOSED: _("closed"),
    }[value]


def petition_ending(value: PetitionEnding) -> str:
    """Return why a petition ends."""
    return {
        PetitionEnding.OPEN: _("open"),
        PetitionEnding.DONE: _("done, nothing is left"),
        PetitionEnding.RETURNED: _("returned: not supplemented"),
        PetitionEnding.WITHDRAWN: _("withdrawn by the petitioner"),
        PetitionEnding.REPEATED: _("repeated petition"),
        PetitionEnding.EXCEPTED: _("excepted by law"),
        PetitionEnding.TRANSFERRED: _("transferred to another agency"),
        PetitionEnding.MISTAKE: _("received by mistake"),
    }[value]


def period(written: str) -> str:
    """Return a legal period, written as ``14d``, in words."""
    length = parse_period(written)
    told = {
        PeriodUnit.IMMEDIATE: _("at once"),
        PeriodUnit.HOURS: _("{count} working hours"),
        PeriodUnit.DAYS: _("{count} days"),
        PeriodUnit.WEEKS: _("{count} weeks"),
        PeriodUnit.MONTHS: _("{count} months"),
        PeriodUnit.YEARS: _("{count} years"),
    }[length.unit]
    return told.format(count=length.amount)


def missing(one: Missing) -> str:
    """Return what a group is still to bring."""
    return {
        "representative": _("a representative"),
        "mandate": _("the mandate of representative {number}").format(
            number=one.position
        ),
        "signature_list": _("the original of the signature list"),
        "demand": _("the demand"),
    }[one.what]


def meeting_state(value: MeetingState) -> str:
    """Return a meeting's state."""
    return {
        MeetingState.TENTATIVE: _("tentative"),
        MeetingState.CONFIRMED: _("confirmed"),
        MeetingState.HELD: _("held"),
        MeetingState.POSTPONED: _("postponed"),
        MeetingState.NO_SHOW: _("did not come"),
        MeetingState.CANCELLED: _("cancelled"),
    }[value]


def request_state(value: RequestState) -> str:
    """Return where a request to meet the mayor stands."""
    return {
        RequestState.RECEIVED: _("received"),
        RequestState.SCREENING: _("being screened"),
        RequestState.OPINION: _("with the department"),
        RequestState.SELECTED: _("the mayor will meet"),
        RequestState.SUBSTITUTED: _("somebody else will meet"),
        RequestState.DEPARTMENT: _("the department answers"),
        RequestState.SCHEDULED: _("has a date"),
        RequestState.HELD: _("met"),
        RequestState.POSTPONED: _("postponed"),
        RequestState.NO_SHOW: _("did not come"),
        RequestState.WITHDRAWN: _("withdrawn"),
        RequestState.MERGED: _("merged"),
        RequestState.CLOSED: _("closed"),
    }[value]


def verdict(value: Verdict) -> str:
    """Return what was decided about a request."""
    return {
        Verdict.MAYOR: _("the mayor"),
        Verdict.VICE_MAYOR: _("a vice mayor"),
        Verdict.BUREAU_HEAD: _("a bureau or office head"),
        Verdict.DEPARTMENT_HEAD: _("a department head"),
        Verdict.WRITTEN: _("a written answer"),
        Verdict.NOT_ACCEPTED: _("not accepted"),
    }[value]


def dong_visit_state(value: DongVisitState) -> str:
    """Return where a dong visit stands."""
    return {
        DongVisitState.PLANNED: _("planned"),
        DongVisitState.DATED: _("dated"),
        DongVisitState.PREPARED: _("prepared"),
        DongVisitState.HELD: _("held"),
        DongVisitState.REPORTED: _("reported"),
        DongVisitState.CLOSED: _("closed"),
        DongVisitState.POSTPONED: _("postponed"),
        DongVisitState.DROPPED: _("dropped"),
    }[value]


def profile(value: Profile) -> str:
    """Return what a job in the office is called."""
    return {
        Profile.FRONT_DESK: _("Front desk"),
        Profile.TEAM_LEADER: _("Team leader"),
        Profile.SECRETARIAT: _("Mayor's secretariat"),
        Profile.DEPARTMENT: _("Other department"),
        Profile.PRIVACY_OFFICER: _("Privacy officer"),
        Profile.IT_OFFICE: _("IT office"),
    }[value]


def staff_state(row: StaffRow) -> str:
    """Return whether somebody works here and can sign in at this desk."""
    if not row.active:
        return _("- suspended")
    return {
        AccountState.NONE: _("○ no account on this desk"),
        AccountState.FIRST: _("◐ first password"),
        AccountState.OPEN: _("✓ can sign in"),
        AccountState.LOCKED: _("X locked"),
    }[row.account]


def choice(table: str, name: str, value: str) -> str:
    """Return a chosen value of a record's field; one without a word as it is kept."""
    told: Mapping[tuple[str, str], Callable[[], str]] = {
        ("visit", "state"): lambda: visit_state(VisitState(value)),
        ("visit", "subject"): lambda: subject(Subject(value)),
        ("visit_span", "state"): lambda: visit_state(VisitState(value)),
        ("petition", "state"): lambda: petition_state(PetitionState(value)),
        ("petition", "kind"): lambda: petition_kind(PetitionKind(value)),
        ("petition", "ending"): lambda: petition_ending(PetitionEnding(value)),
        ("petition", "subject"): lambda: subject(Subject(value)),
        ("meeting", "state"): lambda: meeting_state(MeetingState(value)),
        ("meeting_request", "state"): lambda: request_state(RequestState(value)),
        ("decision", "verdict"): lambda: verdict(Verdict(value)),
        ("dong_visit", "state"): lambda: dong_visit_state(DongVisitState(value)),
        ("group_visit", "severity"): lambda: severity(Severity(value)),
        ("group_visit", "signature_list"): lambda: signature_list(SignatureList(value)),
    }
    known = told.get((table, name))
    return value if known is None else known()


def toward(place: str) -> str:
    """Return a place as somewhere to go; Korean says it with a particle."""
    return with_particle(place, Particle.EURO_RO) if language() == KOREAN else place
