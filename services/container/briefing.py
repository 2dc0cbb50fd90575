"""The room Briefing: its verbs and questions as typed fields, and how they are made."""

from dataclasses import dataclass

import resources
from services.briefing.fonts import Fonts
from services.briefing.make_pack import MakePack
from services.briefing.open_pack import OpenPack, PackChanges, PacksOf
from services.briefing.print_paper import DrawSlip, PrintPack, PrintSmall, PrintsOf
from services.core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything on paper."""

    make_pack: MakePack
    open_pack: OpenPack
    packs_of: PacksOf
    pack_changes: PackChanges
    print_pack: PrintPack
    prints_of: PrintsOf
    print_small: PrintSmall
    draw_slip: DrawSlip


def build(units: UnitOfWork) -> Briefing:
    """Return the room of an open office."""
    fonts = Fonts(resources.fonts_folder())
    return Briefing(
        make_pack=MakePack(units, fonts),
        open_pack=OpenPack(units, fonts),
        packs_of=PacksOf(units),
        pack_changes=PackChanges(units),
        print_pack=PrintPack(units),
        prints_of=PrintsOf(units),
        print_small=PrintSmall(units, fonts),
        draw_slip=DrawSlip(units, fonts),
    )
