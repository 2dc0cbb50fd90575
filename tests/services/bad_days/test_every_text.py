"""Every text of every verb is guarded; a new one that is not makes this fail.

Source: domain.md 8.2, 개인정보 보호법 §24의2.
"""

import fnmatch
import shutil
from contextlib import suppress

import pytest

from models.errors import FormRefused, OfficeError
from services.container import open_practice_signed_in
from services.core.config import OfficeFolder
from tests.doubles.fixed_clock import FixedClock
from tests.services.bad_days.forms import call_of, text_paths, verbs

VERBS = dict(verbs())
# Made up: well-formed numbers of nobody.
BAD = {
    "resident_number": (
        "900101-1234567",
        "9001011234567",
        "\uff19\uff10\uff10\uff11\uff10\uff11\uff11\uff12\uff13\uff14\uff15\uff16\uff17",
        "900101\u200b - 1234567",
    ),
    "foreigner_number": ("900101-5234567",),
    "passport": ("M12345678",),
    "driver_licence": ("11-90-123456-01",),
    "nul": ("가\x00나",),
    "surrogate": ("가\ud800나",),
    "control": ("가\x07나",),
    "bidi_override": ("가\u202e나",),
    "too_long": ("가" * 20_001,),
}
FAULTY = [(fault, text) for fault, texts in BAD.items() for text in texts]
PATTERN = "malformed"  # told instead by a field that takes one pattern only
# Texts that nobody types into a field of their own, each with the reason.
NOT_TYPED = {
    "*base.rows.*": "kept by the form from what it loaded",
    "*_id": "names a record; nothing is kept of it",
    "trust.*_draft form": "the form's own name",
    "trust.open_account password": "any text; kept only as a wrap",
    "trust.change_password *": "any text; kept only as a wrap",
    "trust.add_colleague password": "any text; kept only as a wrap",
    "petitions.slip_for choice.language": "a code from a list",
    "*.title_when_empty": "the subject in the words of the program",
    "briefing.make_pack order.form.without": "keys of sections",
    "briefing.print_small values.*": "computed; what was typed passed its own verb",
    "briefing.draw_slip slip.*": "computed by petitions.slip_for",
    "sync.* place.certificate": "a file's content; refused as a whole",
    "sync.bring_back place": "names a record; nothing is kept of it",
    "sync.decide *": "a field's name, and what test_desk_decide guards",
    "exchange.import_file order.name": "asked for a plan only: test_figures_plan",
    "exchange.export_file *": "names what is given out",
    "figures.plan* plan": "names a plan; nothing is kept of it",
    "reception.find_people typed": "a search",
    "reception.earlier_groups name": "a search",
    "petitions.same query.title": "a search",
    "reception.search_archive query.*": "a search, refused at its own fields",
}
# Values that only the program itself makes, from what it read.
MADE = ("briefing.print", "briefing.draw", "sync.bring_back")
ALL = [f"{verb} {path}" for verb, path in text_paths()]


def is_typed(place):
    return not any(fnmatch.fnmatchcase(place, one) for one in NOT_TYPED)


TYPED = [place for place in ALL if is_typed(place)]


@pytest.fixture(scope="module")
def opened(_template, tmp_path_factory):
    """One office for all: what is refused changes nothing."""
    folder = OfficeFolder(tmp_path_factory.mktemp("texts") / "office")
    shutil.copytree(_template.path, folder.path)
    opened = open_practice_signed_in(folder, FixedClock())
    assert opened is not None
    yield opened
    opened.close()


def call(opened, place, text):
    name, path = place.split(" ")
    room, verb = name.split(".")
    run = getattr(getattr(opened.services, room), verb).run
    return run(opened.actor, **call_of(VERBS[name], {path: text}))


def faults_of(error):
    if isinstance(error, FormRefused):
        return list(error.faults)
    return [(error.facts.get("field"), error.facts.get("fault"))]


@pytest.mark.parametrize("place", TYPED)
def test_a_typed_text_that_may_not_be_kept_is_refused_at_its_field(opened, place):
    for fault, text in FAULTY:
        with pytest.raises(OfficeError) as refused:
            call(opened, place, text)
        assert refused.value.code in {"field", "form_refused"}, fault
        told = faults_of(refused.value)
        assert [field for field, what in told if field and what in {fault, PATTERN}]
        assert text not in f"{refused.value} {refused.value!r}"


@pytest.mark.parametrize("place", [place for place in ALL if not is_typed(place)])
def test_any_other_text_is_answered_and_never_a_fault_of_the_program(opened, place):
    if "base.rows." in place or place.startswith(MADE):
        return  # made by the program itself, from what it read
    for _, text in FAULTY:
        with suppress(OfficeError):  # any other exception is a fault
            call(opened, place, text)


def test_every_verb_was_looked_at_and_every_exception_is_still_one():
    assert len(VERBS) > 100
    assert len(TYPED) > 100
    for pattern in NOT_TYPED:
        assert fnmatch.filter(ALL, pattern), pattern
