"""Periods and limits of the law: data with a source and the day they hold from.

Nothing legal is a constant in code; a change of the decree is a line in
``resources/legal/periods.json``.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import resources
from models.values import PetitionKind
from services.korean.deadline import PeriodRule, parse_period, rule_for

_FILE = "legal/periods.json"


class LimitName(StrEnum):
    """The numbers of the law that this office meets."""

    REPRESENTATIVES = "representatives"
    TRANSFER_TO_DEPARTMENT = "transfer_to_department"
    TRANSFER_WRONG_DEPARTMENT = "transfer_wrong_department"
    TRANSFER_OTHER_AGENCY = "transfer_other_agency"
    SUPPLEMENT_REQUEST = "supplement_request"
    EXTENSIONS = "extensions"
    EXTENSIONS_WITHOUT_CONSENT = "extensions_without_consent"
    PROGRESS_NOTICE = "progress_notice"
    MULTI_PARTY = "multi_party"


@dataclass(frozen=True, slots=True)
class LegalLimit:
    """One number of the law, in its own unit."""

    name: LimitName
    value: int
    unit: str
    source: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class LegalPeriods:
    """The periods of the kinds of petition, and the limits around them."""

    rules: tuple[PeriodRule, ...]
    limits: tuple[LegalLimit, ...]
    source: str

    def period(self, kind: PetitionKind, on: date) -> PeriodRule | None:
        """Return the rule for a petition received on a day.

        None for a kind whose period stands in its own law (법정민원). A day before
        the oldest rule is answered by the oldest: earlier texts count alike.
        """
        rules = [rule for rule in self.rules if rule.kind == kind]
        oldest = min(rules, key=lambda rule: rule.valid_from, default=None)
        return rule_for(kind, on, rules) or oldest

    def limit(self, name: LimitName, on: date) -> LegalLimit:
        """Return the limit that holds on a day.

        Raises:
            LookupError: The file does not name it.
        """
        known = sorted(
            (limit for limit in self.limits if limit.name is name),
            key=lambda limit: limit.valid_from,
        )
        if not known:
            raise LookupError(name)
        return _last(known, on)


def legal_periods() -> LegalPeriods:
    """Return the periods that are shipped with the program."""
    return parse_periods(resources.path(_FILE).read_text(encoding="utf-8"))


def parse_periods(text: str) -> LegalPeriods:
    """Return the periods in a file's text.

    Raises:
        ValueError: A period, a date or a name is not known.
    """
    told = json.loads(text)
    return LegalPeriods(
        rules=tuple(
            PeriodRule(
                PetitionKind(row["kind"]).value,
                parse_period(row["period"]),
                row["source"],
                date.fromisoformat(row["valid_from"]),
            )
            for row in told["kinds"]
        ),
        limits=tuple(
            LegalLimit(
                LimitName(row["name"]),
                int(row["value"]),
                row["unit"],
                row["source"],
                date.fromisoformat(row["valid_from"]),
            )
            for row in told["limits"]
        ),
        source=told["source"],
    )


def _last(known: Sequence[LegalLimit], on: date) -> LegalLimit:
    in_force = [limit for limit in known if limit.valid_from <= on]
    return in_force[-1] if in_force else known[0]
