"""Outlines of a city that is nowhere: hexagons with wavy corners, in micro-degrees.

Corners are shared by neighbours and moved alike, so that no gap and no overlap shows.
The place lies in the open sea.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from random import Random

LON_E6, LAT_E6 = 124_900_000, 36_500_000
STEP_X, STEP_Y = 13_000, 11_000  # micro-degrees: about 1.2 km
WAVE = 2_600
COLUMNS = 7
METRES_LON, METRES_LAT = 0.0895, 0.111  # of one micro-degree at this latitude
# Corners of a hexagon with a tip on top, in halves of STEP_X and thirds of STEP_Y.
CORNERS = ((0, 2), (1, 1), (1, -1), (0, -2), (-1, -1), (-1, 1))

Corner = tuple[int, int]


@dataclass(frozen=True)
class Cell:
    """One dong's place in the grid, counted row by row."""

    position: int
    seed: int

    @property
    def middle(self) -> Corner:
        """Its middle in halves and thirds of a step."""
        row, column = divmod(self.position, COLUMNS)
        return 2 * column + row % 2, 3 * row

    @property
    def corners(self) -> tuple[Corner, ...]:
        """Its corners, named so that neighbours name them alike."""
        x, y = self.middle
        return tuple((x + dx, y + dy) for dx, dy in CORNERS)

    @cached_property
    def ring(self) -> tuple[Corner, ...]:
        """Its outline in micro-degrees, closed."""
        points = tuple(_moved(corner, self.seed) for corner in self.corners)
        return (*points, points[0])

    @property
    def centre(self) -> Corner:
        """Where its name is written."""
        return _straight(self.middle)

    @property
    def area_m2(self) -> int:
        """Its area by the shoelace formula, rounded to 10 000 square metres."""
        points = [(x * METRES_LON, y * METRES_LAT) for x, y in self.ring]
        pairs = pairwise(points)
        twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)
        return round(abs(twice) / 2 / 10_000) * 10_000

    @property
    def outline(self) -> str:
        """Its outline as GeoJSON in micro-degrees."""
        told = {"type": "MultiPolygon", "coordinates": [[self.ring]]}
        return json.dumps(told, separators=(",", ":"))

    def touches(self, other: "Cell") -> bool:
        """Say whether both share an edge."""
        return len(set(self.corners) & set(other.corners)) > 1


def _straight(corner: Corner) -> Corner:
    x, y = corner
    return LON_E6 + x * STEP_X // 2, LAT_E6 - y * STEP_Y // 3


def _moved(corner: Corner, seed: int) -> Corner:
    x, y = _straight(corner)
    chance = Random(f"{seed}:{corner}")  # noqa: S311 - a drawing, not a secret
    return x + chance.randint(-WAVE, WAVE), y + chance.randint(-WAVE, WAVE)
