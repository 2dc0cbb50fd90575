"""The file that a desk is given: whole and its own, or refused in one way."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import PathRefused
from services.sync.certificates import Authority
from services.sync.desk_certificate import (
    CertificateUnreadable,
    check_fits,
    laid_out,
    read_certificate,
)

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ROLE, PASSWORD = "desk_1", "a-password"
MARK = "-----BEGIN CERTIFICATE-----"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    made = Authority(tmp_path_factory.mktemp("authority"))
    made.found("City", NOW)
    return made


@pytest.fixture(scope="module")
def signed(authority: Authority) -> str:
    return authority.sign(ROLE, PASSWORD, NOW)


@pytest.mark.parametrize(
    "role",
    [
        *("office,2_desk_1", "office+a_desk_1", "#1_desk_1", " _desk_1", "a=b_desk_1"),
        *('"o"_desk_1', "o\\_desk_1", "시민 소통_desk_1", "a" * 63),
    ],
)
def test_a_login_of_any_database_name_fits_its_own_certificate(
    authority: Authority, role: str
):
    made = authority.sign(role, PASSWORD, NOW)
    assert check_fits(made, role, PASSWORD) > NOW
    with pytest.raises(CertificateUnreadable):
        check_fits(made, role + "1", PASSWORD)


@pytest.mark.parametrize("password", ["", "another"])
def test_the_password_is_the_one_it_was_made_with(signed: str, password: str):
    with pytest.raises(CertificateUnreadable):
        check_fits(signed, ROLE, password)


def test_the_authority_in_it_is_the_one_that_signed_it(
    authority: Authority, signed: str, tmp_path: Path
):
    other = Authority(tmp_path)
    other.found("City", NOW)
    key, own, _last = signed.split(MARK)
    theirs = other.sign(ROLE, PASSWORD, NOW).split(MARK)[2]
    with pytest.raises(CertificateUnreadable):
        check_fits(MARK.join([key, own, theirs]), ROLE, PASSWORD)


@pytest.mark.parametrize("last", ["AAAA", "\ufffd", "", "AA\x00A"])
def test_a_damaged_authority_is_told_before_it_is_kept(signed: str, last: str):
    head = MARK.join(signed.split(MARK)[:2])
    damaged = f"{head}{MARK}\n{last}\n-----END CERTIFICATE-----\n"
    with pytest.raises(CertificateUnreadable):
        check_fits(damaged, ROLE, PASSWORD)


@given(st.data())
def test_any_damage_is_refused_in_one_way_or_does_no_harm(
    signed: str, data: st.DataObject
):
    place = data.draw(st.integers(0, len(signed) - 1))
    other = data.draw(st.sampled_from("ABCDxyz019+/=-\n \x00\ufffd"))
    damaged = signed[:place] + other + signed[place + 1 :]
    try:
        assert check_fits(damaged, ROLE, PASSWORD) > NOW
    except CertificateUnreadable:
        return
    with laid_out(damaged, PASSWORD) as line:
        assert all(Path(line[name]).is_file() for name in ("sslkey", "sslrootcert"))


@pytest.mark.parametrize("name", ["a\x00b", "a\ud800b", "a" * 5_000, ""])
def test_a_path_that_no_file_can_have_is_refused(tmp_path: Path, name: str):
    with pytest.raises(PathRefused) as caught:
        read_certificate(tmp_path / name)
    str(caught.value).encode()


def test_the_line_is_laid_out_for_its_owner_alone_and_only_for_its_time(signed: str):
    with laid_out(signed, PASSWORD) as line:
        files = [Path(line[name]) for name in ("sslkey", "sslcert", "sslrootcert")]
        assert all(file.stat().st_mode & 0o077 == 0 for file in files)
        assert files[0].parent.stat().st_mode & 0o077 == 0
        assert "ENCRYPTED" in files[0].read_text()
        assert line["sslmode"] == "verify-full"
        assert line["gssencmode"] == "disable"  # else another cover could come first
    assert not files[0].parent.exists()
