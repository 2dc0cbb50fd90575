"""Translations: collects the texts of the program, checks and compiles catalogues.

``extract`` renews the template and both catalogues from the code, ``merge`` takes
translations from .po fragments, ``check`` names every fault, ``compile`` writes the
.mo files that the program reads.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
DOMAIN = "tongtong"
LANGUAGES = ("ko", "en")
SOURCES = ("main.py", "models", "services", "ui")
LOCALE = Path("resources/locale")
HEADERS_LEFT_OUT = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Generated-By",
    "Last-Translator",
    "Language-Team",
    "Report-Msgid-Bugs-To",
)
"""Header lines that change without a change of any text."""

WELL_FORMED_LINE = re.compile(
    r'(#.*)?|((msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s+)?"([^"\\]|\\.)*"'
)
ENTRY = re.compile(r"^msgid\s", re.MULTILINE)

Key = tuple[str, str]
"""Context (empty without one) and the singular msgid."""


def catalogue_path(root: Path, language: str) -> Path:
    """Return where the catalogue of a language lies."""
    return root / LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def texts_in_code(root: Path) -> Catalog:
    """Return every text that the program marks for translation."""
    catalog = Catalog(project="Tongtong Desk", charset="utf-8", fuzzy=False)
    for path in _sources(root):
        found = extract_from_file("python", path, DEFAULT_KEYWORDS, ("Translators:",))
        place = path.relative_to(root).as_posix()
        for line, text, comments, context in found:
            catalog.add(
                text,
                locations=[(place, line)],
                auto_comments=comments,
                context=context,
            )
    return catalog


def _sources(root: Path) -> Iterator[Path]:
    for name in SOURCES:
        path = root / name
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


class MalformedCatalogueError(Exception):
    """A .po file cannot be read; the text names file, line and reason."""


def read(path: Path, language: str | None = None) -> Catalog:
    """Return the catalogue in a .po file.

    Raises:
        FileNotFoundError: There is no such file.
        MalformedCatalogueError: The file breaks the format.
    """
    text = path.read_bytes().decode("utf-8", errors="replace")
    # Babel cuts a character off where a closing quote is missing, and says nothing.
    for number, line in enumerate(text.splitlines(), start=1):
        if not WELL_FORMED_LINE.fullmatch(line.strip()) or "\ufffd" in line:
            raise MalformedCatalogueError(f"{path.name}, line {number}: {line}")
    try:
        catalog = read_po(io.StringIO(text), locale=language, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise MalformedCatalogueError(f"{path.name}: {error}") from error
    if len(ENTRY.findall(text)) > len(catalog) + 1:
        raise MalformedCatalogueError(f"{path.name}: an entry stands twice")
    return catalog


def _write(catalog: Catalog, path: Path) -> None:
    drawn = io.BytesIO()
    write_po(drawn, catalog, sort_output=True, include_lineno=False, width=88)
    text = drawn.getvalue().decode("utf-8")
    lines = text.splitlines(keepends=True)
    left_out = tuple(f'"{name}' for name in HEADERS_LEFT_OUT)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        "".join(line for line in lines if not line.startswith(left_out)),
        encoding="utf-8",
        newline="\n",
    )


def key_of(message: Message) -> Key:
    """Return what identifies a message: its context and singular text."""
    return (message.context or "", forms(message.id)[0])


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return the forms of a text: one, or one per plural form."""
    if isinstance(text, str):
        return (text,)
    return tuple(text or ("",))


def messages(catalog: Catalog) -> Iterator[Message]:
    """Yield the messages of a catalogue without its header."""
    return (message for message in catalog if message.id)


def extract(root: Path) -> None:
    """Renew the template and both catalogues; unused entries go, English fills itself."""
    template = texts_in_code(root)
    _write(template, root / LOCALE / f"{DOMAIN}.pot")
    for language in LANGUAGES:
        path = catalogue_path(root, language)
        catalog = read(path, language) if path.exists() else Catalog(language)
        catalog.fuzzy = False
        catalog.header_comment = f"# Texts of Tongtong Desk: {language}."
        catalog.project = "Tongtong Desk"
        catalog.update(template, no_fuzzy_matching=True, keep_user_comments=True)
        catalog.obsolete.clear()
        if language == "en":
            _fill_with_own_words(catalog)
        _write(catalog, path)


def _fill_with_own_words(catalog: Catalog) -> None:
    for message in messages(catalog):
        message.string = message.id


