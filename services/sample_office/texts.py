"""The sample's texts, which lie beside the program as plain files."""

import json
from dataclasses import dataclass
from typing import Any

import resources
from services.sample_office.people import Syllables


@dataclass(frozen=True, slots=True)
class SampleTexts:
    """Everything that the sample says, as it was read; Korean, as an office writes."""

    city: dict[str, Any]
    staff: dict[str, Any]
    matters: dict[str, Any]
    meetings: dict[str, Any]
    outreach: dict[str, Any]

    @property
    def syllables(self) -> Syllables:
        """What names are put together from."""
        told = self.staff
        return Syllables(told["surnames"], told["first"], told["second"])


def sample_texts() -> SampleTexts:
    """Return the texts of the sample."""
    names = ("city", "staff", "matters", "meetings", "outreach")
    return SampleTexts(*(_read(name) for name in names))


def _read(name: str) -> dict[str, Any]:
    text = resources.path(f"sample/{name}.json").read_text(encoding="utf-8")
    told = json.loads(text)
    if not isinstance(told, dict):
        raise TypeError(name)
    return told
