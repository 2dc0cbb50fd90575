"""Sign-in and lock: covers the desk, names no citizen, takes a password."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QLabel,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from services.core.texts import gettext as _
from ui.widgets.hangul_line_edit import HangulLineEdit
from ui.widgets.key_button import KeyButton


class LockScreen(QWidget):
    """The first thing painted, and what covers everything at lock.

    Signals:
        asked: Login and password were given; carries a tuple of three strings, the
            third a password that the person has chosen instead, or empty.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lockScreen")
        self.setProperty("role", "lock")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._office = QLabel(self)
        self._office.setProperty("role", "subtle")
        self._login = QComboBox(self)
        self._login.setObjectName("lockLogin")
        self._needs_password = True
        self._password = HangulLineEdit(self)
        self._password.setObjectName("lockPassword")
        self._password.setEchoMode(HangulLineEdit.EchoMode.Password)
        self._password.returnPressed.connect(self._on_open_clicked)
        self._own, self._again = HangulLineEdit(self), HangulLineEdit(self)
        for name, field in (("lockOwn", self._own), ("lockAgain", self._again)):
            field.setObjectName(name)
            field.setEchoMode(HangulLineEdit.EchoMode.Password)
            field.returnPressed.connect(self._on_open_clicked)
        self._open = KeyButton("", "Enter", self)
        self._open.setObjectName("lockOpen")
        self._open.make_primary()
        self._open.setAutoDefault(True)  # Enter presses it while it has the focus
        self._open.clicked.connect(self._on_open_clicked)
        self._build_form()
        self._build_words()
        self._lay_out()
        self.retranslate()

    def _build_form(self) -> None:
        self._form = QFormLayout()
        self._login_label, self._password_label = QLabel(self), QLabel(self)
        self._login_label.setBuddy(self._login)
        self._password_label.setBuddy(self._password)
        self._form.addRow(self._login_label, self._login)
        self._form.addRow(self._password_label, self._password)
        self._own_label, self._again_label = QLabel(self), QLabel(self)
        self._own_label.setBuddy(self._own)
        self._again_label.setBuddy(self._again)
        self._form.addRow(self._own_label, self._own)
        self._form.addRow(self._again_label, self._again)

    def _build_words(self) -> None:
        self._message = QLabel(self)
        self._message.setObjectName("lockMessage")
        self._message.setWordWrap(True)
        self._sync = QLabel(self)
        self._sync.setObjectName("lockSync")
        self._sync.setProperty("role", "hint")
        self._sync.setWordWrap(True)
        self._sync.hide()

    def _lay_out(self) -> None:
        card = QFrame(self)
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._office)
        column.addLayout(self._form)
        column.addWidget(self._message)
        column.addWidget(self._open)
        column.addWidget(self._sync)
        card.setMinimumWidth(self.fontMetrics().averageCharWidth() * 56)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def offer(self, logins: tuple[str, ...], last: str) -> None:
        """Show the accounts of this desk, the last one chosen."""
        self._login.clear()
        self._login.addItems(list(logins))
        self._login.setCurrentText(last)
        self._needs_password = True
        self._ask_for_password(shown=True)
        self._take_answers()
        self._password.setFocus()

    def offer_practice(self) -> None:
        """Show the one button that opens the practice office again."""
        self._needs_password = False
        self._ask_for_password(shown=False)
        self._open.show()
        self._take_answers()
        self._open.setFocus()

    def show_sync(self, sentence: str) -> None:
        """Say whether sync goes on meanwhile; empty where there is none."""
        if sentence != self._sync.text():
            self._sync.setText(sentence)
            self._sync.setVisible(bool(sentence))

    def _take_answers(self) -> None:
        self._open.setEnabled(True)
        self._password.setEnabled(True)
        self._password.forget()
        self._say("", "hint")

    def ask_for_own(self, sentence: str) -> None:
        """Ask for a password of the person's own; the one that was typed stays."""
        self._show_own(shown=True)
        self._open.setEnabled(True)
        self._password.setEnabled(True)
        self._say(sentence, "hint")
        self._own.setFocus()

    def wait(self, sentence: str) -> None:
        """Say what is going on; nothing can be pressed meanwhile."""
        self._say(sentence, "hint")
        self._open.setEnabled(False)
        self._password.setEnabled(False)

    def show_practice(self) -> None:
        """Say that the practice office opens by itself."""
        self._ask_for_password(shown=False)
        self.wait(_("Opening the practice office …"))

    def show_only(self, sentence: str) -> None:
        """Say why nothing can be opened here; there is nothing to type."""
        self._ask_for_password(shown=False)
        self._say(sentence, "error")

    def refuse(self, sentence: str) -> None:
        """Say why it did not open; the login stays, the password is cleared."""
        self._open.setEnabled(True)
        self._password.setEnabled(True)
        self._password.clear()
        self._show_own(shown=False)
        self._password.setFocus()
        self._say(sentence, "error")

    def _say(self, sentence: str, role: str) -> None:
        self._message.setText(sentence)
        self._message.setProperty("role", role)
        self._message.style().polish(self._message)

    def _ask_for_password(self, *, shown: bool) -> None:
        self._form.setRowVisible(self._login, shown)
        self._form.setRowVisible(self._password, shown)
        self._show_own(shown=False)
        self._open.setVisible(shown)

    def _show_own(self, *, shown: bool) -> None:
        for field in (self._own, self._again):
            field.forget()
            self._form.setRowVisible(field, shown)

    @Slot()
    def _on_open_clicked(self) -> None:
        password = self._password.text()
        if self._needs_password and not password:
            self._say(_("Type your password, then press Enter."), "hint")
            return
        own = self._own.text()
        if own != self._again.text():
            self._say(_("The two passwords are not the same."), "error")
            self._again.setFocus()
            return
        self.wait(_("Opening the office …"))
        login = self._login.currentText() if self._needs_password else ""
        self.asked.emit((login, password, own))

    def retranslate(self) -> None:
        """Set every text in the language in use."""
        self._title.setText(_("Tongtong Desk"))
        self._office.setText(_("Citizen Communication Office"))
        self._open.set_title(_("Open"))
        self._login_label.setText(_("Account"))
        self._password_label.setText(_("Password"))
        self._own_label.setText(_("New password"))
        self._again_label.setText(_("Once more"))
        self._own.setAccessibleName(_("New password"))
        self._again.setAccessibleName(_("Once more"))
        self._own.setPlaceholderText(_("at least 9 characters"))
        self._login.setAccessibleName(_("Account"))
        self._password.setAccessibleName(_("Password"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
