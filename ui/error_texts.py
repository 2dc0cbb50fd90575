"""Words for every refusal: what happened, what was kept, what to do.

Found by the stable code of an ``OfficeError``; the only place where it gets words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.errors import Fact, FieldError, FormRefused, OfficeError
from services.command_line.speaking import Words
from services.core.texts import gettext as _
from ui.error_texts_field import field_words
from ui.error_texts_office import OFFICE
from ui.error_texts_shell import SHELL, kept_in_shell
from ui.error_texts_steps import STEPS
from ui.error_texts_sync import SYNC

Told = tuple[str, str, str]
Teller = Callable[[], Told]

TELLERS: Mapping[str, Teller] = {**STEPS, **OFFICE, **SYNC}
"""By code; ``field`` is told by its fault instead."""


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """A refusal in the language in use.

    Attributes:
        what: What happened.
        kept: What was kept; empty where nothing could be lost.
        todo: What to do now; empty where nothing can be done.
    """

    what: str
    kept: str
    todo: str

    @property
    def sentence(self) -> str:
        """Everything in one line, for banners and the shell."""
        return " ".join(part for part in (self.what, self.kept, self.todo) if part)


def words(error: OfficeError) -> ErrorWords:
    """Return the words for ``error``; an unknown code is told in general words."""
    if error.code == "field":
        fault = str(error.facts.get("fault", ""))
        return ErrorWords(field_words(fault), *_kept_in_form())
    told = TELLERS.get(error.code, _unknown)()
    return ErrorWords(*(part.format_map(_Facts(error.facts)) for part in told))


class _Facts(dict[str, Fact]):
    """A fact that was not given is a dash: an error must never fail itself."""

    def __missing__(self, name: str) -> str:
        return "–"


def _kept_in_form() -> tuple[str, str]:
    return _("What you typed is still here."), _("Change the field and save again.")


def _unknown() -> Told:
    return (
        _("This could not be done."),
        _("Nothing was changed."),
        _("Try again; if it happens again, tell the administrator of the program."),
    )


def shell_words() -> Words:
    """Return the sentences for the shell: the window's, where they are true there."""
    return Words(_sentence_in_shell, sentence_of_code, field_words)


def _sentence_in_shell(error: OfficeError) -> str:
    """Return the words for ``error`` where nothing is on a screen."""
    if isinstance(error, FormRefused):
        faults = dict.fromkeys(fault for _field, fault in error.faults)
        return ErrorWords(" ".join(map(field_words, faults)), *kept_in_shell()).sentence
    if error.code == FieldError.code:
        return ErrorWords(words(error).what, *kept_in_shell()).sentence
    told = SHELL.get(error.code)
    return ErrorWords(*told()).sentence if told else sentence_of(error)


def sentence_of_code(code: str) -> str:
    """Return the words for a refusal of which only the code is known."""
    told = TELLERS.get(code, _unknown)()
    return ErrorWords(*(part.format_map(_Facts()) for part in told)).sentence


def sentence_of(error: OfficeError) -> str:
    """Return the words for ``error`` in one line."""
    return words(error).sentence
