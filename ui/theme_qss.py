"""The one style sheet: what a palette cannot say, in points, from roles.

Spin boxes, combo boxes and scroll bars are left to the palette: touching one part of
them makes Qt draw all of it plainly.
"""

from collections.abc import Mapping

BASE_PT = 11.0

_SHEET = """
QWidget {{ color: {text}; }}
QMainWindow, QScrollArea, QStackedWidget, *[role="page"] {{ background: {window}; }}
QScrollArea > QWidget#qt_scrollarea_viewport > QWidget {{ background: {window}; }}
*[role="drawer"] QScrollArea, *[role="drawer"] QScrollArea > QWidget#qt_scrollarea_viewport > QWidget {{ background: {base}; }}
QToolTip {{ color: {text}; background: {base}; border: 1px solid {border}; padding: 4px; }}
*[role="lock"] {{ background: {nav}; }}
*[role="nav"] {{ background: {nav}; }}
*[role="navTitle"] {{ color: {nav_text}; font-size: {pt13}pt; font-weight: 700; padding: 8px 16px 16px 16px; }}
QPushButton[role="navItem"] {{ color: {nav_text}; background: transparent; border: 2px solid transparent; text-align: left; padding: 8px 14px; }}
QPushButton[role="navItem"]:hover {{ background: {nav_hover}; }}
QPushButton[role="navItem"]:checked {{ background: {nav_selected}; border: 2px solid {nav_selected}; padding: 8px 14px; font-weight: 700; }}
QPushButton[role="navItem"]:focus {{ border: 2px solid {nav_text}; outline: 0; }}
*[role="topLine"], *[role="statusLine"] {{ background: {base}; border-bottom: 1px solid {line}; }}
*[role="statusLine"] QLabel {{ color: {subtle}; font-size: {pt10}pt; }}
QFrame[role="card"], *[role="drawer"] {{ background: {base}; border: 1px solid {line}; border-radius: 8px; }}
*[role="title"] {{ font-size: {pt13}pt; font-weight: 700; color: {text}; }}
*[role="heading"] {{ font-weight: 700; color: {text}; }}
*[role="subtle"], *[role="hint"] {{ color: {subtle}; }}
*[role="error"] {{ color: {danger}; font-weight: 700; }}
*[role="ok"] {{ color: {success}; }}
*[role="warning"] {{ color: {warning}; font-weight: 700; }}
QPushButton {{ background: {base}; color: {text}; border: 1px solid {border}; border-radius: 6px; padding: 6px 12px; min-height: {button}px; }}
QPushButton:hover {{ background: {head}; }}
QPushButton:disabled {{ color: {disabled}; border-color: {line}; }}
QPushButton:focus {{ border: 2px solid {focus}; padding: 5px 11px; outline: 0; }}
QPushButton:checked {{ background: {selected}; border: 2px solid {primary}; padding: 5px 11px; font-weight: 700; }}
QPushButton:checked:focus {{ border: 3px solid {focus}; padding: 4px 10px; }}
QPushButton[role="primary"] {{ background: {primary}; color: {on_primary}; border: 1px solid {primary}; font-weight: 700; }}
QPushButton[role="primary"]:hover {{ background: {primary_hover}; }}
QPushButton[role="primary"]:pressed {{ background: {primary_pressed}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {text}; }}
QPushButton[role="primary"]:disabled {{ background: {line}; color: {subtle}; border-color: {line}; }}
QPushButton[role="secondary"] {{ background: {secondary}; color: {on_secondary}; border: 1px solid {secondary_border}; }}
QPushButton[role="secondary"]:focus {{ border: 2px solid {text}; }}
QPushButton[role="quiet"] {{ border: 1px solid transparent; background: transparent; color: {subtle}; }}
QPushButton[role="quiet"]:focus {{ border: 2px solid {focus}; }}
QPushButton[role="search"] {{ color: {placeholder}; text-align: left; min-width: {search}px; }}
QLineEdit, QPlainTextEdit, QTextEdit {{ background: {base}; color: {text}; border: 1px solid {border}; border-radius: 6px; padding: 5px 8px; placeholder-text-color: {placeholder}; selection-background-color: {primary}; selection-color: {on_primary}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {focus}; padding: 4px 7px; }}
QAbstractSpinBox QLineEdit {{ border: 0; padding: 0 4px; }}
QLineEdit[state="error"], QPlainTextEdit[state="error"] {{ border: 2px solid {danger}; padding: 4px 7px; }}
QLineEdit[state="error"]:focus, QPlainTextEdit[state="error"]:focus {{ border: 3px solid {danger}; padding: 3px 6px; }}
QCheckBox, QRadioButton {{ border: 2px solid transparent; border-radius: 4px; padding: 2px; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {box}px; height: {box}px; }}
QComboBox, QAbstractSpinBox {{ min-height: {field}px; }}
QCheckBox:focus, QRadioButton:focus {{ border: 2px solid {focus}; }}
QTableView, QListView {{ background: {base}; color: {text}; border: 1px solid {line}; padding: 1px; border-radius: 6px; gridline-color: {divider}; selection-background-color: {selected}; selection-color: {text}; outline: 0; }}
QTableView:focus, QListView:focus {{ border: 2px solid {focus}; padding: 0; }}
QHeaderView::section {{ background: {head}; color: {text}; border: 0; border-bottom: 1px solid {head_line}; padding: 6px 8px; font-weight: 700; }}
QTableView::item {{ padding: 0 5px; }}
QMenu {{ background: {base}; border: 1px solid {border}; padding: 4px 0; }}
QMenu::item {{ color: {text}; padding: 6px 32px 6px 16px; }}
QMenu::item:selected {{ background: {primary}; color: {on_primary}; }}
*[role="bannerPractice"] {{ background: {practice_bg}; }}
*[role="bannerPractice"] QLabel {{ color: {practice}; font-weight: 700; }}
*[role="bannerWarning"] {{ background: {warning_bg}; border-bottom: 1px solid {warning}; }}
*[role="bannerWarning"] QLabel {{ color: {warning}; font-weight: 700; }}
*[role="toast"] {{ background: {toast_bg}; border-radius: 8px; }}
*[role="toast"] QLabel {{ color: {toast}; }}
*[role="toast"] QPushButton {{ background: transparent; color: {toast_link}; border: 1px solid {toast_link}; }}
*[role="toast"] QPushButton:focus {{ border: 2px solid {toast}; padding: 5px 11px; }}
*[role="board"] {{ background: {nav}; }}
*[role="board"] QLabel {{ color: {nav_text}; }}
"""


def style_sheet(colors: Mapping[str, str], scale: float) -> str:
    """Return the style sheet of a scheme at a text size."""
    sizes = {f"pt{pt}": f"{pt * scale:.1f}" for pt in (10, 12, 13, 16, 20)}
    lengths = {
        "button": round(22 * scale),
        "search": round(240 * scale),
        "box": round(16 * scale),
        "field": round(28 * scale),
    }
    return _SHEET.format(**colors, **sizes, **lengths)
