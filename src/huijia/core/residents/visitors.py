"""Who stands before a resident's page: signed in or not, for themselves or for another."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huijia.core.people.models import Person
from huijia.core.residents.models import Deed, Mandate, ResidentLogin
from huijia.kernel.accounts.access import Access
from huijia.kernel.accounts.models import User
from huijia.kernel.communities.models import Community
from huijia.lib.masks import mask_name

ACTING_KEY = "acting"
"""Session key: id of the mandate under which this browser acts now; checked anew with each request."""
LABEL = "居民"


@dataclass(frozen=True)
class Visitor:
    """A signed-in resident. `mandate`: under which they act for somebody now; then all is that somebody's."""

    user: User
    login: ResidentLogin
    community: Community
    mandate: Mandate | None = None

    @property
    def person(self) -> Person | None:
        """Whose things these are: one's own person on the roster, or the one acted for."""
        return self.mandate.person if self.mandate is not None else self.login.person

    @property
    def phone_hashes(self) -> list[str]:
        """By which numbers that one's things are found."""
        found = {self.person.phone_hash} if self.person is not None else set()
        if self.mandate is None:
            found.add(self.login.phone_hash)
        return sorted(found - {""})

    @property
    def called(self) -> str:
        """The name of who speaks: the agent's own where they act, else the roster's; "" where none is known."""
        if self.mandate is not None:
            return self.mandate.agent_name
        return self.login.person.name if self.login.person is not None else ""

    def may(self, scope: str) -> bool:
        """Oneself everything; acting for another what the mandate says (report, sign_up, follow)."""
        return self.mandate is None or self.mandate.may(scope)

    def access(self) -> Access:
        """For the verbs: the ledger names both, the one who acts and the one acted for, masked."""
        if self.mandate is not None:
            label, whom = mask_name(self.mandate.agent_name), mask_name(self.mandate.person.name)
            return Access.reporter(self.community, label, user_id=self.user.pk, for_label=whom)
        label = f"{LABEL} {mask_name(self.login.person.name)}" if self.login.person is not None else LABEL
        return Access.reporter(self.community, label, user_id=self.user.pk)

    def done(self, subject_type: str) -> list[int]:
        """Ids of what was begun: by this login for itself, and by whomever for this person.

        Acting without leave to see how things go: only what was begun under this mandate.
        """
        rows = Deed.objects.of(self.community).filter(subject_type=subject_type)
        if self.mandate is not None and not self.mandate.may_follow:
            return list(rows.filter(mandate=self.mandate).values_list("subject_id", flat=True))
        found = set()
        if self.mandate is None:
            found |= {*rows.filter(login=self.login, mandate=None).values_list("subject_id", flat=True)}
        if self.person is not None:
            found |= {*rows.filter(mandate__person=self.person).values_list("subject_id", flat=True)}
            own = rows.filter(login__person=self.person, mandate=None)
            found |= {*own.values_list("subject_id", flat=True)}
        return sorted(found)


def visitor_of(request: HttpRequest) -> Visitor | None:
    """The resident of this session, None for nobody and for staff. Costs nothing without a session cookie."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    if not hasattr(request, "visitor"):
        request.visitor = _found(request)  # type: ignore[attr-defined]
    found: Visitor | None = request.visitor  # type: ignore[attr-defined]
    return found


def _found(request: HttpRequest) -> Visitor | None:
    user = request.user
    if not isinstance(user, User) or not user.is_resident or not user.is_active:
        return None
    rows = ResidentLogin.objects.everywhere().filter(user=user, closed_at=None)
    login = rows.select_related("community__street__district", "person").first()
    if login is None or (login.person is not None and login.person.died_on is not None):
        return None
    acting: Mandate | None = getattr(request, "mandate", None)
    return Visitor(user, login, login.community, acting)


def here(request: HttpRequest, community: Community) -> Visitor | None:
    """The resident of this session at a page of their own community; elsewhere they are a passer-by."""
    visitor = visitor_of(request)
    return visitor if visitor is not None and visitor.community.pk == community.pk else None


def access_at(request: HttpRequest, community: Community, *scopes: str) -> Access:
    """Who acts at a resident's page of `community`: the one signed in, or a passer-by.

    Raises:
        PermissionDenied: acting for another, who has allowed none of `scopes`.
    """
    visitor = here(request, community)
    if visitor is None:
        return Access.reporter(community, LABEL)
    if not any(visitor.may(scope) for scope in scopes):
        raise PermissionDenied(_("委托里没有这一项；结束代办以后，可以用您自己的名义办。"))
    return visitor.access()
