"""Keeps texts from being run as formulas by a spreadsheet, and reads them back.

A cell that begins like a formula gets an apostrophe; so does one that already looks
like such a cell, so that reading gives back exactly what was written.
"""

STARTERS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
GUARD = "'"


def guarded(text: str) -> str:
    """Return a text that a spreadsheet shows and never runs."""
    return GUARD + text if _begins_like_a_formula(text) else text


def unguarded(text: str) -> str:
    """Return what `guarded` was given."""
    is_guarded = text.startswith(GUARD) and _begins_like_a_formula(text)
    return text[1:] if is_guarded else text


def _begins_like_a_formula(text: str) -> bool:
    return text.lstrip(GUARD + " ").startswith(STARTERS)
