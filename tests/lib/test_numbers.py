"""Phones, identity numbers, unit codes. All are made up or the examples of the standards."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.lib.numbers import birth_date_of, check_id_number, check_uscc, normal_phone


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13812341234", "13812341234"),
        (" 138 1234-1234 ", "13812341234"),
        ("+86 13812341234", "13812341234"),
        ("008613812341234", "13812341234"),
        ("8613812341234", "13812341234"),
        ("013812341234", "13812341234"),
        ("１３８１２３４１２３４", "13812341234"),
        ("0731-88881234", "0731-88881234"),
        ("(0731) 8888 1234", "0731-88881234"),
        ("+86-010-66661234", "010-66661234"),
        ("0731-88881234转801", "0731-88881234-801"),
        ("0731-88881234-801", "0731-88881234-801"),
        ("021 5555 1234 ext. 5", "021-55551234-5"),
        ("88881234", "88881234"),
        ("8888123", "8888123"),
        ("12345", "12345"),
        ("110", "110"),
        ("95598", "95598"),
        ("400-123-4567", "4001234567"),
    ],
)
def test_phone_has_one_written_form(text, phone):
    assert normal_phone(text) == phone
    assert normal_phone(phone) == phone


@pytest.mark.parametrize(
    "text", ["", "  ", "12812341234", "1381234123", "138123412345", "没有", "0731-1234", "1", "13812341234转8"]
)
def test_no_phone(text):
    with pytest.raises(ValueError, match="电话号码"):
        normal_phone(text)


@given(st.text(max_size=30))
def test_any_text_is_a_phone_or_a_value_error(text):
    try:
        phone = normal_phone(text)
    except ValueError:
        return
    assert normal_phone(phone) == phone


def test_the_example_of_the_standard_is_right():
    assert check_id_number("11010519491231002X") == "11010519491231002X"
    assert check_id_number(" 110105 19491231 002x ") == "11010519491231002X"
    assert check_id_number("440524188001010014") == "440524188001010014"
    assert birth_date_of("11010519491231002X") == date(1949, 12, 31)


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("110105194912310021", "校验位"),
        ("11010519491331002X", "出生日期"),
        ("11010520991231002X", "出生日期"),
        ("110105491231002", "18 位"),
        ("1101051949123100XX", "18 位"),
        ("", "18 位"),
    ],
)
def test_a_wrong_identity_number_says_what_is_wrong(number, message):
    with pytest.raises(ValueError, match=message):
        check_id_number(number)


@given(st.from_regex(r"[1-9][0-9]{5}19[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}", fullmatch=True))
def test_each_stem_has_one_check_digit_whatever_the_area(stem):
    right = []
    for digit in "0123456789X":
        try:
            right.append(check_id_number(stem + digit))
        except ValueError:
            continue
    assert len(right) == 1


def test_unit_codes():
    assert check_uscc("91350100M000100Y43") == "91350100M000100Y43"
    assert check_uscc(" 91350100m000100y43 ") == "91350100M000100Y43"
    with pytest.raises(ValueError, match="校验位"):
        check_uscc("91350100M000100Y44")
    with pytest.raises(ValueError, match="18 位"):
        check_uscc("91350100I000100Y43")
    with pytest.raises(ValueError, match="18 位"):
        check_uscc("")


def test_a_number_may_hold_the_digits_of_the_country_code():
    assert normal_phone("19900008612") == "19900008612"
    assert normal_phone("+86 138 0086 1234") == "13800861234"
