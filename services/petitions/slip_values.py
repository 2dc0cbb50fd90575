"""What a receipt slip says, as plain values; drawing them is another room's work."""

from dataclasses import dataclass, field
from datetime import date, datetime

LONGEST_REMARK = 200


@dataclass(frozen=True, slots=True)
class SlipChoice:
    """What the desk chooses for one slip.

    Attributes:
        papers: What is missing of the documents; empty when all are there.
        procedure: How it is handled; empty for the usual way.
        survey_on: When the place will be looked at; None when it will not.
        is_large: The large-print form (행정업무규정 시행규칙 §24②).
        language: ``ko`` or ``en``.
    """

    papers: str = ""
    procedure: str = ""
    survey_on: date | None = None
    is_large: bool = False
    language: str = "ko"


@dataclass(frozen=True, slots=True)
class SlipOfficer:
    """Who received it, as every notice must say (영 §31)."""

    department: str
    name: str
    telephone: str


@dataclass(frozen=True, slots=True)
class SlipValues:
    """A receipt slip.  Source: 영 §6②, ④; 시행규칙 §3.

    Attributes:
        petitioner: Masked, with how many others.
        due_text: The day as the slip prints it, in its language.
        papers: 구비서류 완비 여부.
        procedure: 처리 기준과 절차.
        duration: 예상 처리소요기간.
        survey: 현장확인·조사 예정시기.
    """

    receipt: str
    received_at: datetime
    received_text: str
    title: str
    petitioner: str
    department: str
    due_at: datetime
    due_text: str
    officer: SlipOfficer
    papers: str
    procedure: str
    duration: str
    survey: str
    enquiry: str
    large_print: bool
    language: str
    city_number: str = field(default="")

    def __repr__(self) -> str:
        return "<SlipValues>"
