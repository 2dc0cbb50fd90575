"""Qt's own windows speak the language of the program."""

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel

from services.core import texts
from ui.app import translate_qt


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_no_word_of_a_file_dialog_is_in_another_language(qapp, qtbot, language):
    with texts.using(language):
        installed = translate_qt(qapp)
        dialog = QFileDialog(None, "", "", "PDF (*.pdf)")
        qtbot.addWidget(dialog)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        said = " ".join(label.text() for label in dialog.findChildren(QLabel))
        for translator in installed:
            qapp.removeTranslator(translator)
    is_korean = any("가" <= letter <= "힣" for letter in said)
    assert is_korean == (language == texts.KOREAN)
    assert ("Look" in said) != is_korean
