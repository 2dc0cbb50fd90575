"""What an office can choose: every setting declared once, with its bounds.

The chosen values lie in the table ``setting``; a value that another program wrote and
that does not fit counts as not chosen.
"""

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextSetting:
    """A text; empty where nothing was chosen."""

    key: str
    longest: int

    def read(self, stored: str | None) -> str:
        """Return the chosen text."""
        told = _json(stored)
        return told.strip()[: self.longest] if isinstance(told, str) else ""


@dataclass(frozen=True, slots=True)
class NumberSetting:
    """A whole number between two bounds."""

    key: str
    default: int
    least: int
    most: int

    def read(self, stored: str | None) -> int:
        """Return the chosen number; one out of bounds becomes the nearest within."""
        told = _json(stored)
        if not isinstance(told, int) or isinstance(told, bool):
            return self.default
        return min(max(told, self.least), self.most)

    def holds(self, number: int) -> bool:
        """Say whether the number may be chosen."""
        return self.least <= number <= self.most


# Who stands at the head of every paper.
AGENCY = TextSetting("office.agency", longest=60)
TEAM = TextSetting("office.team", longest=60)
# Source: 안전성 확보조치 기준 §6 (automatic cut-off after idle time).
LOCK_MINUTES = NumberSetting("lock.minutes", default=10, least=1, most=10)


def _json(stored: str | None) -> object:
    try:
        return json.loads(stored) if stored else None
    except ValueError:
        return None
