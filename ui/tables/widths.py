"""How wide columns become: what they ask for, given the room there is."""

from collections.abc import Collection, Sequence

_FLOOR_CHARS = 4  # no column that is wider gets narrower than this


def shares(
    asked: Sequence[int],
    room_px: int,
    character_px: int,
    firm: Collection[int] = (),
) -> list[int]:
    """Return each column's width in pixels.

    Too little room is taken from the widest columns first, since their texts can be
    cut with the least harm; room that is left goes to them too, in proportion.

    Args:
        asked: Widths in characters.
        room_px: What all columns together may take.
        character_px: The width of a character.
        firm: Places of columns that give none of their width.
    """
    widths = [chars * character_px for chars in asked]
    if not widths or room_px <= 0:
        return widths
    left = room_px - sum(widths)
    return (
        _grown(widths, left)
        if left >= 0
        else _shrunk(widths, -left, character_px, firm)
    )


def _grown(widths: list[int], left: int) -> list[int]:
    widest = max(widths)
    wide = [width if width * 2 > widest else 0 for width in widths]
    return [
        width + left * w // sum(wide) for width, w in zip(widths, wide, strict=True)
    ]


def _shrunk(
    widths: list[int], too_much: int, character_px: int, firm: Collection[int]
) -> list[int]:
    floor = _FLOOR_CHARS * character_px
    soft = [at for at in range(len(widths)) if at not in firm]
    while too_much > 0:
        widest = max((widths[at] for at in soft), default=0)
        if widest <= floor:
            break
        second = max((widths[at] for at in soft if widths[at] < widest), default=floor)
        these = [at for at in soft if widths[at] == widest]
        step = max(1, min(widest - max(second, floor), too_much // len(these)))
        for at in these:
            taken = min(step, too_much)
            widths[at] -= taken
            too_much -= taken
    return widths
