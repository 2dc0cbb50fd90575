"""Whether what a page shows has been read: an empty list is told only when it is."""

from enum import StrEnum


class Reading(StrEnum):
    """How far the question stands whose answer a page shows."""

    UNDER_WAY = "under_way"
    DONE = "done"
    FAILED = "failed"
