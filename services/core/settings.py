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


@dataclass(frozen=True, slots=True)
class ClassSetting:
    """A whole number out of a few."""

    key: str
    default: int
    classes: tuple[int, ...]

    def read(self, stored: str | None) -> int:
        """Return the chosen number; one that is no class counts as not chosen."""
        told = _json(stored)
        fits = isinstance(told, int) and not isinstance(told, bool)
        return told if fits and told in self.classes else self.default

    def holds(self, number: int) -> bool:
        """Say whether the number may be chosen."""
        return number in self.classes


# Who stands at the head of every paper.
AGENCY = TextSetting("office.agency", longest=60)
TEAM = TextSetting("office.team", longest=60)
# Source: 안전성 확보조치 기준 §6 (automatic cut-off after idle time).
LOCK_MINUTES = NumberSetting("lock.minutes", default=10, least=1, most=10)

# From how many people a visit is tense, and very tense; custom of offices.
CAUTION_FROM = NumberSetting("group.caution_from", default=10, least=2, most=10_000)
ALERT_FROM = NumberSetting("group.alert_from", default=30, least=3, most=10_000)
# Source: 공공기록물법 시행령 §26①: classes of retention in years; the longest two have no
# end that an office could wait for.
ALWAYS = 0
CLASSES = (1, 3, 5, 10, 30, ALWAYS)
VISIT_YEARS = ClassSetting("retention.visit_years", default=3, classes=CLASSES)
PETITION_YEARS = ClassSetting("retention.petition_years", default=10, classes=CLASSES)


def _json(stored: str | None) -> object:
    try:
        return json.loads(stored) if stored else None
    except ValueError:
        return None
