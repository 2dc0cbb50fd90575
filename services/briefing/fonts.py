"""The one font family of paper, and what of a text it can show.

Two static TrueType files; ReportLab embeds the glyphs that a paper uses and writes
for each which character it is, so that every page can be read back.
"""

import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path

REGULAR_FILE, BOLD_FILE = "NotoSansKR-Regular.ttf", "NotoSansKR-Bold.ttf"
UNKNOWN = "〓"  # the printers' mark for a character that the font lacks
_REGULAR, _BOLD = "TongtongPaper", "TongtongPaperBold"
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"  # Hangul fillers show nothing
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})


class FontsMissing(RuntimeError):
    """The fonts were not made; run ``make setup``."""


@dataclass(frozen=True, slots=True)
class Faces:
    """The registered fonts: their names, and the characters they can show."""

    regular: str
    bold: str
    characters: frozenset[int]

    def clean(self, text: str) -> str:
        """Return the text as it will stand on paper, on one line.

        Composed, every blank one space, invisible characters gone, unknown ones
        replaced by `UNKNOWN`.
        """
        composed = unicodedata.normalize("NFC", text)
        spaced = "".join(" " if c.isspace() else c for c in composed)
        shown = "".join(self._shown(c) for c in spaced)
        return " ".join(shown.split(" ")).strip()

    def _shown(self, letter: str) -> str:
        if letter in _BLANK_LETTERS or unicodedata.category(letter) in _UNSEEN:
            return ""
        return letter if ord(letter) in self.characters else UNKNOWN


class Fonts:
    """Registers the fonts of a folder when the first paper is drawn."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._faces: Faces | None = None

    def faces(self) -> Faces:
        """Return the fonts, ready to draw with.

        Raises:
            FontsMissing: They are not in the folder.
        """
        with self._lock:
            if self._faces is None:
                self._faces = self._register()
            return self._faces

    def _register(self) -> Faces:
        from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - late: slow to import
        from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415 - as above

        known: list[frozenset[int]] = []
        for name, file in ((_REGULAR, REGULAR_FILE), (_BOLD, BOLD_FILE)):
            path = self._folder / file
            if not path.is_file():
                raise FontsMissing(file)
            font = TTFont(name, str(path))
            pdfmetrics.registerFont(font)
            known.append(frozenset(font.face.charToGlyph))
        return Faces(_REGULAR, _BOLD, known[0] & known[1])
