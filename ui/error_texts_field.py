"""What is wrong with one field, by the fault its service names."""

from collections.abc import Callable, Mapping

from services.core.texts import gettext as _

FAULTS: Mapping[str, Callable[[], str]] = {
    "missing_column": lambda: _("This column is missing in the file."),
    "wrong_date": lambda: _("This is not a date; write it as 2026-11-26."),
    "wrong_time": lambda: _("This is not a time; write it as 14:00."),
    "wrong_number": lambda: _("This is not a whole number, or it is too large."),
    "not_a_number": lambda: _("This is not a whole number, or it is too large."),
    "no_numbers": lambda: _("There are no numbers in this table."),
    "no_column": lambda: _("This column has no head."),
    "without_name": lambda: _("There is no name in this row to keep it with."),
    "unknown_word": lambda: _("This word is not in the list."),
    "unknown_dong": lambda: _("There is no such dong."),
    "unknown_host": lambda: _("There is no such host."),
    "unknown_room": lambda: _("There is no such room."),
    "duplicate": lambda: _("The same stands in another row already."),
    "column_twice": lambda: _("Another column has the same name already."),
    "double_booking": lambda: _("The host or the room is taken at that time."),
    "election_ground": lambda: _(
        "Weeks before an election: write the ground in the row."
    ),
    "wrong_shape": lambda: _("The outline cannot be read."),
    "unreadable": lambda: _("This cannot be read."),
    "not_valid_then": lambda: _("It is not valid on that day."),
    "reference": lambda: _("What this refers to is not here."),
    "line": lambda: _("This line cannot be read."),
    "negative": lambda: _("The number cannot be less than zero."),
    "too_large": lambda: _("The number is too large."),
    "too_many": lambda: _("There are too many."),
    "more_than_come": lambda: _("More are let in than have come."),
    "over_limit": lambda: _("More are let in than the room takes."),
    "four_digits": lambda: _("Give the last four digits."),
    "malformed": lambda: _("This is not written as it should be."),
    "past": lambda: _("That day has gone by."),
    "no_period": lambda: _("This kind has no period of its own; give one."),
    "nul": lambda: _("The text holds a character that cannot be stored."),
    "surrogate": lambda: _("The text holds a broken character."),
    "too_long": lambda: _("The text is too long for this field."),
    "resident_number": lambda: _(
        "Resident registration numbers are not kept here (Personal Information "
        "Protection Act, Article 24-2)."
    ),
    "foreigner_number": lambda: _("Foreigner registration numbers are not kept here."),
    "passport": lambda: _("Passport numbers are not kept here."),
    "driver_licence": lambda: _("Driver's licence numbers are not kept here."),
    "control": lambda: _("The text holds an invisible control character."),
    "bidi_override": lambda: _(
        "The text holds a character that turns the reading direction."
    ),
    "missing": lambda: _("This field is needed."),
    "short": lambda: _("The password is too short."),
    "unequal": lambda: _("The two passwords are not the same."),
    "wrong": lambda: _("This is not your password."),
    "same": lambda: _("Choose another password than the one before."),
    "own_right": lambda: _(
        "You would lose the right to manage staff; another person must do this."
    ),
    "own_account": lambda: _("This is your own account."),
    "suspended": lambda: _(
        "The account is suspended; let the person work again first."
    ),
    "unknown": lambda: _("This value is not in the list."),
    "not_a_phone": lambda: _("This is not a telephone number."),
    "anonymous": lambda: _("Who gives no name has no name here; leave it empty."),
    "choice": lambda: _("The chosen value does not fit this field."),
    "taken": lambda: _("This is in use already."),
    "out_of_range": lambda: _("The number is outside what is possible."),
    "not_above_caution": lambda: _("This must be more than for caution."),
    "too_few": lambda: _("At least one person must come."),
    "before_start": lambda: _("The end is before the beginning."),
    "too_late": lambda: _("This time is too late in the day."),
    "outside_session": lambda: _("The time is outside the session."),
    "holiday": lambda: _("That day is a holiday."),
    "session_there": lambda: _("There is a session on that day already."),
    "not_bookable": lambda: _("A meeting cannot be booked in this state."),
    "needs_session": lambda: _("This kind of meeting belongs to a session."),
    "after_election": lambda: _("That day is after the election."),
    "nobody_meets": lambda: _("For this decision nobody meets; leave the host empty."),
    "other_rank": lambda: _("The host does not hold the office that was decided."),
}
"""By fault: those of texts first, then those of single fields."""


def field_words(fault: str) -> str:
    """Return what is wrong; an unknown fault is told in general words."""
    told = FAULTS.get(fault)
    return told() if told else _("This cannot be taken as it stands.")
