"""Particles follow the sound of the word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.korean import hangul, particles
from services.korean.particles import Particle

SYLLABLES = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)
PARTICLES = st.sampled_from(Particle)


@pytest.mark.parametrize(
    ("word", "particle", "written"),
    [
        ("민원", Particle.EUL_REUL, "민원을"),
        ("회의", Particle.EUL_REUL, "회의를"),
        ("김철수", Particle.I_GA, "김철수가"),
        ("시장", Particle.EUN_NEUN, "시장은"),
        ("팀", Particle.GWA_WA, "팀과"),
        ("서울", Particle.EURO_RO, "서울로"),
        ("본청", Particle.EURO_RO, "본청으로"),
        ("부서", Particle.EURO_RO, "부서로"),
        ("3", Particle.EUL_REUL, "3을"),
        ("A-2", Particle.I_GA, "A-2가"),
        ("7", Particle.EURO_RO, "7로"),
        ("10", Particle.EURO_RO, "10으로"),
        ("URL", Particle.EURO_RO, "URL로"),
        ("PDF", Particle.EUL_REUL, "PDF를"),
        ("KIM", Particle.EUN_NEUN, "KIM은"),
        ("5층(회의실)", Particle.EUL_REUL, "5층(회의실)을"),
        ("ㄹ", Particle.EURO_RO, "ㄹ로"),
        ("ㄱ", Particle.EURO_RO, "ㄱ으로"),
        ("ㅏ", Particle.EUL_REUL, "ㅏ를"),
        ("", Particle.EUL_REUL, "을(를)"),
        ("漢", Particle.EURO_RO, "漢(으)로"),
        ("?!", Particle.GWA_WA, "?!과(와)"),
    ],
)
def test_the_particle_fits(word, particle, written):
    assert particles.with_particle(word, particle) == written


@given(st.text(SYLLABLES, min_size=1), PARTICLES)
def test_the_last_syllable_decides(word, particle):
    closed, opened, _ = particle.value
    final = hangul.split(word[-1]).final
    is_open = not final or (particle is Particle.EURO_RO and final == "ㄹ")
    assert particles.choose(word, particle) == (opened if is_open else closed)


@given(st.text(), PARTICLES)
def test_no_word_breaks_it_and_none_is_changed(word, particle):
    written = particles.with_particle(word, particle)
    assert written.startswith(word)
    assert written.removeprefix(word) in particle.value
