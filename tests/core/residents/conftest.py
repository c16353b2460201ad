from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from huijia.core.residents.actions import MandateDraft, give_mandate
from huijia.core.residents.enums import Checked
from huijia.core.residents.models import Mandate
from huijia.kernel.notify import channels
from huijia.kernel.notify.channels import Message
from huijia.kernel.notify.deliverer import deliver_due
from huijia.kernel.privacy.enums import Channel
from huijia.lib import clock
from tests.cast import MONDAY, Cast, cast

AGENT = "13955556666"
SENT: list[Message] = []


@pytest.fixture
def home(db: None) -> Cast:
    return cast()


@pytest.fixture
def sms(settings: Any) -> list[Message]:
    """A channel that reaches phones; what it sent."""
    SENT.clear()
    channels.register("test-sms", SENT.append, takes=("phone",))
    settings.NOTIFY_CHANNEL = "test-sms"
    return SENT


def last_code() -> str:
    """The six digits that the last delivered message holds."""
    deliver_due()
    return "".join(sign for sign in SENT[-1].text.split("，")[0] if sign.isdecimal())


def issued(home: Cast, **more: Any) -> Any:
    from huijia.core.residents.actions import admit

    wanted = {"person": home.resident} if "phone" not in more else {}
    return admit(by=home.access("operator"), checked=Checked.CARD, **wanted, **more)


def entered(home: Cast, **more: Any) -> Client:
    """A browser in which the resident (or the phone of `more`) has come in with a code of the office."""
    client = Client()
    answer = client.post("/me/login/given/", {"code": issued(home, **more).code})
    assert (answer.status_code, answer.headers.get("Location")) == (303, "/me/"), answer.content.decode()
    return client


def mandated(home: Cast, *scopes: str, by: str = "operator", ends: date | None = None) -> Mandate:
    day = clock.today()
    return give_mandate(
        MandateDraft(
            person=home.resident, agent_name="赵小外", agent_phone=AGENT, relation="儿子",
            scopes=list(scopes or ("report", "follow")), starts_on=day, ends_on=ends or day + timedelta(days=30),
            channel=Channel.PHONE, questions=["born", "address"],
        ),
        by=home.access(by, MONDAY if clock.now() < MONDAY else clock.now()),
    )
