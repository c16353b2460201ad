"""Residents of the demo: somebody with a login, a daughter elsewhere who acts for her, a request on her own data."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from huijia.core.people.models import Person
from huijia.core.residents.actions import MandateDraft, admit, give_mandate
from huijia.core.residents.actions.logins import login_of
from huijia.core.residents.enums import Checked, Question
from huijia.core.residents.models import Mandate
from huijia.kernel.accounts.access import Access
from huijia.kernel.communities.models import Community
from huijia.kernel.notify.actions import muted
from huijia.kernel.privacy import actions as privacy
from huijia.kernel.privacy.enums import Ask, Channel
from huijia.lib import clock

AGENT_PHONE = "13900000001"
AGENT_NAME = "林小燕"


def tell(by: Access, now: datetime) -> None:
    """A mandate of two months ago with its consent, the mother's login, and one request that waits."""
    person = _mother(by.community)
    with muted(), clock.frozen(now - timedelta(days=60)):
        day = clock.today()
        give_mandate(
            MandateDraft(
                person=person, agent_name=AGENT_NAME, agent_phone=AGENT_PHONE, relation="女儿",
                scopes=["report", "sign_up", "follow", "notices"], starts_on=day, ends_on=day + timedelta(days=365),
                channel=Channel.PHONE, questions=[Question.BORN, Question.ADDRESS],
            ),
            by=by,
        )
        login = login_of(by.community, person=person)
        privacy.give("login", subject=("login", login.user_id), channel=Channel.OWN, by=by)
    with muted(), clock.frozen(now - timedelta(days=3)):
        draft = privacy.Draft(
            kind=Ask.CORRECT, name=person.name, channel=Channel.PHONE, text="户籍地址的门牌号登错了一位。",
            subject=("person", person.pk),
        )
        privacy.ask(draft, by=by)


def _mother(community: Community) -> Person:
    """The same resident each time: the first head with a phone who holds no post."""
    rows = Person.objects.of(community).filter(posts=None, user=None, households__is_head=True).exclude(phone_hash="")
    return rows.order_by("pk")[0]


def codes(community: Community) -> Iterator[tuple[str, str]]:
    """(code, for whom): a new one each time, since a code is good once."""
    mandate = Mandate.objects.of(community).filter(agent_name=AGENT_NAME).select_related("person").first()
    if mandate is None:
        return
    by = Access.system(community, "演示")
    with muted():
        own = admit(by=by, checked=Checked.KNOWN, person=mandate.person)
        agent = admit(by=by, checked=Checked.KNOWN, phone=AGENT_PHONE)
    yield "-".join(own.groups), f"居民 {mandate.person.name} resident"
    yield "-".join(agent.groups), f"{mandate.person.name}的女儿，代办 daughter who acts for her"
