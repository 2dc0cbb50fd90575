"""Keeps a pack as it was handed out: its values, its bytes, its fingerprint."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import briefing as records
from models.values import PackId, PackKind, Purpose
from services.briefing import pages
from services.briefing.codec import from_text, to_text
from services.briefing.layout import pack_sheet
from services.briefing.missing import Missing, missing
from services.briefing.values import KINDS, Pack, PackForm
from services.core.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section as lists show it; pages count from 1."""

    key: str
    title: str
    first_page: int
    pages: int
    missing: int


@dataclass(frozen=True, slots=True)
class FrozenPack:
    """A pack with its bytes.

    Attributes:
        original: The bytes are those that were handed out; False when another
            desk's pack was drawn again by a program that draws it differently.
    """

    id: PackId
    kind: PackKind
    subject_id: str
    made_at: datetime
    purpose: Purpose
    form: PackForm
    language: str
    pages: int
    pdf: bytes
    sections: tuple[SectionRow, ...]
    missing: tuple[Missing, ...]
    original: bool = True

    def __repr__(self) -> str:
        return f"<FrozenPack {self.kind}>"


def fingerprint(pdf: bytes) -> str:
    """Return what names these bytes."""
    return hashlib.sha256(pdf).hexdigest()


def freeze(
    work: Work, kind: PackKind, subject_id: str, pack: Pack, pdf: bytes
) -> PackId:
    """Keep values and bytes; return the pack's id."""
    digest = fingerprint(pdf)
    head = pack.head
    row = work.add(
        records.Pack(
            kind=kind,
            subject_id=subject_id,
            made_at=head.stamp.made_at,
            purpose=head.stamp.purpose,
            pages=pages.page_count(pdf),
            names_shown=head.form.names_shown,
            large_print=head.form.large_print,
            language=head.language,
            content=to_text(pack),
            sha256=digest,
        )
    )
    if work.session.get(records.Blob, digest) is None:
        work.session.add(records.Blob(sha256=digest, bytes=pdf))
    work.session.flush()
    return PackId(row.id)


def values_of(row: records.Pack) -> Pack:
    """Return the values of a kept pack.

    Raises:
        ContentBroken: They are not readable.
    """
    return from_text(KINDS[row.kind], row.content)


def bytes_of(session: Session, row: records.Pack) -> bytes | None:
    """Return the bytes that were handed out, where this desk has them whole."""
    kept = session.scalar(
        select(records.Blob.bytes).where(records.Blob.sha256 == row.sha256)
    )
    return kept if kept is not None and fingerprint(kept) == row.sha256 else None


def frozen_pack(row: records.Pack, pack: Pack, pdf: bytes) -> FrozenPack:
    """Return a kept pack with its bytes."""
    lacking = missing(pack)
    return FrozenPack(
        id=PackId(row.id),
        kind=row.kind,
        subject_id=row.subject_id,
        made_at=row.made_at,
        purpose=row.purpose,
        form=pack.head.form,
        language=row.language,
        pages=row.pages,
        pdf=pdf,
        sections=_section_rows(pack, pdf, row.pages, lacking),
        missing=lacking,
        original=fingerprint(pdf) == row.sha256,
    )


def _section_rows(
    pack: Pack, pdf: bytes, count: int, lacking: tuple[Missing, ...]
) -> tuple[SectionRow, ...]:
    drawn = pack_sheet(pack).sections
    firsts = [mark.page for mark in pages.contents(pdf)]
    lasts = [*firsts[1:], count + 1]
    return tuple(
        SectionRow(
            section.key,
            section.title,
            first,
            max(last - first, 1),
            sum(one.section == section.key for one in lacking),
        )
        for section, first, last in zip(drawn, firsts, lasts, strict=True)
    )
