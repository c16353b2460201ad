"""Masks. All numbers are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.lib.masks import mask_id_number, mask_in_text, mask_name, mask_phone


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812341234", "138****1234"),
        ("+86 138-1234-1234", "138****1234"),
        ("１３８１２３４１２３４", "138****1234"),
        ("0731-88881234", "0731-******34"),
        ("010 66661234", "010-******34"),
        ("88881234", "******34"),
        ("12345", "12345"),
        ("110", "110"),
        ("4001234567", "4001234567"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_phone(phone, masked):
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张*"),
        ("欧阳锋", "欧阳*"),
        ("欧阳", "欧*"),
        ("John", "J*"),
        (" 李 ", "李*"),
        ("", ""),
    ],
)
def test_name(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("32010119900101123X", "3201**********123X"),
        ("32010119900101123x", "3201**********123X"),
        ("320101900101123", "3201*******1123"),
        ("E12345678", "E******78"),
        ("1234", "****"),
    ],
)
def test_id_number(number, masked):
    assert mask_id_number(number) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请打13812341234找我", "请打138****1234找我"),
        ("13812341234,13912345678", "138****1234,139****5678"),
        ("13812341234 13912345678", "138****1234 139****5678"),
        ("138 1234 1234", "138****1234"),
        ("138-1234-1234。", "138****1234。"),
        ("138.1234.1234", "138****1234"),
        ("１３８１２３４１２３４", "138****1234"),
        ("1 3 8 1 2 3 4 1 2 3 4", "138****1234"),
        ("+8613812341234", "138****1234"),
        ("座机0731-88881234转3", "座机0731-******34转3"),
        ("(0731)8888 1234", "0731-******34"),
        ("电话：88881234", "电话：******34"),
        ("身份证32010119900101123X，谢谢", "身份证3201**********123X，谢谢"),
        ("320101 19900101 123x", "3201**********123X"),
        ("３２０１０１１９９００１０１１２３Ｘ", "3201**********123X"),
        ("老证320101900101123", "老证3201*******1123"),
        ("打12345没用，打110", "打12345没用，打110"),
        ("2024年5月1日3栋502室", "2024年5月1日3栋502室"),
        ("20240501，共88000000元", "20240501，共88000000元"),
        ("单号20240501123456789012", "单号20240501123456789012"),
        ("1-3 2019-12-01 08:00", "1-3 2019-12-01 08:00"),
        ("", ""),
    ],
)
def test_free_text(text, masked):
    assert mask_in_text(text) == masked


mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@given(
    st.text(alphabet="请打找我在路灯坏了。，！ \n", max_size=20), mobiles, st.sampled_from(["", " ", "-", "　", "—"])
)
def test_no_mobile_number_comes_through(around, mobile, gap):
    written = f"{around}{mobile[:3]}{gap}{mobile[3:7]}{gap}{mobile[7:]}{around}"
    assert mobile[3:7] + gap + mobile[7:] not in mask_in_text(written)


@given(st.text(max_size=60))
def test_masking_twice_changes_nothing_more(text):
    once = mask_in_text(text)
    assert mask_in_text(once) == once
