"""记住这台手机: trusted after a full sign-in, unlocked with a PIN, off after five wrong ones or from afar."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from huijia.kernel.accounts import actions, fresh, pins, trusted
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.errors import Refusal
from huijia.kernel.accounts.models import SignIn, TrustedDevice, User
from huijia.kernel.communities.models import Option
from huijia.kernel.communities.shelf import forget_all
from huijia.kernel.ledger.models import Entry
from huijia.lib import clock
from tests.kernel.accounts.conftest import PASSWORD, House

NOON = datetime(2026, 4, 13, 4, 0, tzinfo=UTC)
ME, ROLES = "/accounts/me/", "/accounts/roles/"
PIN = "407182"
OFF = "/accounts/login/?next=%2Faccounts%2Froles%2F&password=1"
Enter = Callable[[User], Client]
PHONE = "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/86.0 Mobile MicroMessenger/8.0"


def remembered(enter: Enter, user: User) -> Client:
    """A browser in which `user` signed in and had the phone remembered."""
    client = enter(user)
    form = {"pin": PIN, "again": PIN, "name": "工作手机"}
    answer = client.post("/accounts/me/trust/", form, headers={"User-Agent": PHONE})
    assert (answer.status_code, answer.headers["Location"]) == (302, ME)
    return client


def unlocked(client: Client, pin: str = PIN) -> str:
    answer = client.post("/accounts/unlock/", {"pin": pin, "next": ROLES})
    if answer.status_code == 302:
        return str(answer.headers["Location"])
    text = answer.content.decode()
    return next((word for word in ("还可以试 4", "还可以试 3", "还可以试 2", "还可以试 1") if word in text), "?")


def test_remembering(house: House, enter: Enter) -> None:
    with clock.frozen(NOON):
        client = remembered(enter, house.operator)
    device = TrustedDevice.objects.get()
    assert (device.user, device.name, device.family) == (house.operator, "工作手机", "微信 · Android")
    assert device.expires_at == NOON + timedelta(days=30)
    cookie = client.cookies[trusted.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/", True, "Lax")
    assert cookie.value not in (device.token_hash, device.pin)
    entry = Entry.objects.get(kind="accounts.device_trusted")
    assert (entry.subject_id, entry.community_id, entry.data["family"]) == (
        house.operator.pk, house.community.pk, "微信 · Android",
    )


def test_the_cookie_is_secure_under_tls(house: House, enter: Enter, settings: object) -> None:
    settings.SESSION_COOKIE_SECURE = True
    assert remembered(enter, house.operator).cookies[trusted.COOKIE]["secure"] is True


@pytest.mark.parametrize(
    "pin", ["12345", "1234567", "abcdef", "123456", "876543", "111111", "121212", "112211", "234234", "４０７１８２"]
)
def test_a_pin_that_is_none_or_too_easy(house: House, pin: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.trust(house.operator, pin=pin)
    assert refused.value.field == "pin"
    assert not TrustedDevice.objects.exists()


def test_a_pin_out_of_the_own_number(house: House) -> None:
    with pytest.raises(Refusal) as refused:
        pins.fit_pin("001238", "13800012389")
    assert refused.value.code == "trivial"


def test_two_different_pins_are_refused_and_the_name_is_kept(house: House, enter: Enter) -> None:
    form = {"pin": PIN, "again": "407183", "name": "工作手机"}
    answer = enter(house.operator).post("/accounts/me/trust/", form)
    assert answer.status_code == 422
    assert "两次输入的 PIN 不一样" in answer.content.decode()
    assert "工作手机" in answer.content.decode()


def test_after_idling_the_pin_is_enough(house: House, enter: Enter) -> None:
    with clock.frozen(NOON) as standing:
        client = remembered(enter, house.operator)
        standing.move(timedelta(minutes=31))
        sent = client.get(ROLES).headers["Location"]
        assert sent == "/accounts/login/?next=%2Faccounts%2Froles%2F&idle=1"
        assert client.get(sent).headers["Location"] == "/accounts/unlock/?next=%2Faccounts%2Froles%2F"
        assert f"{house.operator.name}，请输入 PIN" in client.get("/accounts/unlock/").content.decode()
        assert unlocked(client) == ROLES
        assert client.get(ROLES).status_code == 200
    row = SignIn.objects.order_by("-pk").first()
    assert (row.means, row.device) == ("pin", TrustedDevice.objects.get())


def test_a_pin_is_not_enough_for_dangerous_acts(house: House, enter: Enter) -> None:
    client = remembered(enter, house.admin)
    client.post("/accounts/logout/")
    assert unlocked(client) == ROLES
    assert client.session.get(fresh.KEY) is None
    assert client.get("/accounts/users/add/").headers["Location"].startswith("/accounts/confirm/?next=")


def test_a_good_pin_forgives_the_wrong_ones(house: House, enter: Enter) -> None:
    client = remembered(enter, house.operator)
    client.post("/accounts/logout/")
    assert [unlocked(client, "900817") for _n in range(2)] == ["还可以试 4", "还可以试 3"]
    assert unlocked(client) == ROLES
    client.post("/accounts/logout/")
    assert unlocked(client, "900817") == "还可以试 4"


def test_five_wrong_pins_and_the_device_is_off(house: House, enter: Enter) -> None:
    client = remembered(enter, house.operator)
    client.post("/accounts/logout/")
    tries = [unlocked(client, "900817") for _n in range(5)]
    assert tries == ["还可以试 4", "还可以试 3", "还可以试 2", "还可以试 1", OFF]
    assert unlocked(client) == OFF
    assert Entry.objects.filter(kind="accounts.device_locked").count() == 1
    answer = client.post("/accounts/login/", {"username": "wang", "password": PASSWORD})
    assert answer.status_code == 302


@pytest.mark.django_db(transaction=True)
def test_tries_from_many_processes_are_counted_together(house: House) -> None:
    device, token = actions.trust(house.operator, pin=PIN)
    said: list[str] = []

    def guess(number: int) -> None:
        try:
            actions.try_pin(device, pin=f"90081{number}", token=token)
            said.append("in")
        except Refusal as refusal:
            said.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    device.refresh_from_db()
    assert (device.failures, device.shut_at is not None) == (5, True)
    assert said.count("wrong") <= 5
    assert "in" not in said
    with pytest.raises(Refusal):
        actions.try_pin(device, pin=PIN, token=token)


def test_a_token_that_was_made_up(house: House, enter: Enter) -> None:
    remembered(enter, house.operator)
    client = Client()
    client.cookies[trusted.COOKIE] = "A" * 32
    assert client.get("/accounts/unlock/").headers["Location"] == "/accounts/login/?password=1"


def test_the_copied_table_does_not_tell_the_pin(house: House) -> None:
    device, _token = actions.trust(house.operator, pin=PIN)
    with pytest.raises(Refusal):
        actions.try_pin(device, pin=PIN, token="")


def test_it_ends_after_the_days_agreed_on(house: House, enter: Enter) -> None:
    Option.objects.everywhere().create(
        community=house.community, key="device_days", value=2, changed_at=NOON
    )
    forget_all()
    with clock.frozen(NOON) as standing:
        client = remembered(enter, house.operator)
        standing.move(timedelta(days=2))
        assert client.get("/accounts/unlock/").headers["Location"] == "/accounts/login/?password=1"


def test_the_user_shuts_a_device(house: House, enter: Enter) -> None:
    phone = remembered(enter, house.operator)
    desk = enter(house.operator)
    device = TrustedDevice.objects.get()
    assert "工作手机" in desk.get(ME).content.decode()
    assert desk.post(f"/accounts/me/devices/{device.pk}/shut/").headers["Location"] == ME
    assert desk.post(f"/accounts/me/devices/{device.pk}/shut/").status_code == 302
    assert phone.get(ROLES).headers["Location"] == "/accounts/login/?next=%2Faccounts%2Froles%2F&ended=1"
    assert desk.get(ROLES).status_code == 200
    assert Entry.objects.filter(kind="accounts.device_shut").count() == 1


def test_nobody_elses_device(house: House, enter: Enter) -> None:
    remembered(enter, house.operator)
    device = TrustedDevice.objects.get()
    assert enter(house.admin).post(f"/accounts/me/devices/{device.pk}/shut/").status_code == 404
    device.refresh_from_db()
    assert device.shut_at is None


def test_lost_one_button_from_afar(house: House, enter: Enter) -> None:
    phone, desk = remembered(enter, house.operator), enter(house.operator)
    answer = enter(house.admin).post(f"/accounts/users/{house.operator.pk}/cut-off/")
    assert answer.status_code == 302
    assert phone.get(ROLES).headers["Location"].endswith("ended=1")
    assert desk.get(ROLES).headers["Location"].endswith("ended=1")
    assert phone.get("/accounts/unlock/").headers["Location"] == "/accounts/login/?password=1"
    entry = Entry.objects.get(kind="accounts.cut_off")
    assert (entry.actor_id, entry.data) == (house.admin.pk, {"devices": 1})


def test_lost_ends_sessions_of_an_older_version_too(house: House, client: Client) -> None:
    client.force_login(house.operator)
    actions.cut_off(house.operator, by=house.by)
    assert client.get(ROLES).status_code == 302


def test_who_may_cut_off(house: House) -> None:
    far = house.add("xian", "admin", community=house.far)
    for by in (Access.of_user(far, house.far), Access.of_user(house.operator, house.community)):
        with pytest.raises(Refusal):
            actions.cut_off(house.operator, by=by)


def test_a_new_password_shuts_all_and_ends_other_sessions(house: House, enter: Enter) -> None:
    phone, desk = remembered(enter, house.operator), enter(house.operator)
    form = {"old": PASSWORD, "new": "Herbst-2026", "again": "Herbst-2026"}
    assert desk.post("/accounts/password/", form).status_code == 302
    assert desk.get(ROLES).status_code == 200
    assert phone.get(ROLES).status_code == 302
    assert phone.get("/accounts/unlock/").headers["Location"] == "/accounts/login/?password=1"


def test_switching_off_and_resetting_shut_all(house: House) -> None:
    for verb in (actions.deactivate, lambda user, by: actions.set_password(user, "Winter-2026!", by=by)):
        user = house.add(f"u{User.objects.count()}", "operator")
        actions.trust(user, pin=PIN)
        verb(user, by=house.by)
        assert TrustedDevice.objects.filter(user=user, shut_at=None).count() == 0


def test_at_most_eight_phones(house: House) -> None:
    for _n in range(10):
        actions.trust(house.operator, pin=PIN)
    assert TrustedDevice.objects.filter(shut_at=None).count() == 8


def test_the_same_browser_again_replaces_its_row(house: House) -> None:
    _device, token = actions.trust(house.operator, pin=PIN)
    actions.trust(house.operator, pin=PIN, old_token=token)
    assert TrustedDevice.objects.filter(shut_at=None).count() == 1


def test_logging_in_with_the_tick_leads_to_the_pin(house: House, client: Client) -> None:
    form = {"username": "wang", "password": PASSWORD, "remember": "on", "next": ROLES}
    answer = client.post("/accounts/login/", form)
    assert answer.headers["Location"] == "/accounts/me/trust/?next=%2Faccounts%2Froles%2F"
    assert client.get(answer.headers["Location"]).status_code == 200


def test_other_sessions_are_ended_and_this_goes_on(house: House, enter: Enter) -> None:
    here, there = enter(house.operator), enter(house.operator)
    assert here.post("/accounts/me/sessions/end/").status_code == 302
    assert here.get(ROLES).status_code == 200
    assert there.get(ROLES).status_code == 302


def test_one_session_is_ended(house: House, enter: Enter) -> None:
    here, there = enter(house.operator), enter(house.operator)
    row = SignIn.objects.get(pk=there.session["sign_in"])
    assert here.post(f"/accounts/me/sessions/{row.pk}/end/").status_code == 302
    assert there.get(ROLES).status_code == 302
    assert here.get(ROLES).status_code == 200
    assert enter(house.admin).post(f"/accounts/me/sessions/{here.session['sign_in']}/end/").status_code == 404
