"""Words of Qt's own windows that its Korean catalogue lacks."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QTranslator
from typing_extensions import override

from services.core.texts import pgettext

_WORDS: Mapping[tuple[str, str], Callable[[], str]] = {
    ("QFileDialog", "&Look in:"): lambda: pgettext("Qt", "&Look in:"),
    ("QFileDialog", "Files of &type:"): lambda: pgettext("Qt", "Files of &type:"),
    ("QAbstractFileIconProvider", "Folder"): lambda: pgettext("Qt", "Folder"),
    ("QAbstractFileIconProvider", "Drive"): lambda: pgettext("Qt", "Drive"),
    ("QAbstractFileIconProvider", "File"): lambda: pgettext("Qt", "File"),
    ("QAbstractFileIconProvider", "%1 File"): lambda: pgettext("Qt", "%1 File"),
}


class QtWords(QTranslator):
    """Answers for a few words; all others are left to Qt's own catalogue."""

    @override
    def translate(
        self,
        context: str,
        sourceText: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str | None:
        words = _WORDS.get((context, sourceText))
        return None if words is None else words()
