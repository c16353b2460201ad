"""The outbox: once, sealed, delivered once, retried, and quiet at night."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from huijia.kernel.accounts.models import Membership, User
from huijia.kernel.communities.models import Community, District, Street
from huijia.kernel.notify import actions, addresses, channels, outlets, queries, templates
from huijia.kernel.notify.addresses import Address
from huijia.kernel.notify.channels import Message, Undeliverable
from huijia.kernel.notify.models import Outbox
from huijia.lib import clock, crypto
from tests.cast import new_community

pytestmark = pytest.mark.django_db
PHONE = addresses.phone("13800001234")
NOON = datetime(2026, 4, 13, 4, 0, tzinfo=UTC)  # 12:00 in the office


class Box:
    """A channel that remembers what it was given; `trouble` is raised instead, if set."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.trouble: Exception | None = None
        self.lock = threading.Lock()

    def __call__(self, message: Message) -> None:
        with self.lock:
            self.messages.append(message)
        if self.trouble:
            raise self.trouble


@pytest.fixture
def box() -> Iterator[Box]:
    made = Box()
    channels.register("box", made)
    templates.register("test.hello", "你好", "事项 {ticket} 已受理")
    yield made
    channels._CHANNELS.pop("box")


@pytest.fixture
def noon() -> Iterator[clock.Frozen]:
    with clock.frozen(NOON) as frozen:
        yield frozen


def put(once: str = "matter:1:accepted", to: Address = PHONE, **more: Any) -> Outbox:
    values: dict[str, Any] = {"community_id": 3, "channel": "box", "context": {"ticket": "SD-1"}, **more}
    actions.queue("test.hello", to=to, once=once, **values)
    return Outbox.objects.get(once=once, channel=values["channel"] or "console")


def state(row: Outbox) -> tuple[str, int]:
    row.refresh_from_db()
    return row.state, row.attempts


# -- queueing ---------------------------------------------------------------------------------------------------------


def test_of_a_practice_copy_it_is_kept_and_never_sent(box: Box, noon: clock.Frozen) -> None:
    live = new_community()
    practice = Community.objects.create(
        street=live.street, name="练习", slug="lx", code12=live.code12, practice_of=live
    )
    kept = put("a", community_id=practice.pk)
    role = put("b", addresses.role("operator"), community_id=practice.pk)
    sent = put("c", community_id=live.pk)
    noon.move(timedelta(days=30))
    assert actions.deliver_due() == 1
    assert [message.key for message in box.messages] == [str(sent.uuid)]
    assert state(kept) == state(role) == ("practice", 0)
    assert kept.get_state_display() == "练习，不发送"
    assert queries.backlog() == (0, None)


def test_one_statement(box: Box) -> None:
    with CaptureQueriesContext(connection) as context:
        actions.queue("test.hello", to=PHONE, community_id=3, channel="box", once="a")
    assert len(context) == 1


def test_what_stands_in_the_outbox(noon: clock.Frozen) -> None:
    row = put(channel=None)
    assert (row.template, row.community_id, row.channel) == ("test.hello", 3, "console")
    assert row.context == {"ticket": "SD-1"}
    assert (row.state, row.attempts, row.next_at, row.created_at) == ("queued", 0, NOON, NOON)
    kind, _colon, sealed = row.recipient_sealed.partition(":")
    assert (kind, crypto.open_sealed(sealed)) == ("phone", "13800001234")
    assert "13800001234" not in row.recipient_sealed
    assert put("b", to=addresses.user(7)).recipient_sealed == "user:7"
    assert put("c", to=addresses.role("operator")).recipient_sealed == "role:operator"


def test_the_same_occasion_twice_is_one_notice(noon: clock.Frozen) -> None:
    first = put()
    assert put(context={"ticket": "other"}).uuid == first.uuid
    assert Outbox.objects.get().context == {"ticket": "SD-1"}
    actions.queue("test.hello", to=PHONE, community_id=3, channel="email", once="matter:1:accepted")
    assert Outbox.objects.count() == 2


def test_a_rolled_back_verb_leaves_no_notice() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        put()
        raise RuntimeError
    assert Outbox.objects.count() == 0


# -- delivering -------------------------------------------------------------------------------------------------------


def test_delivered_once(box: Box, noon: clock.Frozen) -> None:
    row = put()
    assert actions.deliver_due() == 1
    assert actions.deliver_due() == 0
    assert box.messages == [Message(str(row.uuid), "test.hello", PHONE, "你好", "事项 SD-1 已受理")]
    assert state(row) == ("sent", 1)
    assert row.sent_at == NOON


def test_not_before_its_time(box: Box, noon: clock.Frozen) -> None:
    put(at=NOON + timedelta(hours=1))
    assert actions.deliver_due() == 0
    noon.move(timedelta(hours=1))
    assert actions.deliver_due() == 1


