"""How a command answers: words for people or JSON for scripts, and an exit code."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.errors import OfficeError

DONE, REFUSED, WRONG_USAGE, UNREACHABLE = range(4)
UNREACHABLE_CODES = frozenset({"offline", "sync_interrupted"})

Words = Callable[[OfficeError], str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found: a sentence, and the same as facts for scripts."""

    sentence: str
    facts: Mapping[str, object]
    code: int = DONE


@dataclass(frozen=True, slots=True)
class Speaker:
    """Prints answers in the form that was asked for."""

    as_json: bool
    words: Words

    def tell(self, answer: Answer) -> int:
        """Print an answer and return its exit code."""
        if self.as_json:
            print(json.dumps(dict(answer.facts), ensure_ascii=False, default=str))
        else:
            print(answer.sentence)
        return answer.code

    def refuse(self, error: OfficeError) -> int:
        """Print why not, and return the exit code that says which kind of no it is."""
        code = UNREACHABLE if error.code in UNREACHABLE_CODES else REFUSED
        facts = {"refused": error.code, **error.facts}
        return self.tell(Answer(self.words(error), facts, code))
