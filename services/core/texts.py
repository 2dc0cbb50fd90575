"""One catalogue for window, paper and shell: English msgids, Korean by default.

The present language is the one thing that the whole program shares: a sentence is
looked up where it is shown, not where it is made.  A catalogue never changes once it
is loaded, so a worker that asks while the language changes gets one or the other.  A
paper has a language of its own, which only the worker sees that draws it.
Catalogues are compiled by ``make setup``; a missing one is an error, never silent
English.
"""

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import resources

KOREAN, ENGLISH = "ko", "en"
LANGUAGES = (KOREAN, ENGLISH)
DOMAIN = "tongtong"


class CatalogueMissing(RuntimeError):
    """The compiled catalogue of a language is not there; run ``make setup``."""


class _Present:
    """The catalogue in use; Korean is loaded when the first text is asked."""

    language: str = KOREAN
    catalogue: _gettext.NullTranslations | None = None


_present = _Present()
_on_paper: ContextVar[tuple[str, _gettext.NullTranslations] | None] = ContextVar(
    "on_paper", default=None
)


def use(language: str) -> None:
    """Show texts in ``language`` from now on.

    Raises:
        CatalogueMissing: It was not compiled.
    """
    _present.catalogue = _load(language)
    _present.language = language


@contextmanager
def using(language: str) -> Iterator[None]:
    """Show texts in ``language`` for the length of a block, in this thread alone."""
    with _here(language, _load(language)):
        yield


@contextmanager
def installed(language: str, catalogue: _gettext.NullTranslations) -> Iterator[None]:
    """Show ``catalogue`` as ``language`` everywhere for the length of a block."""
    before = _present.language, _present.catalogue
    _present.language, _present.catalogue = language, catalogue
    try:
        with _here(language, catalogue):
            yield
    finally:
        _present.language, _present.catalogue = before


@contextmanager
def _here(language: str, catalogue: _gettext.NullTranslations) -> Iterator[None]:
    before = _on_paper.set((language, catalogue))
    try:
        yield
    finally:
        _on_paper.reset(before)


def language() -> str:
    """Return the language in use."""
    here = _on_paper.get()
    return here[0] if here else _present.language


def gettext(message: str) -> str:
    """Return ``message`` in the language in use."""
    return _catalogue().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form for ``count`` in the language in use."""
    return _catalogue().ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """Return ``message`` as it is meant in ``context``."""
    return _catalogue().pgettext(context, message)


def _catalogue() -> _gettext.NullTranslations:
    here = _on_paper.get()
    if here:
        return here[1]
    if _present.catalogue is None:
        _present.catalogue = _load(_present.language)
    return _present.catalogue


def _load(language: str) -> _gettext.NullTranslations:
    if language not in LANGUAGES:
        raise CatalogueMissing(language)
    folder = resources.path("locale")
    try:
        return _gettext.translation(DOMAIN, folder, [language])
    except FileNotFoundError as error:
        raise CatalogueMissing(language) from error
