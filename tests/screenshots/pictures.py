"""Golden pictures: few colours, small files, compared with a tolerance."""

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import cast

from PIL import Image, ImageChops
from pixelmatch.contrib.PIL import pixelmatch
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

Color = tuple[int, int, int]
GOLDEN = Path(__file__).with_name("golden")
FLAT, SHADES = 10, 12  # exact colours of grounds, and shades between them
TOLERANCE = 0.005  # of all pixels
LARGEST = 45_000  # bytes


def picture_of(widget: QWidget) -> Image.Image:
    """Return what a widget shows."""
    shown = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    size = (shown.width(), shown.height())
    pixels = bytes(shown.constBits())
    return Image.frombytes("RGB", size, pixels, "raw", "RGB", shown.bytesPerLine())


@dataclass(frozen=True)
class Golden:
    """One picture in the repository."""

    name: str

    @property
    def path(self) -> Path:
        """Where it lies."""
        return GOLDEN / f"{self.name}.png"

    def renew(self, now: Image.Image) -> None:
        """Keep what is shown now, in few colours."""
        _in_colors_of(_palette(now), now).save(self.path, optimize=True)

    def fault(self, now: Image.Image, seen: Path) -> str:
        """Return what is wrong with what is shown now, or an empty text.

        Args:
            now: What is shown.
            seen: The folder where a picture that differs is left to be looked at.
        """
        if not self.path.exists():
            return f"{self.name}: no golden picture; make pictures"
        with Image.open(self.path) as golden:
            golden.load()
        if golden.size != now.size:
            return f"{self.name}: {now.size} instead of {golden.size}"
        same_colors = _in_colors_of(golden, now).convert("RGB")
        share = _share(golden.convert("RGB"), same_colors)
        if share <= TOLERANCE:
            return ""
        seen.mkdir(parents=True, exist_ok=True)
        now.save(seen / f"{self.name}.png")
        return f"{self.name}: {share:.2%} of the pixels differ; see {seen}"


def _palette(now: Image.Image) -> Image.Image:
    """Return a picture with the commonest colours of another and shades of the rest."""
    counted = cast("list[tuple[int, Color]]", now.getcolors(now.width * now.height))
    common = [color for _count, color in sorted(counted, reverse=True)[:FLAT]]
    shades = now.quantize(SHADES, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    colors = [*chain.from_iterable(common), *(shades.getpalette() or [])[: 3 * SHADES]]
    palette = Image.new("P", (1, 1))
    palette.putpalette(colors)
    return palette


def _in_colors_of(few: Image.Image, now: Image.Image) -> Image.Image:
    """Return the picture in the few colours of another, each the nearest."""
    return now.quantize(palette=few, dither=Image.Dither.NONE)


def _share(golden: Image.Image, now: Image.Image) -> float:
    """Return which share of all pixels differs; only where they differ is looked at."""
    box = ImageChops.difference(golden, now).getbbox()
    if box is None:
        return 0.0
    different = pixelmatch(golden.crop(box), now.crop(box), threshold=0.1)
    return different / (golden.width * golden.height)