def test_at_most_limit_and_the_oldest_first(box: Box, noon: clock.Frozen) -> None:
    put("b")
    put("a", at=NOON - timedelta(minutes=1))
    assert actions.deliver_due(limit=1) == 1
    assert Outbox.objects.get(state="sent").once == "a"


def test_a_failing_channel_is_tried_again_with_the_same_key(box: Box, noon: clock.Frozen) -> None:
    row = put()
    box.trouble = OSError("HTTP 503")
    assert actions.deliver_due() == 0
    assert state(row) == ("queued", 1)
    assert row.error == "OSError: HTTP 503"
    assert timedelta(seconds=24) <= row.next_at - NOON <= timedelta(seconds=36)
    noon.move(timedelta(seconds=40))
    box.trouble = None
    assert actions.deliver_due() == 1
    assert state(row) == ("sent", 2)
    assert [message.key for message in box.messages] == [str(row.uuid)] * 2


def test_dead_after_eight_tries(box: Box, noon: clock.Frozen) -> None:
    row = put(urgent=True)
    box.trouble = RuntimeError("says 13800001234")
    for _ in range(20):
        actions.deliver_due()
        noon.move(timedelta(hours=8))
    assert state(row) == ("dead", 8)
    assert len(box.messages) == 8
    assert row.error == "RuntimeError"


def test_what_can_never_go_is_not_tried_again(box: Box, noon: clock.Frozen) -> None:
    box.trouble = Undeliverable("HTTP 410")
    rows = [put(), put("b", channel="pigeon"), put("c", context={})]
    actions.queue("nobody.knows", to=PHONE, community_id=3, channel="box", once="d")
    assert actions.deliver_due() == 0
    assert [state(row) for row in rows] == [("failed", 1)] * 3
    assert [row.error for row in rows] == ["HTTP 410", "no channel pigeon", "template test.hello: KeyError 'ticket'"]
    assert state(Outbox.objects.get(once="d")) == ("failed", 1)


def test_a_worker_killed_between_sending_and_marking(box: Box, noon: clock.Frozen) -> None:
    row = put()
    Outbox.objects.update(state="sending", attempts=1, next_at=NOON + timedelta(seconds=60))
    assert actions.deliver_due() == 0
    noon.move(timedelta(seconds=61))
    assert actions.deliver_due() == 1
    assert state(row) == ("sent", 2)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same(box: Box) -> None:
    for number in range(40):
        put(f"n:{number}", to=addresses.phone("13800001234"), urgent=True)
    start = threading.Barrier(2)
    totals: list[int] = []

    def run() -> None:
        try:
            start.wait()
            totals.append(sum(actions.deliver_due(limit=10) for _ in range(8)))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({message.key for message in box.messages}) == len(box.messages) == 40
    assert sum(totals) == 40
    assert set(Outbox.objects.values_list("state", "attempts")) == {("sent", 1)}


# -- the night --------------------------------------------------------------------------------------------------------

EVENING = datetime(2026, 4, 13, 13, 0, tzinfo=UTC)  # 21:00
SEVEN = datetime(2026, 4, 13, 23, 0, tzinfo=UTC)  # 7:00 of the 14th


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (EVENING - timedelta(seconds=1), EVENING - timedelta(seconds=1)),
        (EVENING, SEVEN),
        (SEVEN - timedelta(seconds=1), SEVEN),
        (SEVEN, SEVEN),
    ],
)
def test_phones_are_quiet_from_nine_to_seven(now: datetime, due: datetime) -> None:
    with clock.frozen(now):
        assert put().next_at == due


def test_the_urgent_and_the_staff_are_not(noon: clock.Frozen) -> None:
    noon.at = EVENING
    assert put("a", urgent=True).next_at == EVENING
    assert put("b", to=addresses.user(1)).next_at == EVENING
    assert put("c", to=addresses.email("a@example.org")).next_at == EVENING


def test_a_notice_that_was_late_waits_for_the_morning(box: Box, noon: clock.Frozen) -> None:
    """The worker stood still all day: due at noon, but now it is nine."""
    row = put()
    noon.at = EVENING
    assert actions.deliver_due() == 0
    assert state(row) == ("queued", 0)
    assert row.next_at == SEVEN
    assert box.messages == []
    noon.at = SEVEN
    assert actions.deliver_due() == 1


# -- who stands behind ------------------------------------------------------------------------------------------------


@pytest.fixture
def office() -> Community:
    district = District.objects.create(name="区", code="110000000000")
    street = Street.objects.create(district=district, name="街道", code="110001000000")
    return Community.objects.create(street=street, name="石墩社区", slug="sd", code12="110001000001")


def member(name: str, role: str, **place: Any) -> User:
    user = User.objects.create(username=name, name=name, email=f"{name}@example.org")
    Membership.objects.create(user=user, role=role, starts_on=date(2020, 1, 1), **place)
    return user


