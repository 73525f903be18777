"""Brings the catalogues up to date with the source, and tells what is wrong in them.

    python -m projections.words.languages.catalogues            write .po and .mo anew
    python -m projections.words.languages.catalogues --check    name what is missing, stale, fuzzy or misspelt

The .po is the source, without places and in the order of its templates, so that changes of different hands do not meet.
The .mo is made of it and kept beside it, as all that is generated here: an installation needs nothing else, and no
compiler. A test compares the two.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from projections.words.languages.extraction import Template, templates
from projections.words.languages.faults import faults, one_of, translated
from projections.words.languages.known import TRANSLATIONS
from projections.words.languages.translation import DOMAINS, FOLDER

if TYPE_CHECKING:
    from babel.messages import Catalog

_NO_DAY = datetime(1970, 1, 1, tzinfo=UTC)
"""What is compiled twice is the same."""


def read(file: Path, code: str) -> Catalog:
    """Read the catalogue of a language; an empty one where there is no file."""
    from babel.messages import Catalog
    from babel.messages.pofile import read_po

    if not file.exists():
        return Catalog(locale=code)
    with file.open("rb") as stream:
        return read_po(stream, locale=code, abort_invalid=True)


def renewed(old: Catalog, known: Mapping[str, Template]) -> Catalog:
    """Give a catalogue of the templates that there are: what is translated stays, and its cases with it."""
    from babel.messages import Catalog

    made = Catalog(locale=old.locale)
    for template in known.values():
        line = old.get(template.id)
        if line is not None and line.id == template.id:
            made.add(line.id, line.string, flags=line.flags & {"fuzzy"}, user_comments=line.user_comments)
        else:
            made.add(template.id)
    for line in old:
        if line.context and one_of(line) in known:
            made.add(line.id, line.string, context=line.context, flags=line.flags & {"fuzzy"})
    return made


def written(catalogue: Catalog) -> bytes:
    """Write a catalogue as it is kept: sorted, its head without a day."""
    from babel.messages.pofile import write_po

    stream = BytesIO()
    write_po(stream, catalogue, width=0, omit_header=True, no_location=True, sort_output=True)
    head = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalogue.locale_identifier}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return head.encode() + stream.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Compile a catalogue; what is not translated, or fuzzy, is left out."""
    from babel.messages import Catalog
    from babel.messages.mofile import write_mo

    bare = Catalog(locale=catalogue.locale, creation_date=_NO_DAY, revision_date=_NO_DAY)
    for line in catalogue:
        if line.id and translated(line):
            bare.add(line.id, line.string, context=line.context, flags=line.flags)
    stream = BytesIO()
    write_mo(stream, bare)
    return stream.getvalue()


def _written() -> None:
    for code in TRANSLATIONS:
        for domain in DOMAINS:
            file = FOLDER / code / f"{domain}.po"
            if file.exists():
                catalogue = renewed(read(file, code), templates(domain))
                file.write_bytes(written(catalogue))
                file.with_suffix(".mo").write_bytes(compiled(catalogue))


def amiss(code: str, domain: str) -> Iterator[str]:
    """Name what is wrong with a catalogue that a language has."""
    file = FOLDER / code / f"{domain}.po"
    if not file.exists():
        return
    catalogue = read(file, code)
    yield from (f"{code}/{file.name}: {fault}" for fault in faults(catalogue, TRANSLATIONS[code](), templates(domain)))
    if file.read_bytes() != written(catalogue):
        yield f"{code}/{file.name}: not as it is kept: make docs"
    if not file.with_suffix(".mo").exists() or file.with_suffix(".mo").read_bytes() != compiled(catalogue):
        yield f"{code}/{file.name}: not compiled: make docs"


def main() -> int:
    """Write the catalogues, or check them; 1 where something is wrong."""
    if "--check" not in sys.argv[1:]:
        _written()
        return 0
    found = [fault for code in TRANSLATIONS for domain in DOMAINS for fault in amiss(code, domain)]
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
