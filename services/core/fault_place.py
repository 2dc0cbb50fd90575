"""Says where the program went wrong, without the words of the exception.

An exception's words can hold a citizen's name; kind and place hold none.
"""

import traceback
from pathlib import Path


def place_of(error: BaseException) -> str:
    """Return the kind of a fault and where it happened, without its words."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in reversed(frames)
    )
    return f"{type(error).__name__} at {places or 'an unknown place'}"
