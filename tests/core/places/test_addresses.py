"""Addresses as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.core.places.addresses import Home, is_village_name, parse_address, parse_door, parse_flat
from huijia.core.places.enums import DwellingKind

ESTATE, VILLAGE = DwellingKind.ESTATE, DwellingKind.VILLAGE


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("3-1-201", ("3", "1", "201")),
        ("3幢1单元201室", ("3", "1", "201")),
        ("3栋1单元201", ("3", "1", "201")),
        ("3号楼1单元201室", ("3", "1", "201")),
        ("３－１－２０１", ("3", "1", "201")),
        (" 3 幢 1 单元 201 ", ("3", "1", "201")),
        ("03-01-0201", ("3", "1", "0201")),
        ("3#1-201", ("3", "1", "201")),
        ("3幢-1单元-201室", ("3", "1", "201")),
        ("3-1单元-201", ("3", "1", "201")),
        ("3/1/201", ("3", "1", "201")),
        ("三幢二单元301", ("3", "2", "301")),
        ("十二幢一单元101", ("12", "1", "101")),
        ("3栋201", ("3", "", "201")),
        ("3-201", ("3", "", "201")),
        ("A座1201", ("A", "", "1201")),
        ("12幢", ("12", "", "")),
        ("12", ("12", "", "")),
    ],
)
def test_flats(written: str, parts: tuple[str, str, str]) -> None:
    assert parse_flat(written) == parts


@pytest.mark.parametrize("written", ["", "东头大槐树下", "3-1-201-5", "幢单元室", "3幢1单元201室后门"])
def test_no_flat(written: str) -> None:
    with pytest.raises(ValueError, match="看不懂楼栋单元室"):
        parse_flat(written)


@pytest.mark.parametrize(
    ("written", "door"),
    [("12", "12"), ("12号", "12"), ("傅家组12号", "12"), ("012", "12"), ("12-1", "12-1"), ("12号之1", "12-1"),
     ("12附3号", "12-3"), ("１２号", "12"), ("门牌12", "12")],
)
def test_doors(written: str, door: str) -> None:
    assert parse_door(written, "傅家组") == door


@pytest.mark.parametrize("written", ["", "村口", "十二", "1-2-3"])
def test_no_door(written: str) -> None:
    with pytest.raises(ValueError, match="看不懂门牌号"):
        parse_door(written)


@pytest.mark.parametrize(
    ("written", "home"),
    [
        ("回龙苑3幢1单元201室", Home(ESTATE, "回龙苑", "3", "1", "201")),
        ("回龙苑3-1-201", Home(ESTATE, "回龙苑", "3", "1", "201")),
        ("江苏省镇江市润州区南山街道回龙社区回龙苑3幢1单元201室", Home(ESTATE, "回龙苑", "3", "1", "201")),
        ("镇江市润州区南山路88号回龙苑3幢201", Home(ESTATE, "回龙苑", "3", "", "201")),
        ("幸福小区12号楼3单元502", Home(ESTATE, "幸福小区", "12", "3", "502")),
        ("傅家组12号", Home(VILLAGE, "傅家组", door="12")),
        ("润州区回龙社区傅家组12号", Home(VILLAGE, "傅家组", door="12")),
    ],
)
def test_whole_addresses(written: str, home: Home) -> None:
    assert parse_address(written) == home


@pytest.mark.parametrize("written", ["", "12号", "镇江市", "回龙苑"])
def test_no_address(written: str) -> None:
    with pytest.raises(ValueError, match="看不懂"):
        parse_address(written)


def test_groups_by_their_name() -> None:
    names = ("傅家组", "三队", "回龙苑", "幸福新村")
    assert [is_village_name(name) for name in names] == [True, True, False, False]


numbers = st.integers(1, 99)
rooms = st.integers(101, 3999)


@given(building=numbers, unit=numbers, room=rooms)
def test_every_way_of_writing_a_flat_is_the_same_flat(building: int, unit: int, room: int) -> None:
    wanted = (str(building), str(unit), str(room))
    for written in (
        f"{building}-{unit}-{room}", f"{building}幢{unit}单元{room}室", f"{building}栋{unit}单元{room}",
        f"{building}号楼{unit}单元{room}室", f"{building}幢-{unit}单元-{room}", f"{building}#{unit}-{room}",
    ):
        assert parse_flat(written) == wanted


@given(building=numbers, unit=numbers, room=rooms)
def test_a_home_is_found_again_by_its_own_words(building: int, unit: int, room: int) -> None:
    home = Home(ESTATE, "回龙苑", str(building), str(unit), str(room))
    assert parse_address(home.address) == home


@given(number=st.integers(1, 99_999))
def test_a_house_is_found_again_by_its_own_words(number: int) -> None:
    home = Home(VILLAGE, "傅家组", door=str(number))
    assert parse_address(home.address) == home


@given(st.text(max_size=40))
def test_nothing_else_than_a_sentence_for_the_reader(text: str) -> None:
    for parse in (parse_flat, parse_door, parse_address):
        try:
            parse(text)
        except ValueError as error:
            assert str(error).startswith("看不懂")
