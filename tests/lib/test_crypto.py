"""Sealing, keyed hashes, tokens, and the key file."""

import json
import multiprocessing
import re
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huijia.lib import crypto
from huijia.lib.crypto import ALPHABET, CryptoError, Keyring

RING = Keyring.fresh()


@pytest.fixture
def key_file(tmp_path, settings):
    settings.HUIJIA_KEY_FILE = tmp_path / "keys" / "ring.json"
    return settings.HUIJIA_KEY_FILE


@given(st.text())
def test_what_is_sealed_opens_again(text):
    assert RING.open_sealed(RING.seal(text)) == text


def test_sealed_text_differs_each_time_and_names_its_key():
    first, second = RING.seal("13800001234"), RING.seal("13800001234")
    assert first != second
    assert re.fullmatch(r"k1:[A-Za-z0-9_-]{52}", first)


def test_changed_cut_and_foreign_text_is_refused():
    sealed = RING.seal("13800001234")
    flipped = sealed[:20] + ("A" if sealed[20] != "A" else "B") + sealed[21:]
    for broken in (flipped, sealed[:-4], "k1:", "k1:!!!", sealed.replace("k1:", "k9:"), "", "plain"):
        with pytest.raises(CryptoError):
            RING.open_sealed(broken)
    with pytest.raises(CryptoError, match="changed"):
        Keyring.fresh().open_sealed(sealed)


def test_an_error_never_shows_the_text():
    with pytest.raises(CryptoError) as error:
        RING.open_sealed("13800001234567")
    assert "13800001234567" not in str(error.value)
    assert "bytes" not in repr(RING)


def test_after_a_change_of_keys_old_text_opens_and_new_text_uses_the_new_key():
    old = RING.seal("张三")
    later = RING.rotated()
    assert later.active == "k2"
    assert later.open_sealed(old) == "张三"
    assert later.seal("张三").startswith("k2:")
    with pytest.raises(CryptoError, match="unknown key id"):
        RING.open_sealed(later.seal("张三"))


def test_a_keyed_hash_depends_on_text_purpose_and_key():
    mine = RING.keyed_hash("13800001234", "phone")
    assert mine == RING.keyed_hash("13800001234", "phone")
    assert len(mine) == 46
    assert mine.startswith("h1:")
    assert len({mine, RING.keyed_hash("13800001235", "phone"), RING.keyed_hash("13800001234", "id")}) == 3
    assert mine != Keyring.fresh().keyed_hash("13800001234", "phone")
    with pytest.raises(ValueError, match="purpose"):
        RING.keyed_hash("x", "")


def test_look_up_under_every_hash_key(key_file):
    before = crypto.keyed_hash("x", "phone")
    crypto.keyring().rotated_hash().save(key_file)
    crypto._ring_at.cache_clear()
    assert crypto.keyed_hashes("x", "phone") == [crypto.keyed_hash("x", "phone"), before]
    assert crypto.keyed_hash("x", "phone").startswith("h2:")


def test_a_short_code_is_repeatable_and_can_be_typed():
    code = RING.short_code("seed", "matter")
    assert code == RING.short_code("seed", "matter")
    assert re.fullmatch(f"[{ALPHABET}]{{8}}", code)
    assert code != RING.short_code("seed", "other")
    assert crypto.normal_code(f" {code[:4].lower()}-{code[4:]} ") == code
    wide = code.translate(str.maketrans({n: n + 0xFEE0 for n in range(0x21, 0x7F)}))
    assert crypto.normal_code(f"{wide[:4]}－{wide[4:]}") == code
    assert crypto.normal_code(f"{wide[:4].lower()}—\u3000{wide[4:]}") == code


def test_a_code_fits_as_people_type_it_under_older_keys_too(key_file):
    kept = crypto.keyed_hash("ABCD2345", "matter-code")
    assert crypto.code_fits(kept, " abcd-2345", "matter-code")
    crypto.keyring().rotated_hash().save(key_file)
    assert crypto.code_fits(kept, "ＡＢＣＤ2345", "matter-code")
    assert not crypto.code_fits(kept, "ABCD2346", "matter-code")
    assert not crypto.code_fits(kept, "ABCD2345", "ride-code")
    assert not crypto.code_fits("", "", "matter-code")


def test_tokens_are_long_enough_and_without_look_alikes():
    token = crypto.new_token()
    assert re.fullmatch(f"[{ALPHABET}]{{26}}", token)
    assert len(crypto.new_token(64)) == 13
    assert len(set(ALPHABET)) == 32
    assert not set("01IO") & set(ALPHABET)
    assert len({crypto.new_token() for _ in range(200)}) == 200


def test_the_key_file_is_made_once_and_only_for_its_owner(key_file):
    sealed = crypto.seal("张三")
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert list(key_file.parent.iterdir()) == [key_file]
    crypto._ring_at.cache_clear()
    assert crypto.open_sealed(sealed) == "张三"
    assert Keyring.load(key_file).django_secret == Keyring.load_or_create(key_file).django_secret


def _secret_of(path):
    return Keyring.load_or_create(path).django_secret


def test_processes_starting_together_agree_on_the_keys(tmp_path):
    with multiprocessing.get_context("fork").Pool(8) as pool:
        secrets = pool.map(_secret_of, [tmp_path / "ring.json"] * 32, chunksize=1)
    assert len(set(secrets)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["ring.json"]


@pytest.mark.parametrize("body", ["", "[]", "{}", "null", '{"active": "k1", "keys": {"k1": "c2hvcnQ"}}'])
def test_a_damaged_key_file_is_told_and_never_overwritten(tmp_path, body):
    path = tmp_path / "ring.json"
    path.write_text(body)
    with pytest.raises(CryptoError, match=r"ring\.json"):
        Keyring.load_or_create(path)
    assert path.read_text() == body


def test_a_ring_whose_active_key_is_missing_is_refused(tmp_path):
    path = tmp_path / "ring.json"
    RING.save(path)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"active": "k7"}))
    with pytest.raises(CryptoError, match="not complete"):
        Keyring.load(path)
