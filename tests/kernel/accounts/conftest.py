"""Two communities in two streets, an admin, and an operator with a known password."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import Membership, User
from huijia.kernel.communities.models import Community, District, Street

PASSWORD = "Sommer-2026"
SINCE = date(2020, 1, 1)


@dataclass
class House:
    district: District
    street: Street
    community: Community
    neighbour: Community
    far: Community
    admin: User
    operator: User

    @property
    def by(self) -> Access:
        return Access.of_user(self.admin, self.community)

    def add(self, username: str, role: str = "", **place: object) -> User:
        user = User(username=username, name=f"{username} 某")
        user.set_password(PASSWORD)
        user.save()
        if role:
            Membership.objects.create(user=user, role=role, starts_on=SINCE, **(place or {"community": self.community}))
        return user


@pytest.fixture
def house(db: None, settings: object) -> House:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    district = District.objects.create(name="甲区", code="321100000000")
    street = Street.objects.create(district=district, name="甲街道", code="321100001000")
    beyond = Street.objects.create(district=district, name="乙街道", code="321100002000")
    community, neighbour, far = (
        Community.objects.create(street=where, name=name, slug=slug, code12=code)
        for where, name, slug, code in (
            (street, "甲社区", "a", "321100001001"),
            (street, "乙社区", "b", "321100001002"),
            (beyond, "丙社区", "c", "321100002001"),
        )
    )
    made = House(district, street, community, neighbour, far, User(), User())
    made.admin, made.operator = made.add("guan", "admin"), made.add("wang", "operator")
    return made


@pytest.fixture
def enter() -> Callable[[User], Client]:
    """A browser in which `user` has signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        answer = client.post("/accounts/login/", {"username": user.username, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return signed_in
