"""What the clerk sees beside a group's form while typing: the law, the notice, the past.

The notice is shown as security will read it: numbers, place, mood; no names, no matter.
"""

from services.core.texts import gettext as _
from services.core.texts import language
from services.korean.dates import date_text
from services.reception.group_details import EarlierGroup
from services.reception.group_values import (
    GroupForm,
    GroupRules,
    missing_of,
    severity_of,
)
from ui import words
from ui.drawers.panel import Panel
from ui.view_model import ViewModel


class EarlierVisits(ViewModel):
    """Earlier visits of the group whose name is being typed."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel.context, frozenset(), panel)
        self._name = ""
        self.rows: tuple[EarlierGroup, ...] = ()

    def look_for(self, name: str) -> None:
        """Ask for the visits of groups of that name."""
        if name.strip() == self._name:
            return
        self._name = name.strip()
        verb, actor = self.context.services.reception.earlier_groups, self.context.actor
        self.ask(lambda: verb.run(actor, name), self._on_found)

    def _on_found(self, rows: tuple[EarlierGroup, ...]) -> None:
        self.rows = rows


class RulesInForce(ViewModel):
    """The numbers from which a group is tense, as the office has them."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel.context, frozenset({"setting"}), panel)
        self.rules = GroupRules()
        self.reload()

    def reload(self) -> None:
        """Read the numbers anew."""
        verb, actor = self.context.services.reception.group_rules, self.context.actor
        self.ask(lambda: verb.run(actor), self._on_read)

    def _on_read(self, rules: GroupRules) -> None:
        self.rules = rules


class GroupAside:
    """The texts that follow a group's form."""

    def __init__(self, panel: Panel) -> None:
        self.law = panel.label("groupLaw", "hint")
        self.notice = panel.label("groupNotice", "hint")
        self.earlier = panel.label("groupEarlier", "hint")
        self.earlier.hide()
        self.missing = panel.label("groupMissing", "warning")

    def show_form(self, form: GroupForm, rules: GroupRules) -> None:
        """Say what follows from what is typed."""
        self.law.setText(_law(form))
        self.notice.setText(_notice(form, rules))
        missing = [words.missing(one) for one in missing_of(form)]
        self.missing.setVisible(bool(missing))
        self.missing.setText(
            _("Still missing: {list}. It is saved all the same.").format(
                list=", ".join(missing)
            )
        )

    def show_earlier(self, rows: tuple[EarlierGroup, ...]) -> None:
        """Say when a group of that name was here before."""
        self.earlier.setVisible(bool(rows))
        self.earlier.setText("\n".join(earlier_lines(rows)))


def earlier_lines(rows: tuple[EarlierGroup, ...]) -> tuple[str, ...]:
    """Return the head and a line for each earlier visit; none for no visit."""
    if not rows:
        return ()
    line = _("{day}  {count} people  {title}")
    return (
        _("Earlier visits of this group"),
        *(
            line.format(
                day=date_text(one.day, language()), count=one.people, title=one.title
            )
            for one in rows
        ),
    )


def _law(form: GroupForm) -> str:
    """Return what the law calls it; computed from the two counts, never asked."""
    if form.is_multi_party:
        return _("By law a multi-party petition: 5 households and 5 signatures.")
    return _("Not a multi-party petition: it takes 5 households and 5 signatures.")


def _notice(form: GroupForm, rules: GroupRules) -> str:
    level = words.severity(severity_of(form.come, form.mood, rules))
    lines = [
        _("Security will read: {level} · {come} people, {admitted} let in").format(
            level=level, come=form.come, admitted=form.admitted
        )
    ]
    waiting = max(form.come - form.admitted, 0)
    if waiting:
        place = form.waiting_place.strip() or _("place still open")
        lines.append(
            _("{count} people wait outside: {place}").format(count=waiting, place=place)
        )
    if form.room_limit:
        lines.append(_("Room takes {count} people").format(count=form.room_limit))
    return "\n".join(lines)