def merge(root: Path, fragments: list[Path]) -> list[str]:
    """Take Korean translations from .po fragments into the Korean catalogue.

    Args:
        root: The checkout.
        fragments: Plain .po files; a later one outranks an earlier one.

    Returns:
        The msgids in the fragments that the program does not use.
    """
    path = catalogue_path(root, "ko")
    catalog = read(path, "ko")
    unused = []
    for fragment in fragments:
        for given in messages(read(fragment)):
            own = catalog.get(given.id, given.context)
            if own is None:
                unused.append(f"{fragment.name}: {forms(given.id)[0]}")
            elif any(forms(given.string)):
                plural = len(forms(own.id)) > 1
                translated = forms(given.string)[:1]
                own.string = translated if plural else translated[0]
    _write(catalog, path)
    return unused


def faults(root: Path) -> list[str]:
    """Return every fault of the catalogues in words; none when they are complete."""
    wanted = {key_of(message): message for message in messages(texts_in_code(root))}
    found: list[str] = []
    for language in LANGUAGES:
        path = catalogue_path(root, language)
        try:
            catalog = read(path, language)
        except FileNotFoundError:
            found.append(f"{language}: there is no catalogue")
        except MalformedCatalogueError as error:
            found.append(f"{language}: malformed: {error}")
        else:
            found += [f"{language}: {fault}" for fault in _faults_in(catalog, wanted)]
    return found


def _faults_in(catalog: Catalog, wanted: dict[Key, Message]) -> Iterator[str]:
    there = {key_of(message): message for message in messages(catalog)}
    for key in sorted(wanted.keys() - there.keys()):
        yield f"missing: {key[1]!r}"
    for key in sorted(there.keys() - wanted.keys()):
        yield f"unused: {key[1]!r}"
    for key in sorted(wanted.keys() & there.keys()):
        yield from _faults_of(there[key], wanted[key], catalog.num_plurals)


def _faults_of(message: Message, wanted: Message, plurals: int) -> Iterator[str]:
    name = repr(forms(message.id)[0])
    translated = forms(message.string)
    expected = plurals if len(forms(wanted.id)) > 1 else 1
    if message.fuzzy:
        yield f"fuzzy: {name}"
    if forms(message.id) != forms(wanted.id):
        yield f"other plural than in the code: {name}"
    if not all(translated):
        yield f"not translated: {name}"
    elif len(translated) != expected:
        yield f"malformed: {name} has {len(translated)} forms instead of {expected}"
    else:
        yield from _placeholder_faults(name, forms(wanted.id), translated)


def _placeholder_faults(
    name: str, original: tuple[str, ...], translated: tuple[str, ...]
) -> Iterator[str]:
    try:
        expected = placeholders(original[-1])
        given = [placeholders(form) for form in translated]
    except ValueError as error:
        yield f"malformed: {name}: {error}"
        return
    # The singular may leave its count out: "one person is waiting".
    if given[-1] != expected or any(not form <= expected for form in given):
        yield f"other placeholders than in the code: {name}"


def placeholders(text: str) -> set[str]:
    """Return the names in braces.

    Raises:
        ValueError: The braces do not pair.
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def compile_all(root: Path) -> list[Path]:
    """Compile each catalogue that is newer than its .mo file.

    Returns:
        The .mo files written.

    Raises:
        MalformedCatalogueError: A catalogue breaks the format.
    """
    written = []
    for po in sorted((root / LOCALE).glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        catalog = read(po, po.parts[-3])
        unfinished = mo.with_suffix(".mo.new")
        with unfinished.open("wb") as file:
            write_mo(file, catalog)
        unfinished.replace(mo)
        written.append(mo)
    return written


def main(arguments: list[str]) -> int:
    """Run one of the four verbs; return 0, or 1 after naming the faults."""
    verb, *rest = arguments or ["check"]
    try:
        complaints = _run(verb, [Path(name) for name in rest])
    except MalformedCatalogueError as error:
        complaints = [f"malformed: {error}"]
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


def _run(verb: str, files: list[Path]) -> list[str]:
    match verb:
        case "compile":
            compile_all(ROOT)
        case "extract":
            extract(ROOT)
        case "merge":
            for line in merge(ROOT, files):
                print(f"not used: {line}")
        case "check":
            return faults(ROOT)
        case _:
            return ["usage: python -m installer.catalogues compile|extract|merge|check"]
    return []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
