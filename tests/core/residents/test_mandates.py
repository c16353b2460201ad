"""委托代办: both names in the ledger, only what the scope says, and an end that is at once."""

from datetime import timedelta

import pytest
from django.test import Client

from huijia.core.matters.models import Matter
from huijia.core.residents.actions import MandateDraft, give_mandate
from huijia.core.residents.models import Deed, Mandate
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.ledger.models import Entry
from huijia.kernel.notify.deliverer import deliver_due
from huijia.kernel.privacy.enums import Channel
from huijia.kernel.privacy.models import Consent
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast
from tests.core.residents.conftest import AGENT, entered, mandated
from tests.doors.desk.conftest import signed_in
from tests.kernel.files.test_files import picture, upload

ME = "/me/"


def agent_of(home: Cast, mandate: Mandate) -> Client:
    """The agent's browser, acting."""
    client = entered(home, phone=AGENT)
    assert client.post(f"/me/family/{mandate.pk}/act/").headers["Location"] == ME
    return client


def report(client: Client, home: Cast, text: str = "母亲家水管漏水"):
    url = f"/report/?c={home.community.slug}"
    return client.post(url, {"text": text, "nature": "help", "phone": AGENT, "place": "傅家组12号"})


def test_the_agent_acts_and_both_names_stand(home: Cast) -> None:
    client = agent_of(home, mandated(home))
    text = client.get(ME).content.decode()
    assert "您正在代" in text and "赵*" in text and "赵明明" not in text
    assert "您正在代" in client.get(f"/report/?c={home.community.slug}").content.decode()
    assert report(client, home).status_code == 303
    entry = Entry.objects.get(kind="matters.registered")
    assert (entry.actor_label, entry.for_label) == ("赵*", "赵*")
    matter = Matter.objects.of(home.community).get()
    assert Deed.objects.everywhere().get().subject_id == matter.pk
    assert matter.title in client.get(ME).content.decode()
    assert client.get(f"/me/matters/{matter.ticket}/").status_code == 303
    assert client.get(f"/progress/{matter.ticket}/").status_code == 200
    # The person sees what was done for them.
    assert matter.title in entered(home).get(ME).content.decode()


def test_without_leave_to_follow_only_what_was_begun(home: Cast) -> None:
    old = home.handled_matter("路灯不亮了", phone="13800001234")
    client = agent_of(home, mandated(home, "report"))
    report(client, home)
    new = Matter.objects.of(home.community).exclude(pk=old.pk).get()
    assert client.get(f"/me/matters/{old.ticket}/").status_code == 404
    assert client.get(f"/me/matters/{new.ticket}/").status_code == 303
    assert "路灯不亮了" not in client.get("/me/matters/").content.decode()


def test_without_leave_to_report(home: Cast) -> None:
    client = agent_of(home, mandated(home, "follow"))
    assert client.get(f"/report/?c={home.community.slug}").status_code == 403
    assert report(client, home).status_code == 403
    assert not Matter.objects.of(home.community).exists()


def test_the_agent_sees_nothing_of_the_roster(home: Cast) -> None:
    client = agent_of(home, mandated(home))
    for page in ("data/", "consents/", "family/", "where/"):
        assert client.get(f"/me/{page}").headers["Location"] == ME
    assert client.post("/me/data/", {"kind": "copy"}).headers["Location"] == ME


def test_withdrawn_it_ends_with_the_next_request(home: Cast) -> None:
    old = home.handled_matter("路灯不亮了", phone="13800001234")
    mandate = mandated(home)
    client = agent_of(home, mandate)
    client.get(f"/me/matters/{old.ticket}/")
    assert client.get(f"/progress/{old.ticket}/").status_code == 200
    own = entered(home)
    assert own.post(f"/me/family/{mandate.pk}/end/").headers["Location"] == "/me/family/"
    assert client.get(f"/progress/{old.ticket}/").status_code == 303
    text = client.get(ME).content.decode()
    assert "您正在代" not in text
    assert client.post(f"/me/family/{mandate.pk}/act/").status_code == 303
    assert "您正在代" not in client.get(ME).content.decode()
    assert Consent.objects.everywhere().get(purpose="mandate").withdrawn_at is not None


def test_it_ends_on_its_day_and_with_a_death(home: Cast) -> None:
    with clock.frozen(MONDAY) as standing:
        mandate = mandated(home, ends=MONDAY.date() + timedelta(days=2))
        client = agent_of(home, mandate)
        standing.move(timedelta(days=1))
        assert "您正在代" in client.get(ME).content.decode()
        standing.move(timedelta(days=1))
        assert "您正在代" not in client.get(ME).content.decode()
    client = agent_of(home, mandated(home))
    type(home.resident).objects.of(home.community).filter(pk=home.resident.pk).update(died_on=MONDAY.date())
    assert "您正在代" not in client.get(ME).content.decode()


