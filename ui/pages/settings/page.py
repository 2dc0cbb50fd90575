"""The settings page: the looks of this desk, applied at once, and the office's own."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from services.core import texts
from services.core.texts import gettext as _
from services.trust.accounts import StaffRow
from ui.chosen_settings import ChosenSettings
from ui.context import PageContext
from ui.page import Page
from ui.pages.settings.office_card import OfficeCard
from ui.pages.settings.staff_card import StaffCard
from ui.pages.settings.unattended_card import UnattendedCard
from ui.theme import SCALES, Scheme
from ui.unattended import Unattended
from ui.widgets.card import Card
from ui.widgets.key_button import KeyButton


class SettingsPage(Page):
    """Offers a few choices; each is in force the moment it is made.

    Signals:
        language_chosen: A language was chosen; carries ``ko`` or ``en``.
        scale_chosen: A text size was chosen; carries it as text.
        scheme_chosen: A set of colours was chosen; carries its name.
    """

    page_id = "settings"
    language_chosen = Signal(str)
    scale_chosen = Signal(str)
    scheme_chosen = Signal(str)

    def __init__(
        self,
        context: PageContext,
        chosen: ChosenSettings,
        unattended: Unattended,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, parent)
        self._model = unattended
        self._card = Card("", self)
        self._labels: dict[str, QLabel] = {}
        self._buttons: dict[str, KeyButton] = {}
        self._row("language", texts.LANGUAGES, self._on_language_clicked)
        self._row(
            "scale", tuple(f"{scale:g}" for scale in SCALES), self._on_scale_clicked
        )
        self._row("scheme", tuple(s.value for s in Scheme), self._on_scheme_clicked)
        self._unattended = UnattendedCard(unattended, self)
        self._office = OfficeCard(chosen, self)
        self._staff = StaffCard(context, self)
        self._staff.chosen.connect(self._on_staff_chosen)
        self._staff.add_asked.connect(self._on_staff_add_asked)
        self._staff.password_asked.connect(self._on_staff_password_asked)
        self._about = Card("", self)
        self._about_text = QLabel(self)
        self._about_text.setWordWrap(True)
        self._about.body.addWidget(self._about_text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._card)
        column.addWidget(self._unattended)
        column.addWidget(self._office)
        column.addWidget(self._staff)
        column.addWidget(self._about)
        column.addStretch(1)
        self.retranslate()

    def _row(
        self, name: str, values: tuple[str, ...], slot: Callable[[], None]
    ) -> None:
        """Add a line of choices of which one is in force."""
        label = QLabel(self)
        self._labels[name] = label
        row = QHBoxLayout()
        row.addWidget(label)
        group = QButtonGroup(self)
        for value in values:
            button = KeyButton(parent=self)
            button.setObjectName(f"setting-{name}-{value}")
            button.setProperty("value", value)
            button.setCheckable(True)
            button.clicked.connect(slot)
            group.addButton(button)
            row.addWidget(button)
            self._buttons[f"{name}-{value}"] = button
        row.addStretch(1)
        self._card.body.addLayout(row)

    @override
    def title(self) -> str:
        return _("Settings")

    @override
    def handlers(self) -> Mapping[str, Callable[[], None]]:
        return {
            "item.save": self._office.save,
            "item.new": self._on_staff_add_asked,
            "item.open": self._on_staff_password_asked,
            "view.1": self._model.change,
            "refresh": self._reload,
        }

    @override
    def shown(self, payload: object) -> None:
        self._mark()
        self._reload()

    @override
    def drop_rows(self) -> None:
        self._staff.drop_rows()
        self._office.disposal.forget()

    @Slot()
    def _reload(self) -> None:
        self._model.reload()
        self._staff.view_model.reload()
        self._office.disposal.reload()

    @Slot(object)
    def _on_staff_chosen(self, row: StaffRow) -> None:
        self.context.open_drawer("colleague", row)

    @Slot()
    def _on_staff_add_asked(self) -> None:
        self.context.open_drawer("new_staff", None)

    @Slot()
    def _on_staff_password_asked(self) -> None:
        self.context.open_drawer("own_password", None)

    @override
    def retranslate(self) -> None:
        self._card.set_title(_("On this desk"))
        self._labels["language"].setText(_("Language"))
        self._labels["scale"].setText(_("Text size"))
        self._labels["scheme"].setText(_("Colours"))
        names = {
            "language-ko": "한국어",
            "language-en": "English",
            "scale-0.9": _("small"),
            "scale-1": _("normal"),
            "scale-1.1": _("a little larger"),
            "scale-1.3": _("large"),
            "scale-1.5": _("largest"),
            "scheme-light": _("light"),
            "scheme-high_contrast": _("high contrast"),
        }
        for key, button in self._buttons.items():
            button.set_title(names[key])
        self._unattended.retranslate()
        self._office.retranslate()
        self._align()
        self._staff.retranslate()
        self._about.set_title(_("About"))
        self._about_text.setText(
            _(
                "Tongtong Desk works fully offline; the office file is encrypted. "
                "Licences of the libraries stand in NOTICE. Colours after KRDS."
            )
        )
        self._mark()

    def _align(self) -> None:
        """Let what is chosen begin at one line in both cards."""
        labels = self._labels.values()
        asked = [label.sizeHint().width() for label in labels]
        width = max(self._office.label_width(), *asked)
        self._office.give_labels(width)
        for label in labels:
            label.setMinimumWidth(width)

    def _mark(self) -> None:
        """Show which choices are in force."""
        theme = self.context.theme
        chosen = (
            f"language-{texts.language()}",
            f"scale-{theme.scale:g}",
            f"scheme-{theme.scheme.value}",
        )
        for key in chosen:
            if key in self._buttons:
                self._buttons[key].setChecked(True)

    @Slot()
    def _on_language_clicked(self) -> None:
        self.language_chosen.emit(str(self.sender().property("value")))

    @Slot()
    def _on_scale_clicked(self) -> None:
        self.scale_chosen.emit(str(self.sender().property("value")))

    @Slot()
    def _on_scheme_clicked(self) -> None:
        self.scheme_chosen.emit(str(self.sender().property("value")))
