"""Consents: the words with their version and hash, the yes once, the no at any time."""

import hashlib
import threading

import pytest
from django.db import connection

from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.kernel.privacy import actions, queries
from huijia.kernel.privacy.enums import Channel
from huijia.kernel.privacy.models import Consent, ConsentText
from tests.cast import Cast, cast
from tests.kernel.privacy.conftest import NOON, WITHDRAWN, browser

SHIPPED = "同意在活动报道里使用照片。"


def give(home: Cast, at=NOON, **more):
    subject = ("person", home.resident.pk)
    return actions.give("photos", subject=subject, channel=Channel.OWN, by=home.door(), at=at, **more)


def test_the_shipped_words_are_version_one(home: Cast) -> None:
    text = actions.text_for(home.community, "photos")
    assert (text.version, text.text) == (1, SHIPPED)
    assert text.text_hash == hashlib.sha256(SHIPPED.encode()).hexdigest()
    assert actions.text_for(home.community, "photos") == text


def test_a_new_wording_is_a_new_version_and_the_old_stays(home: Cast) -> None:
    actions.text_for(home.community, "photos")
    new = actions.set_text("photos", "只用背影。", by=home.access("secretary"))
    assert new.version == 2
    assert actions.set_text("photos", " 只用背影。 ", by=home.access("secretary")).version == 2
    assert ConsentText.objects.of(home.community).get(version=1).text == SHIPPED
    with pytest.raises(Refusal):
        actions.set_text("photos", "别的", by=home.access("operator"))


def test_given_twice_is_given_once(home: Cast) -> None:
    first, second = give(home), give(home)
    assert first == second
    assert Entry.objects.filter(kind="privacy.consent_given").count() == 1
    assert queries.agreed(home.community, "photos", ("person", home.resident.pk))
    assert not queries.agreed(cast("乙社区").community, "photos", ("person", home.resident.pk))


def test_words_that_changed_under_the_reader_are_shown_again(home: Cast) -> None:
    shown = actions.text_for(home.community, "photos")
    actions.set_text("photos", "只用背影。", by=home.access("secretary"))
    with pytest.raises(Refusal) as refused:
        give(home, text=shown)
    assert refused.value.code == "stale"


def test_a_newer_version_replaces(home: Cast) -> None:
    old = give(home)
    actions.set_text("photos", "只用背影。", by=home.access("secretary"))
    new = give(home)
    old.refresh_from_db()
    assert (old.withdrawn_at, new.text.version) == (NOON, 2)


def test_withdrawing_stops_what_hangs_on_it_and_is_done_once(home: Cast) -> None:
    consent = give(home, guardian="赵父")
    assert (consent.guardian, "赵父" in consent.guardian_sealed) == ("赵父", False)
    assert actions.withdraw(consent, channel=Channel.OWN, by=home.door(), at=NOON) is True
    assert actions.withdraw(consent, channel=Channel.OWN, by=home.door(), at=NOON) is False
    assert [("person", home.resident.pk)] == WITHDRAWN
    assert not queries.agreed(home.community, "photos", ("person", home.resident.pk))
    assert give(home) != consent


@pytest.mark.django_db(transaction=True)
def test_two_at_once_give_one_consent() -> None:
    home, found = cast(), []

    def agree() -> None:
        try:
            found.append(give(home).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=agree) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found)), Consent.objects.everywhere().count()) == (4, 1, 1)


def test_the_page(home: Cast) -> None:
    client = browser(home, "secretary")
    url = "/desk/privacy/texts/photos/"
    assert SHIPPED in client.get(url).content.decode()
    assert client.post(url, {"text": ""}).status_code == 422
    assert client.post(url, {"text": "只用背影。"}).status_code == 302
    assert "只用背影。" in client.get(url).content.decode()
    assert client.get("/desk/privacy/texts/none/").status_code == 404