def test_ones_own_things_are_put_aside_and_come_back(home: Cast) -> None:
    mine = home.handled_matter("我自己的事", phone=AGENT)
    mandate = mandated(home)
    client = entered(home, phone=AGENT)
    client.get(f"/me/matters/{mine.ticket}/")
    client.post(f"/me/family/{mandate.pk}/act/")
    assert client.get(f"/progress/{mine.ticket}/").status_code == 303
    client.post("/me/family/stop/")
    assert client.get(f"/progress/{mine.ticket}/").status_code == 200


def test_somebody_else_cannot_act(home: Cast) -> None:
    mandate = mandated(home)
    stranger = entered(home, phone="13811112222")
    stranger.post(f"/me/family/{mandate.pk}/act/")
    assert "您正在代" not in stranger.get(ME).content.decode()
    assert entered(cast("乙社区"), phone=AGENT).post(f"/me/family/{mandate.pk}/act/").status_code == 404
    stranger.post(f"/me/family/{mandate.pk}/end/")
    mandate.refresh_from_db()
    assert mandate.withdrawn_at is None


def test_the_agent_may_give_it_up(home: Cast) -> None:
    mandate = mandated(home)
    client = agent_of(home, mandate)
    client.post(f"/me/family/{mandate.pk}/end/")
    mandate.refresh_from_db()
    assert mandate.withdrawn_at is not None
    assert client.get(ME).status_code == 200


def test_by_the_own_login(home: Cast) -> None:
    client = entered(home)
    form = {
        "agent_name": "赵小外", "agent_phone": AGENT, "relation": "儿子", "scopes": ["report", "follow"],
        "starts_on": f"{clock.today()}", "ends_on": f"{clock.today() + timedelta(days=30)}",
    }
    assert client.post("/me/family/", {**form, "scopes": []}).status_code == 422
    assert client.post("/me/family/", form).headers["Location"] == "/me/family/"
    row = Mandate.objects.everywhere().get()
    assert (row.channel, row.person, row.agent_phone, row.may_sign_up) == ("own", home.resident, AGENT, False)
    assert Consent.objects.everywhere().get(purpose="mandate").channel == "own"
    assert client.post("/me/family/", form).status_code == 422


def test_at_the_office_it_takes_paper_or_two_questions(home: Cast, settings, tmp_path) -> None:
    settings.FILES_ROOT = tmp_path
    client = signed_in(home, "operator")
    url = f"/desk/residents/mandates/new/{home.resident.pk}/"
    form = {
        "agent_name": "赵小外", "agent_phone": AGENT, "relation": "儿子", "scopes": ["report"],
        "starts_on": f"{clock.today()}", "ends_on": f"{clock.today() + timedelta(days=30)}",
    }
    assert client.post(url, {**form, "channel": "paper"}).status_code == 422
    assert client.post(url, {**form, "channel": "phone", "questions": ["born"]}).status_code == 422
    answer = client.post(url, {**form, "channel": "paper", "photos": upload(picture())})
    row = Mandate.objects.everywhere().get()
    assert answer.headers["Location"] == f"/desk/residents/mandates/{row.pk}/"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "尾号 6666" in page and AGENT not in page
    photo = f"/files/{row.proof.uuid}/"
    assert photo in page
    assert client.get(photo).status_code == 200
    assert signed_in(home, "committee").get(photo).status_code == 404
    assert client.post(f"/desk/residents/mandates/{row.pk}/withdraw/").status_code == 302
    row.refresh_from_db()
    assert row.withdrawn_at is not None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"agent_phone": "12"}, "agent_phone"), ({"agent_name": " "}, "agent_name"), ({"scopes": []}, "scopes"),
        ({"ends_on": MONDAY.date()}, "ends_on"), ({"starts_on": MONDAY.date() - timedelta(days=1)}, "starts_on"),
        ({"channel": Channel.OWN}, "channel"), ({"questions": ["born", "born"]}, "questions"),
    ],
)
def test_what_is_missing(home: Cast, change: dict, field: str) -> None:
    day = MONDAY.date()
    values = {
        "person": home.resident, "agent_name": "赵小外", "agent_phone": AGENT, "relation": "儿子",
        "scopes": ["report"], "starts_on": day, "ends_on": day + timedelta(days=1), "channel": Channel.PHONE,
        "questions": ["born", "address"],
    }
    with clock.frozen(MONDAY), pytest.raises(Refusal) as refused:
        give_mandate(MandateDraft(**{**values, **change}), by=home.access("operator"))
    assert refused.value.field == field


def test_notices_are_copied_to_the_agent_but_no_login_code(home: Cast, sms: list) -> None:
    with clock.frozen(MONDAY):
        mandated(home, "notices")
        home.handled_matter("路灯不亮了", phone="13800001234")
        Client().post("/me/login/send/", {"phone": "13800001234"})
        deliver_due()
        deliver_due()
    told = [(message.template, message.to.value) for message in sms]
    assert ("matters.accepted", "13800001234") in told
    assert ("matters.accepted", AGENT) in told
    assert [to for template, to in told if template == "residents.code"] == ["13800001234"]


