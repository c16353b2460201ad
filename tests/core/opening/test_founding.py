"""An empty community comes to be: on the console, in the browser with the code, and by the street's administrator."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from huijia.config.prepare import fill
from huijia.core.matters.models import Category
from huijia.core.opening import actions
from huijia.core.opening.actions.founding import free_slug, slug_of
from huijia.core.opening.models import SetupCode
from huijia.core.people.models import Person, Post
from huijia.kernel.accounts.models import Membership, User
from huijia.kernel.communities import modules
from huijia.kernel.communities.errors import Refusal
from huijia.kernel.communities.models import Community
from huijia.kernel.ledger.models import Entry
from tests.cast import SINCE, Cast, cast, new_community

pytestmark = pytest.mark.django_db
FLAGS = {
    "district": "润州区", "street": "南山街道", "name": "回龙社区", "code": "321111002008", "username": "zhou",
    "person": "周领航", "phone": "13900001111", "hotline": "0511-12345678",
}
FORM = {
    "district": "润州区", "street": "南山街道", "community": "回龙社区", "code12": "321111002008", "username": "zhou",
    "name": "周领航", "phone": "13900001111", "role": "secretary", "hotline": "",
}


def draft(**other: Any) -> actions.Draft:
    return actions.Draft(**{**FORM, **other})


def test_founding_makes_all_that_the_first_day_needs() -> None:
    made = actions.found_office(draft())
    community = Community.objects.get()
    assert (community.name, community.slug, community.opened_on) == ("回龙社区", "hlsq", None)
    assert (community.street.code, community.street.district.code) == ("321111002000", "321111000000")
    assert Category.objects.of(community).filter(parent=None).count() == 11
    assert made.user.must_change_password and made.user.check_password(made.password)
    assert Membership.objects.get().role == "secretary"
    person = Person.objects.of(community).get()
    assert (person.name, person.user) == ("周领航", made.user)
    assert Post.objects.of(community).get().kind == "secretary"
    assert [module.code for module in modules.registered() if modules.is_on(community, module.code)] == []
    assert Entry.objects.filter(kind="communities.founded", actor_label="系统").count() == 1


def test_chosen_modules_are_on() -> None:
    codes = [module.code for module in modules.registered()]
    community = actions.found_office(draft(modules=codes[:1])).community
    assert [code for code in codes if modules.is_on(community, code)] == codes[:1]


def test_an_administrator_without_a_number_stands_on_no_roster() -> None:
    community = actions.found_office(draft(role="admin", phone="")).community
    assert Membership.objects.get().role == "admin"
    assert not Person.objects.of(community).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code12", "32111100200"), ("code12", "32111100200a"), ("code12", "321111002000"), ("community", " "),
        ("street", ""), ("role", "operator"), ("username", "a b"), ("phone", "12"), ("name", ""),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_leaves_nothing(field: str, value: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.found_office(draft(**{field: value}))
    assert refused.value.field == field
    assert not Community.objects.exists() and not User.objects.exists()


def test_the_same_code_twice_is_refused() -> None:
    actions.found_office(draft())
    with pytest.raises(Refusal) as refused:
        actions.found_office(draft(username="li"))
    assert (refused.value.field, refused.value.code) == ("code12", "taken")
    assert not User.objects.filter(username="li").exists()


def test_short_names() -> None:
    assert slug_of("回龙社区") == "hlsq"
    assert slug_of("银行3村") == "yh3c"
    assert slug_of("！") == ""
    assert free_slug("！", "321111002008") == "c002008"
    new_community(slug="hlsq")
    assert free_slug("回龙社区", "321111002008") == "hlsq-008"


# -- the console ------------------------------------------------------------------------------------------------------


def test_init_prints_the_address_and_the_password_once() -> None:
    said = StringIO()
    call_command("init", **FLAGS, stdout=said)
    password = re.search(r"shown once: (\S+)", said.getvalue())
    assert password and User.objects.get(username="zhou").check_password(password[1])
    assert "/accounts/login/" in said.getvalue() and "/desk/setup/" in said.getvalue()


def test_init_says_which_flag_is_missing_or_wrong() -> None:
    with pytest.raises(CommandError, match="--code"):
        call_command("init", **{**FLAGS, "code": None}, no_input=True)
    with pytest.raises(CommandError, match=r"--code: .*12 位数字"):
        call_command("init", **{**FLAGS, "code": "12"})
    with pytest.raises(CommandError, match="no such module: nothing"):
        call_command("init", **FLAGS, modules="nothing")
    assert not Community.objects.exists()


def test_init_asks_for_what_no_flag_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["", "回龙社区"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    call_command("init", **{**FLAGS, "name": None}, stdout=StringIO())
    assert Community.objects.get().name == "回龙社区"


# -- the browser ------------------------------------------------------------------------------------------------------


def test_an_empty_database_leads_to_the_set_up_page(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/setup/"
    page = client.get("/setup/")
    assert page.status_code == 200 and "启用码" in page.content.decode()


def test_starting_says_both_ways(tmp_path: Any, capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    monkeypatch.setenv("HUIJIA_DEMO", "0")
    fill(tmp_path)
    said = capsys.readouterr().out
    assert "huijia init" in said and "/setup/" in said
    code = re.search(r"good once: (\S+)", said)
    assert code and code[1] not in SetupCode.objects.get().code_hash
    actions.check_code(code[1], address="1.2.3.4")


def test_founding_with_the_code(client: Client) -> None:
    code = actions.issue_code()
    page = client.post("/setup/", {**FORM, "code": code.upper().replace("-", " ")})
    assert page.status_code == 200
    community = Community.objects.get()
    password = re.search(r'first-password">([^<]+)<', page.content.decode())
    assert password and User.objects.get().check_password(password[1])
    assert client.get("/setup/").headers["Location"] == "/accounts/login/"
    assert client.post("/setup/", {**FORM, "code": code}).status_code == 302
    assert Community.objects.get() == community


def test_a_wrong_code_keeps_what_was_typed(client: Client) -> None:
    code = actions.issue_code()
    page = client.post("/setup/", {**FORM, "code": "wrong-code"})
    assert page.status_code == 422
    assert "启用码不对" in page.content.decode() and 'value="回龙社区"' in page.content.decode()
    again = client.post("/setup/", {**FORM, "code": code, "code12": "1"})
    assert again.status_code == 422 and not Community.objects.exists()
    assert client.post("/setup/", {**FORM, "code": code}).status_code == 200


def test_guessing_is_stopped(client: Client) -> None:
    code = actions.issue_code()
    for _try in range(10):
        assert client.post("/setup/", {**FORM, "code": "x"}).status_code == 422
    assert client.post("/setup/", {**FORM, "code": code}).status_code == 429
    assert not Community.objects.exists()


def test_a_new_code_makes_the_old_one_void() -> None:
    old = actions.issue_code()
    actions.issue_code()
    with pytest.raises(Refusal):
        actions.check_code(old, address="1.2.3.4")


def test_two_with_the_same_code_found_one() -> None:
    code = actions.check_code(actions.issue_code(), address="1.2.3.4")
    actions.found_office(draft(), code=code)
    with pytest.raises(Refusal) as refused:
        actions.found_office(draft(code12="321111002009", username="li"), code=code)
    assert refused.value.code == "used"
    assert Community.objects.count() == 1


# -- one more community -----------------------------------------------------------------------------------------------


@pytest.fixture
def above() -> tuple[Cast, Client]:
    """An administrator of the whole street, signed in."""
    home = cast()
    user = User.objects.create(username="street-admin", name="街道管理")
    Membership.objects.create(user=user, role="admin", street=home.community.street, starts_on=SINCE)
    client = Client()
    client.force_login(user)
    return home, client


ANOTHER = {**FORM, "code12": "321100001077", "community": "新社区", "role": "admin", "username": "new-admin"}


def test_the_street_founds_one_more(above: tuple[Cast, Client]) -> None:
    home, client = above
    assert 'value="321100001"' in client.get("/desk/communities/add/").content.decode()
    page = client.post("/desk/communities/add/", ANOTHER)
    assert page.status_code == 200 and "first-password" in page.content.decode()
    made = Community.objects.get(code12="321100001077")
    assert (made.street, made.opened_on) == (home.community.street, None)
    assert Entry.objects.get(kind="communities.founded").actor_label == "街道管理"
    session = client.session
    session["community"] = home.community.pk
    session.save()
    listed = client.get("/desk/communities/").content.decode()
    assert "新社区" in listed and "准备中" in listed


def test_not_in_another_street(above: tuple[Cast, Client]) -> None:
    _home, client = above
    page = client.post("/desk/communities/add/", {**ANOTHER, "code12": "321100002077"})
    assert page.status_code == 422 and "您管的街道" in page.content.decode()


def test_not_by_who_manages_one_community_only() -> None:
    home = cast()
    client = Client()
    for who in ("admin", "secretary", "street"):
        client.force_login(home.users[who])
        assert client.get("/desk/communities/").status_code == 403
        assert client.post("/desk/communities/add/", ANOTHER).status_code == 403
    assert not Community.objects.filter(code12="321100001077").exists()
