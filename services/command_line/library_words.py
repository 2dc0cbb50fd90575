"""What argparse itself says, in the language of the rest.

The library looks its sentences up in the domain that is current for the process, in
the language that the environment names.  Both are set for the length of a block and
put back: a server or a printer that the program starts later keeps its own language.
"""

import gettext as library
import os
from collections.abc import Iterator
from contextlib import contextmanager

import resources
from services.core.texts import DOMAIN
from services.core.texts import gettext as _


@contextmanager
def library_words(language: str) -> Iterator[None]:
    """Let argparse speak ``language`` for the length of a block."""
    domain, asked = library.textdomain(), os.environ.get("LANGUAGE")
    library.bindtextdomain(DOMAIN, str(resources.path("locale")))
    library.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        library.textdomain(domain)
        os.environ.pop("LANGUAGE")
        if asked is not None:
            os.environ["LANGUAGE"] = asked


def sentences() -> tuple[str, ...]:
    """Return argparse's sentences that this program can lead to, for the catalogues."""
    return (
        _("usage: "),
        _("options"),
        _("positional arguments"),
        _("show this help message and exit"),
        _("%(prog)s: error: %(message)s\n"),
        _("argument %(argument_name)s: %(message)s"),
        _("ambiguous option: %(option)s could match %(matches)s"),
        _("expected at least one argument"),
        _("expected at most one argument"),
        _("expected one argument"),
        _("ignored explicit argument %r"),
        _("invalid choice: %(value)r (choose from %(choices)s)"),
        _("not allowed with argument %s"),
        _("one of the arguments %s is required"),
        _("the following arguments are required: %s"),
        _("unrecognized arguments: %s"),
    )
