"""The authority's folder on its worst days: parts lost, mixed up, open to others."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from models.errors import OfficeError
from services.sync.authority_folder import AuthorityExposed, AuthorityMissing
from services.sync.certificates import AUTHORITY_DAYS, DESK_DAYS, Authority
from services.sync.desk_certificate import check_fits
from ui.error_texts_sync import SYNC

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ROLE, PASSWORD = "desk_1", "a-password"
VERBS: dict[str, Callable[[Authority], object]] = {
    "found": lambda one: one.found("City", NOW),
    "check": lambda one: one.check(NOW),
    "sign": lambda one: one.sign(ROLE, PASSWORD, NOW),
    "revoke": lambda one: one.revoke(ROLE, NOW),
    "issued": lambda one: one.issued(),
}
posix = pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")


def founded(folder: Path) -> Authority:
    authority = Authority(folder)
    authority.found("City", NOW)
    authority.sign(ROLE, PASSWORD, NOW)
    authority.sign("desk_2", PASSWORD, NOW)
    authority.revoke("desk_2", NOW)
    return authority


def all_in(folder: Path) -> dict[str, bytes]:
    files = (one for one in folder.rglob("*") if one.is_file())
    return {str(one.relative_to(folder)): one.read_bytes() for one in files}


def refused(folder: Path, verb: str) -> OfficeError:
    before = all_in(folder)
    with pytest.raises(OfficeError) as caught:
        VERBS[verb](Authority(folder))
    assert all_in(folder) == before
    assert all(SYNC[caught.value.code]())
    return caught.value


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("part", ["ca.key", "ca.crt", "ca.crl", "issued"])
def test_a_lost_part_is_named_and_nothing_is_made_in_its_place(
    tmp_path: Path, part: str, verb: str
):
    founded(tmp_path)
    lost = tmp_path / part
    shutil.rmtree(lost) if lost.is_dir() else lost.unlink()
    found = refused(tmp_path, verb)
    assert type(found) is AuthorityMissing
    assert found.facts == {"file": part}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("part", ["ca.key", "ca.crt", "ca.crl", "issued/x.crt"])
@pytest.mark.parametrize("content", [b"", b"no certificate", b"\xff\x00"])
def test_a_damaged_part_is_named(tmp_path: Path, part: str, verb: str, content: bytes):
    founded(tmp_path)
    (tmp_path / part).write_bytes(content)
    found = refused(tmp_path, verb)
    assert type(found) is AuthorityMissing
    assert found.facts == {"file": Path(part).name}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("part", ["ca.crt", "ca.crl", "ca.key"])
def test_parts_of_two_authorities_are_no_authority(
    tmp_path: Path, part: str, verb: str
):
    founded(tmp_path / "city")
    founded(tmp_path / "other")
    shutil.copyfile(tmp_path / "other" / part, tmp_path / "city" / part)
    assert type(refused(tmp_path / "city", verb)) is AuthorityMissing


@posix
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("part", "mode"), [("ca.key", 0o640), ("ca.key", 0o604), (".", 0o770), (".", 0o707)]
)
def test_a_key_that_others_can_read_or_replace_is_not_used(
    tmp_path: Path, part: str, mode: int, verb: str
):
    folder = tmp_path / "authority"
    founded(folder)
    (folder / part).chmod(mode)
    assert type(refused(folder, verb)) is AuthorityExposed


@posix
def test_no_authority_is_made_where_others_can_write(tmp_path: Path):
    folder = tmp_path / "authority"
    folder.mkdir()
    folder.chmod(0o777)
    assert type(refused(folder, "found")) is AuthorityExposed


@posix
def test_the_key_is_its_owners_whatever_lay_in_its_way(tmp_path: Path):
    part = tmp_path / "ca.key.new"
    part.write_bytes(b"left by a program that was killed")
    part.chmod(0o666)
    Authority(tmp_path).found("City", NOW)
    assert (tmp_path / "ca.key").stat().st_mode & 0o777 == 0o600
    assert not part.exists()


@posix
def test_the_key_is_not_written_through_a_link(tmp_path: Path):
    (tmp_path / "city").mkdir()
    (tmp_path / "city" / "ca.key.new").symlink_to(tmp_path / "elsewhere")
    Authority(tmp_path / "city").found("City", NOW)
    assert not (tmp_path / "elsewhere").exists()
    assert not (tmp_path / "city" / "ca.key").is_symlink()


def test_an_authority_that_was_cut_off_while_it_was_made_is_made_again(tmp_path: Path):
    authority = Authority(tmp_path)
    authority.found("City", NOW)
    (tmp_path / "ca.key").unlink()  # written last, and nothing is signed without it
    assert authority.found("City", NOW)
    authority.check(NOW)


def test_no_certificate_outlives_its_authority(tmp_path: Path):
    authority = Authority(tmp_path)
    authority.found("City", NOW)
    end = NOW + timedelta(days=AUTHORITY_DAYS)
    late = end - timedelta(days=DESK_DAYS - 1)
    assert check_fits(authority.sign(ROLE, PASSWORD, late), ROLE, PASSWORD) == end


@pytest.mark.parametrize("verb", ["check", "sign"])
def test_an_authority_that_has_ended_signs_nothing(tmp_path: Path, verb: str):
    founded(tmp_path)
    before = all_in(tmp_path)
    over = NOW + timedelta(days=AUTHORITY_DAYS + 1)
    calls = {
        "check": lambda: Authority(tmp_path).check(over),
        "sign": lambda: Authority(tmp_path).sign(ROLE, PASSWORD, over),
    }
    with pytest.raises(AuthorityMissing):
        calls[verb]()
    assert all_in(tmp_path) == before


def test_what_authority_and_desk_may_be_used_for_is_written_in_them(tmp_path: Path):
    authority = Authority(tmp_path)
    authority.found("City", NOW)
    signed = authority.sign(ROLE, PASSWORD, NOW)
    desk, own = x509.load_pem_x509_certificates(signed.encode())
    usage = own.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.key_cert_sign
    assert usage.value.crl_sign
    assert not usage.value.digital_signature
    basic = desk.extensions.get_extension_for_class(x509.BasicConstraints)
    assert basic.critical
    assert not basic.value.ca
    (purpose,) = desk.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert purpose == ExtendedKeyUsageOID.CLIENT_AUTH  # never a server's


def test_two_certificates_of_one_login_have_two_numbers(tmp_path: Path):
    authority = Authority(tmp_path)
    authority.found("City", NOW)
    for _ in range(2):
        authority.sign(ROLE, PASSWORD, NOW)
    one, other = authority.issued()
    assert one.serial != other.serial
    assert min(one.serial, other.serial).bit_length() > 64
