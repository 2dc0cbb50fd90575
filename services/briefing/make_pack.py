"""Makes a pack: collects, draws, freezes."""

from dataclasses import dataclass, field

from models import briefing as records
from models.errors import ReasonNeeded, StepRefused
from models.values import AccessAction, PackKind, Permission, Purpose
from services.briefing.collect import collect, people_in
from services.briefing.fonts import Fonts
from services.briefing.freeze import FrozenPack, freeze, frozen_pack
from services.briefing.layout import pack_sheet
from services.briefing.stamp import letterhead, require, stamp
from services.briefing.values import Pack, PackForm, PackHead
from services.core import texts
from services.core.access_log import Access
from services.core.actor import Actor
from services.core.unit_of_work import UnitOfWork, Work

# Whose copy may show names.  Source: handbook, masking customs and dong-visit pack:
# the host's own copy is full, every other is masked.
NAMES_ALLOWED = frozenset({PackKind.MEETING, PackKind.DONG_VISIT})
SUBJECT_TABLES = {
    PackKind.SESSION: "session_day",
    PackKind.MEETING: "meeting",
    PackKind.DONG_VISIT: "dong_visit",
    PackKind.DAY: "",
}


@dataclass(frozen=True, slots=True)
class PackOrder:
    """Which pack is wanted.

    Attributes:
        subject_id: Session, meeting or dong visit; for a day ``2026-11-26``.
        purpose: Stands on every page.
    """

    kind: PackKind
    subject_id: str
    purpose: Purpose | None
    form: PackForm = field(default_factory=PackForm)


class MakePack:
    """Makes a pack in the language in use and keeps it as it is."""

    permission = Permission.PACK_MAKE

    def __init__(self, units: UnitOfWork, fonts: Fonts) -> None:
        self._units = units
        self._fonts = fonts

    def run(self, actor: Actor, order: PackOrder) -> FrozenPack:
        """Return the pack with its bytes; who made it and what for is logged.

        Raises:
            ReasonNeeded: No purpose was given; nothing was made.
            StepRefused: Names are wanted on a pack that is not the host's own.
            NotAllowed: Names are wanted and the actor may not see them.
            NotFound: There is no such subject.
        """
        from services.briefing.draw import draw  # noqa: PLC0415 - late: ReportLab is slow

        purpose = order.purpose
        if purpose is None:
            raise ReasonNeeded(step="pack")
        if order.form.names_shown:
            self._require_names(actor, order.kind)
        with self._units.begin(actor, self.permission) as work:
            pack = _collect(work, order, purpose)
        # Drawing takes a while and needs no transaction.
        pdf = draw(pack_sheet(pack), self._fonts).pdf
        with self._units.begin(actor, self.permission) as work:
            pack_id = freeze(work, order.kind, order.subject_id, pack, pdf)
            return frozen_pack(work.get(records.Pack, pack_id), pack, pdf)

    def _require_names(self, actor: Actor, kind: PackKind) -> None:
        if kind not in NAMES_ALLOWED:
            raise StepRefused(state=kind.value, step="pack.names")
        require(self._units, actor, Permission.PERSON_REVEAL)


def _collect(work: Work, order: PackOrder, purpose: Purpose) -> Pack:
    """Log and collect in one transaction; the log line is the paper's number."""
    table = SUBJECT_TABLES[order.kind]
    subject = order.subject_id if table else ""
    if order.form.names_shown:
        for person_id in people_in(work, order.kind, order.subject_id):
            work.log(Access(AccessAction.REVEAL, "person", person_id, purpose))
    note = f"pack {order.kind.value}"
    work.log(Access(AccessAction.READ, table, subject, purpose, note=note))
    head = PackHead(
        letterhead(work.session), stamp(work, purpose), order.form, texts.language()
    )
    return collect(work, order.kind, order.subject_id, head)
