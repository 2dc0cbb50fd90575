"""How a command answers: words for people or JSON for scripts, and an exit code."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from models.errors import OfficeError
from services.core.texts import gettext as _
from services.exchange.kinds import FaultyRow

DONE, REFUSED, WRONG_USAGE, UNREACHABLE = range(4)
UNREACHABLE_CODES = frozenset({"offline", "sync_interrupted"})


@dataclass(frozen=True, slots=True)
class Words:
    """Where the sentences for refusals come from; the window says the same."""

    of_error: Callable[[OfficeError], str]
    of_code: Callable[[str], str]
    of_fault: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found: a sentence, and the same as facts for scripts.

    Attributes:
        reason: Code of the sentence that says why not, and what to do.
        rows: Cells of a file that were not taken.
        details: The facts in words, where people read them too.
    """

    sentence: str
    facts: Mapping[str, object]
    code: int = DONE
    reason: str = ""
    rows: tuple[FaultyRow, ...] = ()
    details: tuple[str, ...] = ()


def end_quietly() -> None:
    """Print what is left; whoever stopped reading, as ``head`` does, misses it."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Prints answers in the form that was asked for."""

    as_json: bool
    words: Words

    def tell(self, answer: Answer) -> int:
        """Print an answer and return its exit code."""
        if self.as_json:
            said = json.dumps(dict(answer.facts), ensure_ascii=False, default=str)
        else:
            said = "\n".join(self._lines(answer))
        with suppress(BrokenPipeError):  # what was done is done, heard or not
            print(said)
        return answer.code

    def _lines(self, answer: Answer) -> Iterator[str]:
        yield answer.sentence
        if answer.reason:
            yield self.words.of_code(answer.reason)
        yield from map(self._row, answer.rows)
        yield from answer.details

    def _row(self, row: FaultyRow) -> str:
        """Return where a faulty cell stands, what stands there masked, and why not."""
        shown = f" ({row.value})" if row.value else ""
        place = _("row {row}, {column}").format(row=row.row, column=row.column)
        sheet = f"{row.sheet} " if row.sheet else ""
        return f"{sheet}{place}{shown}: {self.words.of_fault(row.fault)}"

    def refuse(self, error: OfficeError) -> int:
        """Print why not, and return the exit code that says which kind of no it is."""
        code = UNREACHABLE if error.code in UNREACHABLE_CODES else REFUSED
        facts = {"refused": error.code, **error.facts}
        return self.tell(Answer(self.words.of_error(error), facts, code))
