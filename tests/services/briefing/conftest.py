"""Fonts of paper, and each language in turn."""

from collections.abc import Iterator

import pytest

import resources
from services.briefing.fonts import Faces, Fonts
from services.core import texts


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    """The program's fonts, as ``make setup`` made them."""
    return Fonts(resources.fonts_folder())


@pytest.fixture(scope="session")
def faces(fonts: Fonts) -> Faces:
    """The registered fonts."""
    return fonts.faces()


@pytest.fixture(params=["ko", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """The language in use, one after the other."""
    with texts.using(request.param):
        yield request.param


@pytest.fixture
def korean() -> Iterator[None]:
    """Korean in use."""
    with texts.using("ko"):
        yield
