"""Words for steps that rights, states, reasons or other people stand against."""

from collections.abc import Callable, Mapping

from services.core.texts import gettext as _

STEPS: Mapping[str, Callable[[], tuple[str, str, str]]] = {
    "already_here": lambda: (
        _("This person has number {number} already."),
        _("Nothing was changed; what you typed is still here."),
        _("Open the visit in the line, or choose another person."),
    ),
    "form_refused": lambda: (
        _("Some fields cannot be taken as they stand."),
        _("What you typed is still here."),
        _("Change the field and save again."),
    ),
    "not_allowed": lambda: (
        _("Your account is not allowed to do that."),
        _("Nothing was changed."),
        _("Ask the team leader for the right."),
    ),
    "changed_meanwhile": lambda: (
        _("Somebody else has changed this since you opened it."),
        _("What you typed is still here."),
        _("Compare both and choose what is to stay."),
    ),
    "not_found": lambda: (
        _("This is no longer here."),
        _("Nothing was changed."),
        _("Refresh the list and choose again."),
    ),
    "step_refused": lambda: (
        _("As things stand, this step is not possible."),
        _("Nothing was changed."),
        _("Refresh the list and look at the present state."),
    ),
    "decided_apart": lambda: (
        _("These values belong together and cannot be decided one by one."),
        _("Nothing was changed."),
        _("Choose the same side for all of them, then decide."),
    ),
    "nothing_to_do": lambda: (
        _("There is nothing here to act on."),
        "",
        "",
    ),
    "reason_needed": lambda: (
        _("This step needs a reason."),
        _("What you typed is still here."),
        _("Write the reason and go on."),
    ),
    "double_booking": lambda: (
        _("The host or the room is taken at that time."),
        _("What you typed is still here."),
        _("Choose another time, or give a reason for booking twice."),
    ),
    "office_error": lambda: (
        _("This could not be done."),
        _("Nothing was changed."),
        _("Try again; if it happens again, tell the administrator of the program."),
    ),
}
"""By the code of the refusal."""
