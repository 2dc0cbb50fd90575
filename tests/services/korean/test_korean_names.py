"""Names, addresses and mail: one spelling, and safe to show."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.korean import names

KOREAN_NAMES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3))
ANY_TEXT = st.text(st.characters()) | KOREAN_NAMES | st.text("A b*@.-시구동로길1김")
MASKS = st.sampled_from([names.mask_name, names.mask_address, names.mask_email])


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("", ""),
        ("홍", "*"),
        ("홍길", "홍*"),
        ("홍길동", "홍*동"),
        ("홍 길동", "홍 *동"),
        ("남궁민수", "남**수"),
        ("황보가나다", "황***다"),
        ("KIM GILDONG", "KIM *******"),
        ("Anna de Vries", "Anna ** *****"),
        ("Lee", "Le*"),
        ("王小明", "王*明"),
    ],
)
def test_a_name_shows_as_much_as_custom_allows(name, masked):
    assert names.mask_name(name) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("덕양구 화정1동 123-4", "덕양구 화정1동 ***"),
        ("덕양구 화정1동", "덕양구 화정1동"),
        ("고양시 덕양구 화정동123-4 101동 1203호", "고양시 덕양구 화정동 ***"),
        ("고양시 덕양구 고양시청로 10", "고양시 덕양구 고양시청로 ***"),
        ("일산동구 중앙로1261번길 55, 3층", "일산동구 중앙로1261번길 ***"),
        ("일산동구 중앙로1261번길55", "일산동구 중앙로 ***"),
        ("종로구 세종로1가 5", "종로구 세종로1가 ***"),
        ("고양시 덕양구 123-4", "고양시 덕양구 ***"),
        ("101동 1203호", "***"),
        ("", ""),
    ],
)
def test_an_address_ends_at_its_dong_or_road(address, masked):
    assert names.mask_address(address) == masked


@pytest.mark.parametrize(
    ("mail", "masked"),
    [
        ("hong@city.example", "ho***@city.example"),
        ("ab@city.example", "a***@city.example"),
        ("a@city.example", "***@city.example"),
        ("no address", "***"),
        ("", ""),
    ],
)
def test_mail_shows_two_letters_and_the_domain(mail, masked):
    assert names.mask_email(mail) == masked


def test_a_group_is_named_by_its_masked_representative():
    assert names.representative_label("홍길동", 12) == "홍*동 외 12명"
    assert names.representative_label("홍길동", 0) == "홍*동"
    assert names.representative_label("KIM GILDONG", 1, "en") == (
        "KIM ******* and 1 other"
    )
    assert names.representative_label("홍길동", 2, "en") == "홍*동 and 2 others"


def test_a_negative_number_of_others_is_refused():
    with pytest.raises(ValueError, match="negative"):
        names.representative_label("홍길동", -1)


def test_invisible_characters_and_blanks_do_not_make_two_names():
    assert names.normalize_name(" 홍\u200b길동\u3164\n 님\ufeff ") == "홍길동 님"


@given(ANY_TEXT)
def test_a_normal_name_is_normal(text):
    once = names.normalize_name(text)
    assert names.normalize_name(once) == once


@given(ANY_TEXT, MASKS)
def test_masking_twice_changes_nothing(text, mask):
    assert mask(mask(text)) == mask(text)


@given(ANY_TEXT, MASKS)
def test_decomposed_files_mask_alike(text, mask):
    decomposed = unicodedata.normalize("NFD", text)
    assert mask(decomposed) == mask(unicodedata.normalize("NFC", text))


@given(ANY_TEXT)
def test_each_hidden_letter_is_one_star(text):
    plain, masked = names.normalize_name(text), names.mask_name(text)
    assert len(masked) == len(plain)
    assert all(
        shown in (letter, "*") for shown, letter in zip(masked, plain, strict=True)
    )


@given(ANY_TEXT.filter(names.normalize_name))
def test_something_is_always_hidden(text):
    assert "*" in names.mask_name(text)


@given(st.text("가나다라마바사", min_size=4, max_size=9))
def test_a_long_korean_name_shows_only_its_ends(name):
    assert names.mask_name(name) == name[0] + "*" * (len(name) - 2) + name[-1]