def test_a_role_becomes_one_notice_for_each_who_holds_it(box: Box, noon: clock.Frozen, office: Community) -> None:
    wang, li = member("wang", "operator", community=office), member("li", "operator", street=office.street)
    gone = member("gone", "operator", community=office)
    Membership.objects.filter(user=gone).update(ends_on=date(2026, 4, 13))
    member("zhou", "secretary", community=office)
    row = put(to=addresses.role("operator"), community_id=office.pk)
    actions.deliver_due()
    assert state(row) == ("sent", 1)
    assert actions.deliver_due() == 2
    assert [message.to for message in box.messages] == [
        addresses.email(f"{user.username}@example.org") for user in (wang, li)
    ]


def test_a_role_that_nobody_holds(box: Box, noon: clock.Frozen, office: Community) -> None:
    row = put(to=addresses.role("operator"), community_id=office.pk)
    actions.deliver_due()
    assert (*state(row), row.error) == ("failed", 1, "nobody is operator")


def test_a_user_is_reached_by_phone_first(box: Box, noon: clock.Frozen, office: Community) -> None:
    user = member("wang", "operator", community=office)
    User.objects.filter(pk=user.pk).update(phone_sealed=crypto.seal("13900005678"))
    put(to=addresses.user(user.pk))
    actions.deliver_due()
    assert box.messages[0].to == addresses.phone("13900005678")


def test_a_user_without_address(box: Box, noon: clock.Frozen) -> None:
    row = put(to=addresses.user(12345))
    actions.deliver_due()
    assert (*state(row), row.error) == ("failed", 1, "no address for box")


# -- the ways out -----------------------------------------------------------------------------------------------------


def test_console_names_nobody(box: Box, noon: clock.Frozen, capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    row = put(channel="console")
    assert actions.deliver_due() == 1
    assert capsys.readouterr().out == f"notice {row.uuid} test.hello → phone\n"
    settings.DEBUG = True
    put("b", channel="console")
    actions.deliver_due()
    assert "13800001234: 你好 | 事项 SD-1 已受理" in capsys.readouterr().out


def test_email(box: Box, noon: clock.Frozen) -> None:
    row = put(channel="email", to=addresses.email("li@example.org"))
    assert actions.deliver_due() == 1
    assert (mail.outbox[0].to, mail.outbox[0].subject, mail.outbox[0].body) == (
        ["li@example.org"], "你好", "事项 SD-1 已受理",
    )
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{row.uuid}@huijia>"


class Receiver(HTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[dict[str, str], bytes]] = []
        self.answer, self.delay = 200, 0.0


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((dict(self.headers), body))
        time.sleep(self.server.delay)
        self.send_response(self.server.answer)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.NOTIFY_WEBHOOK_URL = f"http://127.0.0.1:{server.server_port}/in"
    settings.NOTIFY_WEBHOOK_SECRET = "shared"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_webhook(box: Box, noon: clock.Frozen, receiver: Receiver) -> None:
    row = put(channel="webhook")
    assert actions.deliver_due() == 1
    [(headers, body)] = receiver.seen
    assert json.loads(body) == {
        "id": str(row.uuid), "template": "test.hello", "subject": "你好", "text": "事项 SD-1 已受理",
        "to": {"kind": "phone", "value": "13800001234"},
    }
    assert headers["Idempotency-Key"] == str(row.uuid)
    assert headers["X-Huijia-Signature"] == outlets.signature("shared", headers["X-Huijia-Timestamp"], body)


@pytest.mark.parametrize(
    ("answer", "becomes"), [(204, "sent"), (302, "queued"), (500, "queued"), (429, "queued"), (410, "failed")]
)
def test_what_the_receiver_answers(
    box: Box, noon: clock.Frozen, receiver: Receiver, answer: int, becomes: str
) -> None:
    receiver.answer = answer
    row = put(channel="webhook")
    actions.deliver_due()
    assert state(row) == (becomes, 1)
    assert len(receiver.seen) == 1


def test_a_slow_receiver_is_left(
    box: Box, noon: clock.Frozen, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(outlets, "TIMEOUT", 0.2)
    receiver.delay = 0.5
    row = put(channel="webhook")
    actions.deliver_due()
    assert state(row) == ("queued", 1)
    assert "shared" not in caplog.text + row.error
    assert "13800001234" not in caplog.text + row.error


def test_webhook_without_address(box: Box, noon: clock.Frozen, settings: Any) -> None:
    settings.NOTIFY_WEBHOOK_URL = "file:///etc/passwd"
    row = put(channel="webhook")
    actions.deliver_due()
    assert (*state(row), row.error) == ("failed", 1, "NOTIFY_WEBHOOK_URL is not set")


# -- reading ----------------------------------------------------------------------------------------------------------


def test_recent_and_backlog(box: Box, noon: clock.Frozen) -> None:
    first, second = put("a"), put("b")
    put("c", community_id=4)
    assert queries.recent(3) == [second, first]
    assert queries.recent(3, before=second.pk) == [first]
    assert queries.backlog() == (3, NOON)
    actions.deliver_due()
    assert queries.backlog() == (0, None)
